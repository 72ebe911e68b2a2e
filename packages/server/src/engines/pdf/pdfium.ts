import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { init, type Methods } from '@embedpdf/pdfium';

/** Bytes of the scratch block that calls write their results into. */
const scratchSize = 4_096;

/** CharacterCalls are the calls made for every character, straight into the WASM module: the package's wrappers cost more than the calls. */
export interface CharacterCalls {
  unicode(textPage: number, index: number): number;
  textObject(textPage: number, index: number): number;
  /** 1 for a blank that PDFium inferred. */
  isGenerated(textPage: number, index: number): number;
  /** Writes left, top, right, bottom as floats; 0 when there is no box. */
  looseBox(textPage: number, index: number, address: number): number;
  /** Writes x and y as doubles. */
  origin(textPage: number, index: number, x: number, y: number): number;
  /** Writes left, right, bottom, top of what is inked as doubles; 0 when there is no box. */
  ink(textPage: number, index: number, left: number, right: number, bottom: number, top: number): number;
  /** 1 when the file does not tell what the character is: what `unicode` gives is then its code in the font. */
  unmapped(textPage: number, index: number): number;
}

/** PathCalls are the calls made for every point of a path. */
export interface PathCalls {
  countSegments(path: number): number;
  segment(path: number, index: number): number;
  segmentType(segment: number): number;
  /** Writes x and y as floats. */
  segmentPoint(segment: number, x: number, y: number): number;
}

/** PdfiumApi is PDFium with what calling it from outside needs: memory, and a scratch block for results. Standard FPDF calls only. */
export interface PdfiumApi {
  readonly fpdf: Methods;
  readonly character: CharacterCalls;
  readonly path: PathCalls;
  /** Address of a block of 4,096 bytes for results; each call may overwrite it. */
  readonly scratch: number;
  /** Views of the memory; taken anew at each use, since growth replaces them. */
  bytes(): Uint8Array;
  floats(address: number, count: number): number[];
  setFloats(address: number, values: readonly number[]): void;
  /** All memory as floats or doubles, indexed by address / 4 or / 8. */
  allFloats(): Float32Array;
  allDoubles(): Float64Array;
  int(address: number): number;
  allocate(size: number): number;
  free(address: number): void;
  /** Makes a function callable from PDFium until it is removed; absent where the build cannot. `signature` as Emscripten writes it. */
  readonly functions?: {
    add(call: (...values: number[]) => number, signature: string): number;
    remove(address: number): void;
  };
  /** utf16 reads a text that a call gives in two steps: asked with no room it tells the bytes, ending zeros included. */
  utf16(call: (address: number, size: number) => number): string;
  utf8(call: (address: number, size: number) => number): string;
}

/** PdfiumModule is a build of PDFium for WASM as Emscripten makes it: the exported functions, and what calling them needs. */
export interface PdfiumModule {
  readonly HEAPU8: Uint8Array;
  readonly HEAP32: Int32Array;
  readonly HEAPF32: Float32Array;
  readonly HEAPF64: Float64Array;
  /** The functions of the WASM module themselves; some builds shorten their names. */
  readonly wasmExports: { malloc(size: number): number; free(address: number): void };
  ccall(name: string, returns: string | null, types: string[], values: unknown[]): unknown;
  addFunction?(call: (...values: number[]) => number, signature: string): number;
  removeFunction?(address: number): void;
  readonly _FPDFText_GetUnicode: CharacterCalls['unicode'];
  readonly _FPDFText_GetTextObject: CharacterCalls['textObject'];
  readonly _FPDFText_IsGenerated: CharacterCalls['isGenerated'];
  readonly _FPDFText_GetLooseCharBox: CharacterCalls['looseBox'];
  readonly _FPDFText_GetCharOrigin: CharacterCalls['origin'];
  readonly _FPDFText_GetCharBox: CharacterCalls['ink'];
  readonly _FPDFText_HasUnicodeMapError: CharacterCalls['unmapped'];
  readonly _FPDFPath_CountSegments: PathCalls['countSegments'];
  readonly _FPDFPath_GetPathSegment: PathCalls['segment'];
  readonly _FPDFPathSegment_GetType: PathCalls['segmentType'];
  readonly _FPDFPathSegment_GetPoint: PathCalls['segmentPoint'];
}

let loaded: Promise<PdfiumApi> | undefined;

/** loadPdfium gives this process's PDFium, compiled at the first call. */
export function loadPdfium(): Promise<PdfiumApi> {
  loaded ??= start();
  return loaded;
}

async function start(): Promise<PdfiumApi> {
  const file = createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm');
  const wasm = await readFile(file);
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer;
  const { pdfium } = await init({ wasmBinary });
  return pdfiumOf(pdfium as unknown as PdfiumModule);
}

/** pdfiumOf makes a build of PDFium, fresh, ready for use. */
export function pdfiumOf(raw: PdfiumModule): PdfiumApi {
  const { wasmExports, addFunction, removeFunction } = raw;
  const bare = bareCallsOf(raw);
  const fpdf = callsOf(raw, bare);
  fpdf.FPDF_InitLibrary();
  const heap = () => raw.HEAPU8;
  const allocate = (size: number) => {
    const address = wasmExports.malloc(size);
    if (address === 0) throw new RangeError(`PDFium has no room for ${size} bytes`);
    return address;
  };
  const twice = (call: (address: number, size: number) => number, read: (address: number, size: number) => string) => {
    const size = call(0, 0);
    if (size <= 0) return '';
    const address = allocate(size);
    try {
      call(address, size);
      return read(address, size);
    } finally {
      wasmExports.free(address);
    }
  };
  // A decoder is dear to make, and a page asks for dozens of names.
  const decode = (decoder: InstanceType<typeof TextDecoder>, ending: number) => (address: number, size: number) =>
    decoder.decode(heap().slice(address, address + Math.max(0, size - ending)));
  const readUtf16 = decode(new TextDecoder('utf-16le'), 2);
  const readUtf8 = decode(new TextDecoder('utf-8'), 1);
  return {
    fpdf,
    scratch: allocate(scratchSize),
    character: {
      unicode: bare._FPDFText_GetUnicode,
      textObject: bare._FPDFText_GetTextObject,
      isGenerated: bare._FPDFText_IsGenerated,
      looseBox: bare._FPDFText_GetLooseCharBox,
      origin: bare._FPDFText_GetCharOrigin,
      ink: bare._FPDFText_GetCharBox,
      unmapped: bare._FPDFText_HasUnicodeMapError,
    },
    path: {
      countSegments: bare._FPDFPath_CountSegments,
      segment: bare._FPDFPath_GetPathSegment,
      segmentType: bare._FPDFPathSegment_GetType,
      segmentPoint: bare._FPDFPathSegment_GetPoint,
    },
    allFloats: () => raw.HEAPF32,
    allDoubles: () => raw.HEAPF64,
    bytes: heap,
    // Asked for thousands of times a page: a view of its own for each answer would cost more than the call.
    floats(address, count) {
      const { HEAPF32 } = raw;
      const values: number[] = [];
      for (let at = address >> 2; values.length < count; at += 1) values.push(HEAPF32[at] as number);
      return values;
    },
    setFloats: (address, values) => raw.HEAPF32.set(values, address >> 2),
    int: (address) => raw.HEAP32[address >> 2] as number,
    allocate,
    free: (address) => wasmExports.free(address),
    ...(addFunction === undefined || removeFunction === undefined
      ? {}
      : { functions: { add: addFunction, remove: removeFunction } }),
    utf16: (call) => twice(call, readUtf16),
    utf8: (call) => twice(call, readUtf8),
  };
}

/** Calls that take a text; all others take numbers only, and go straight in, which costs less than a wrapper. */
const takingText: ReadonlySet<string> = new Set([
  'FPDF_LoadCustomDocument',
  'FPDF_LoadMemDocument',
  'FPDF_GetMetaText',
  'FPDFPageObjMark_GetParamValueType',
  'FPDF_StructElement_Attr_GetValue',
]);

/** bareCallsOf gives the module with its functions without the checks that the package puts around each call, where their names are known. */
function bareCallsOf(raw: PdfiumModule): PdfiumModule {
  const functions = raw.wasmExports as unknown as Readonly<Record<string, unknown>>;
  const bare: Record<string, unknown> = {};
  for (const name in raw) if (name.startsWith('_FPDF')) bare[name] = functions[name.slice(1)] ?? Reflect.get(raw, name);
  return bare as unknown as PdfiumModule;
}

/** callsOf gives the exported functions by their names. */
function callsOf(raw: PdfiumModule, bare: PdfiumModule): Methods {
  const exported = bare as unknown as Readonly<Record<string, (...values: unknown[]) => number>>;
  const calls: Record<string, unknown> = {};
  for (const exportedName in exported) {
    const name = exportedName.slice(1);
    calls[name] = takingText.has(name) ? withText(raw, name) : exported[exportedName];
  }
  return calls as unknown as Methods;
}

function withText(raw: PdfiumModule, name: string): (...values: unknown[]) => unknown {
  return (...values) => {
    const types = values.map((value) => (typeof value === 'string' ? 'string' : 'number'));
    return raw.ccall(name, 'number', types, values);
  };
}
