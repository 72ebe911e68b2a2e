import { type Artifact, artifactOf, imagesOf, type Manifest, nameOf } from '#results';
import type { Storage } from '#storage';
import { dataUrl, jsonLines, quotedText, rawJson } from '../artifact-text.ts';

/** ResultParts says what a completed task's answer is made of. */
export interface ResultParts {
  readonly outputs: Storage;
  readonly manifest: Manifest;
  /** The answer without its last brace: everything that needs no storage. */
  readonly head: object;
  /** Pictures as data URLs, or an empty list. */
  readonly withImages: boolean;
  /** `format=json|both`: repeat the content list inside `data`. */
  readonly withDataJson: boolean;
}

/**
 * streamTaskAnswer writes the answer of a completed task piece by piece: Markdown, lists and pictures flow from storage to the socket and
 * are never held whole.
 */
export async function* streamTaskAnswer(parts: ResultParts): AsyncGenerator<string> {
  const { outputs, manifest } = parts;
  const markdown = artifactOf(manifest, 'markdown');
  const contentList = artifactOf(manifest, 'content_list');
  const middle = artifactOf(manifest, 'middle');
  const images = imagesOf(manifest);
  yield JSON.stringify(parts.head).slice(0, -1);
  yield ',"markdown_content":';
  yield* quotedText(outputs, markdown);
  yield ',"images":[';
  if (parts.withImages) yield* imageItems(outputs, images);
  yield '],"content_list":';
  yield* rawJson(outputs, contentList);
  yield ',"middle_json":';
  yield* rawJson(outputs, middle);
  const passages = artifactOf(manifest, 'passages');
  if (passages !== undefined) {
    yield ',"passages":';
    yield* jsonLines(outputs, passages);
  }
  const html = artifactOf(manifest, 'html');
  if (html !== undefined) {
    yield ',"html_content":';
    yield* quotedText(outputs, html);
  }
  yield ',"data":{"content":';
  yield* quotedText(outputs, markdown);
  if (parts.withDataJson) {
    yield ',"json_content":';
    yield* rawJson(outputs, contentList);
    yield `,"json_file":${JSON.stringify(fileNameOf(contentList))}`;
  }
  const facts = {
    markdown_file: fileNameOf(markdown),
    images_uploaded: false,
    has_images: images.length > 0,
    json_available: contentList !== undefined,
  };
  yield `,${JSON.stringify(facts).slice(1)}}`;
}

function fileNameOf(artifact: Artifact | undefined): string {
  const path = artifact?.path ?? '';
  return path.slice(path.lastIndexOf('/') + 1);
}

async function* imageItems(outputs: Storage, images: readonly Artifact[]): AsyncGenerator<string> {
  let separator = '';
  for (const image of images) {
    const facts = { filename: nameOf(image), mime_type: image.mediaType, size_bytes: image.bytes };
    yield `${separator}${JSON.stringify(facts).slice(0, -1)},"data_url":`;
    yield* dataUrl(outputs, image);
    yield '}';
    separator = ',';
  }
}
