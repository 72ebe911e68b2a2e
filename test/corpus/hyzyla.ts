import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PDFiumModule } from '@hyzyla/pdfium';
import { type PdfiumApi, type PdfiumModule, pdfiumOf } from '../../packages/server/src/engines/pdf/pdfium.ts';

let loaded: Promise<PdfiumApi> | undefined;

/** loadHyzyla gives the other build of PDFium, so that nothing depends on the ways of one alone. */
export function loadHyzyla(): Promise<PdfiumApi> {
  loaded ??= start();
  return loaded;
}

async function start(): Promise<PdfiumApi> {
  const wasm = await readFile(createRequire(import.meta.url).resolve('@hyzyla/pdfium/pdfium.wasm'));
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer;
  const module = await PDFiumModule({ wasmBinary });
  // Asked for what it does not export, this build aborts.
  const none = { value: undefined };
  return pdfiumOf(Object.create(module, { addFunction: none, removeFunction: none }) as PdfiumModule);
}
