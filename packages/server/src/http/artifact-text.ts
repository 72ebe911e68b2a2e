import type { Readable } from 'node:stream';
import { type Artifact, nameOf } from '#results';
import type { Storage } from '#storage';

/** quotedText streams a text artifact as a JSON string; `""` for none. */
export async function* quotedText(outputs: Storage, artifact: Artifact | undefined): AsyncGenerator<string> {
  yield '"';
  if (artifact !== undefined) {
    const decoder = new TextDecoder();
    for await (const chunk of await outputs.read(artifact.key)) {
      yield escaped(decoder.decode(chunk, { stream: true }));
    }
    yield escaped(decoder.decode());
  }
  yield '"';
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** rawJson streams a JSON artifact as it is; `null` for none. */
export async function* rawJson(outputs: Storage, artifact: Artifact | undefined): AsyncGenerator<string> {
  if (artifact === undefined) {
    yield 'null';
    return;
  }
  const stream = await outputs.read(artifact.key);
  yield* stream.setEncoding('utf8');
}

/** jsonLines streams an artifact of one JSON value a line as a JSON array. */
export async function* jsonLines(outputs: Storage, artifact: Artifact): AsyncGenerator<string> {
  yield '[';
  let end = '';
  for await (const chunk of (await outputs.read(artifact.key)).setEncoding('utf8')) {
    // No value holds a line end, and the last line ends with one.
    const text = `${end}${chunk}`;
    end = text.endsWith('\n') ? '\n' : '';
    yield text.slice(0, text.length - end.length).replaceAll('\n', ',');
  }
  yield ']';
}

/** dataUrl streams a picture as a `data:` URL in quotes. */
export async function* dataUrl(outputs: Storage, image: Artifact): AsyncGenerator<string> {
  yield `"data:${image.mediaType};base64,`;
  yield* base64(await outputs.read(image.key));
  yield '"';
}

async function* base64(stream: Readable): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const chunk of stream) {
    const bytes = Buffer.concat([rest, chunk]);
    // Three bytes make four letters: only whole groups may be written before the end.
    const whole = bytes.length - (bytes.length % 3);
    yield bytes.toString('base64', 0, whole);
    rest = bytes.subarray(whole);
  }
  yield rest.toString('base64');
}

/** imageObject streams `{"<name>": "<data URL>", ...}`. */
export async function* imageObject(outputs: Storage, images: readonly Artifact[]): AsyncGenerator<string> {
  yield '{';
  let separator = '';
  for (const image of images) {
    yield `${separator}${JSON.stringify(nameOf(image))}:`;
    yield* dataUrl(outputs, image);
    separator = ',';
  }
  yield '}';
}
