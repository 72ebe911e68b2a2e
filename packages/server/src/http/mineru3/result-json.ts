import type { Language } from '#errors';
import { type Artifact, type ArtifactType, artifactOf, imagesOf, type Manifest } from '#results';
import type { Storage } from '#storage';
import { imageObject, quotedText } from '../artifact-text.ts';
import { type ParsedFile, warningsOf } from './parsed.ts';
import type { Returns } from './returns.ts';

/** ResultJson says what an answer is made of. */
export interface ResultJson {
  readonly outputs: Storage;
  /** Fields before `results`. */
  readonly head: object;
  readonly files: readonly ParsedFile[];
  readonly returns: Returns;
  readonly language: Language;
}

/** streamResultJson writes `{...head, "results": {"<stem>": {...}}, "warnings": {...}}` piece by piece from storage. */
export async function* streamResultJson({
  outputs,
  head,
  files,
  returns,
  language,
}: ResultJson): AsyncGenerator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"results":{`;
  let separator = '';
  for (const { jsonStem, outcome } of files) {
    yield `${separator}${JSON.stringify(jsonStem)}:`;
    if ('error' in outcome) yield JSON.stringify({ error: outcome.error });
    else yield* fileResult(outputs, outcome.manifest, returns);
    separator = ',';
  }
  const warned = files.flatMap(({ job, jsonStem }) => {
    const warnings = warningsOf(job, language);
    return warnings.length === 0 ? [] : [[jsonStem, warnings] as const];
  });
  yield `},"warnings":${JSON.stringify(Object.fromEntries(warned))}}`;
}

async function* fileResult(outputs: Storage, manifest: Manifest, returns: Returns): AsyncGenerator<string> {
  const texts: readonly (readonly [wanted: boolean, key: string, type: Exclude<ArtifactType, 'image'>])[] = [
    [returns.markdown, 'md_content', 'markdown'],
    [returns.middle, 'middle_json', 'middle'],
    [returns.model, 'model_output', 'model'],
    [returns.contentList, 'content_list', 'content_list'],
    [returns.passages, 'passages', 'passages'],
    [returns.html, 'html_content', 'html'],
  ];
  let separator = '{';
  for (const [wanted, key, type] of texts) {
    if (!wanted) continue;
    yield `${separator}"${key}":`;
    yield* quotedText(outputs, artifactOf(manifest, type));
    separator = ',';
  }
  const images: readonly Artifact[] = returns.images ? imagesOf(manifest) : [];
  if (images.length > 0) {
    yield `${separator}"images":`;
    yield* imageObject(outputs, images);
    separator = ',';
  }
  yield separator === '{' ? '{}' : '}';
}
