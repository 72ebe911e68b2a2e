import { createReadStream } from 'node:fs';
import {
  type Asset,
  type Page,
  renderHtml,
  renderMarkdown,
  streamContentList,
  streamContentListV2,
  streamMiddleJson,
  streamModelJson,
  streamPassages,
  type Warning,
} from '@docmill/document';
import { storedOptions } from '#capabilities';
import type { SlotRun } from '#process';
import { type Artifact, methodFolderOf } from '#results';
import { safeStem, stemOf } from '#storage';
import type { ArtifactWriter } from './artifact-writer.ts';
import { streamDocumentJson } from './document-json.ts';
import { fanOut } from './fan-out.ts';
import type { PageStream } from './page-stream.ts';
import type { PipelineDeps } from './parse-document.ts';
import type { ReadDocument } from './read-document.ts';
import { renderingsOf, wordsOf } from './renderings.ts';

/** Parsed is a file whose pages are about to be made and written. */
export interface Parsed {
  readonly run: SlotRun;
  /** The file itself, as a local path. */
  readonly path: string;
  readonly read: ReadDocument;
  readonly stream: PageStream;
  /** All warnings, once its pages are through. */
  warnings(): readonly Warning[];
  readonly deps: PipelineDeps;
}

type Unsized = Omit<Artifact, 'bytes'>;

/** writeArtifacts writes every output file of a document, its pages in one pass, and gives the folder of the contract's layout. */
export async function writeArtifacts(parsed: Parsed, writer: ArtifactWriter): Promise<string> {
  const { run, path, read, stream, deps } = parsed;
  const options = storedOptions(run.options);
  const folder = `${safeStem(stemOf(run.file.name))}/${methodFolderOf(run.backend, options.method)}`;
  const copy = async (artifact: Unsized, from: string) => {
    deps.signal.throwIfAborted();
    await deps.beat(read.progress);
    await writer.write(artifact, createReadStream(from));
  };
  const isWords = options.images === 'drop';
  const assets = isWords ? [] : read.assets;
  for (const asset of assets) await copy(imageArtifact(run, folder, asset), read.assetPath(asset.name));
  const pages = isWords ? wordsOf(stream.pages) : stream.pages;
  const texts = textsOf(parsed, { folder, assets });
  await fanOut(
    pages,
    texts.map(
      ({ artifact, render }) =>
        (values) =>
          writer.write(artifact, render(values)),
    ),
  );
  if (options.keepOriginal) await copy(originalArtifact(run), path);
  return folder;
}

interface Text {
  readonly artifact: Unsized;
  render(pages: AsyncIterable<Page>): AsyncIterable<string>;
}

interface TextInput {
  /** The folder of the contract's layout. */
  readonly folder: string;
  readonly assets: readonly Asset[];
}

/** textsOf gives the texts that a job asks for, and how pages become them. */
function textsOf({ run, read, warnings, deps }: Parsed, { folder, assets }: TextInput): readonly Text[] {
  const options = storedOptions(run.options);
  const stem = stemOf(run.file.name);
  const written = { ...read, assets };
  const { markdown, html, passages } = renderingsOf(written, { options, stem, embedImages: deps.embedImages });
  const envelope = { backend: 'pipeline', version: '3.4.5' };
  const { attemptFolder } = run;
  const named = (type: Artifact['type'], suffix: string, mediaType = json): Unsized => {
    const key = `${attemptFolder}/${type}${suffix.slice(suffix.lastIndexOf('.'))}`;
    return { type, key, path: `${folder}/${safeStem(stem)}${suffix}`, mediaType };
  };
  return [
    { artifact: named('markdown', '.md', 'text/markdown'), render: (pages) => renderMarkdown(pages, markdown) },
    { artifact: named('content_list', '_content_list.json'), render: streamContentList },
    { artifact: named('content_list_v2', '_content_list_v2.json'), render: streamContentListV2 },
    { artifact: named('middle', '_middle.json'), render: (pages) => streamMiddleJson(pages, envelope) },
    { artifact: named('model', '_model.json'), render: streamModelJson },
    ...(options.html
      ? [
          {
            artifact: named('html', '.html', 'text/html'),
            render: (pages: AsyncIterable<Page>) => renderHtml(pages, html),
          },
        ]
      : []),
    ...(options.passages
      ? [
          {
            artifact: named('passages', '_passages.jsonl', 'application/jsonl'),
            render: (pages: AsyncIterable<Page>) => streamPassages(pages, passages),
          },
        ]
      : []),
    {
      artifact: { type: 'document', key: `${attemptFolder}/document.json`, mediaType: json },
      render: (pages) => streamDocumentJson(pages, { ...written, warnings }),
    },
  ];
}

const json = 'application/json';

/** The name is part of the key only as its format: names are what clients choose. */
function originalArtifact(run: SlotRun): Unsized {
  const key = `${run.attemptFolder}/original.${run.file.format}`;
  return { type: 'original', key, mediaType: 'application/octet-stream' };
}

function imageArtifact(run: SlotRun, folder: string, asset: Asset): Unsized {
  return {
    type: 'image',
    key: `${run.attemptFolder}/images/${asset.name}`,
    path: `${folder}/images/${asset.name}`,
    mediaType: asset.mediaType,
  };
}
