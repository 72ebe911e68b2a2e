import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Document, renderMarkdown, validateDocument } from '@docmill/document';
import type { EngineOptions } from '../../engine.ts';
import { createOfficeEngine } from '../index.ts';

const limits = { maxPages: 10, maxPixels: 1_000_000, maxOutputBytes: 20_000_000 };

/** OfficeFile is a file in memory. */
export interface OfficeFile {
  readonly format: string;
  readonly data: Uint8Array;
  readonly options?: EngineOptions;
}

/** png is a picture of two by two pixels. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFElEQVR4nGP8z8DAwMDAxAADCBYAG10BBdmYuAsAAAAASUVORK5CYII=',
  'base64',
);

/** convert reads a file with the office engine and checks what comes out against the model. */
export async function convert(t: TestContext, { format, data, options = {} }: OfficeFile): Promise<Document> {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-office-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  writeFileSync(path, data);
  const file = { path, format, bytes: data.byteLength, name: `a.${format}` };
  const run = { file, options, limits, signal: new AbortController().signal };
  const { document } = await createOfficeEngine().convert(run, () => undefined);
  const checked = validateDocument(document);
  assert.deepEqual(checked.ok ? [] : checked.issues, []);
  return document;
}

/** toMarkdown renders a document with the names of pictures cut short. */
export async function toMarkdown({ pages }: Document): Promise<string> {
  const parts = await Array.fromAsync(renderMarkdown(pages));
  return parts
    .join('')
    .replace(/images\/[0-9a-f]{64}/g, 'images/x')
    .trim();
}
