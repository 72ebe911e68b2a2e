import type { PdfiumApi } from './pdfium.ts';
import { readTableTags, type TagTable, typeOf } from './table-tags.ts';

/** TagRole is what the tags of a file call a piece of text. */
export type TagRole = 'h1' | 'h2' | 'h3' | 'h4' | 'h5' | 'h6' | 'text' | 'caption' | 'code' | 'quote' | 'other';

/** PageTags are the tags of a page, by the numbers that its content is marked with (marked-content identifiers). */
export interface PageTags {
  roleOf(marked: number): TagRole | undefined;
  /** What a figure shows, in words. */
  altOf(marked: number): string | undefined;
  /** Those inside of others come first. */
  readonly tables: readonly TagTable[];
}

/** Structure types (ISO 32000-2, 14.8.4) that say what text is; what stands inside others has the role of what is around it. */
const roles: Readonly<Record<string, TagRole>> = {
  Title: 'h1',
  H: 'h1',
  H1: 'h1',
  H2: 'h2',
  H3: 'h3',
  H4: 'h4',
  H5: 'h5',
  H6: 'h6',
  P: 'text',
  Caption: 'caption',
  Code: 'code',
  BlockQuote: 'quote',
  Table: 'other',
  LI: 'other',
  TOC: 'other',
  Index: 'other',
  Note: 'other',
  FENote: 'other',
  BibEntry: 'other',
};

/** More elements, or deeper ones, on one page are not looked at. */
const mostElements = 20_000;
const deepest = 60;
/** So many tables of one page are read, and so many elements of them. */
const mostTables = 100;
const mostInTables = 50_000;
/** A description is no longer than this. */
const longestAlt = 2_000;

interface Open {
  readonly element: number;
  readonly depth: number;
  readonly role: TagRole | undefined;
  readonly alt: string | undefined;
}

/** readTags reads the tags of a page; undefined where it has none. */
export function readTags(api: PdfiumApi, page: number): PageTags | undefined {
  const { fpdf } = api;
  const tree = fpdf.FPDF_StructTree_GetForPage(page);
  if (tree === 0) return undefined;
  try {
    const found = { roles: new Map<number, TagRole>(), alts: new Map<number, string>(), tables: [] as number[] };
    const open: Open[] = [];
    const count = fpdf.FPDF_StructTree_CountChildren(tree);
    for (let index = 0; index < Math.min(count, mostElements); index += 1)
      open.push({
        element: fpdf.FPDF_StructTree_GetChildAtIndex(tree, index),
        depth: 0,
        role: undefined,
        alt: undefined,
      });
    let seen = 0;
    for (let next = open.pop(); next !== undefined && seen < mostElements; next = open.pop()) {
      seen += 1;
      if (next.element !== 0) readElement(api, next, { ...found, open });
    }
    if (found.roles.size === 0 && found.alts.size === 0) return undefined;
    const budget = { left: mostInTables };
    return {
      roleOf: (marked) => found.roles.get(marked),
      altOf: (marked) => found.alts.get(marked),
      tables: found.tables.reverse().map((table) => readTableTags(api, table, budget)),
    };
  } finally {
    fpdf.FPDF_StructTree_Close(tree);
  }
}

interface Reading {
  readonly roles: Map<number, TagRole>;
  readonly alts: Map<number, string>;
  readonly tables: number[];
  readonly open: Open[];
}

function readElement(
  api: PdfiumApi,
  { element, depth, role, alt }: Open,
  { roles: known, alts, tables, open }: Reading,
): void {
  const { fpdf } = api;
  const type = typeOf(api, element);
  if (type === 'Table' && tables.length < mostTables) tables.push(element);
  // A paragraph in a cell, an item or a quotation is part of that.
  const own = role === undefined || role === 'text' ? (roles[type] ?? role) : role;
  const words =
    type === 'Figure' || type === 'Formula'
      ? api.utf16((address, size) => fpdf.FPDF_StructElement_GetAltText(element, address, size)).trim()
      : '';
  const described = words === '' ? alt : words.slice(0, longestAlt);
  const count = Math.min(mostElements, fpdf.FPDF_StructElement_CountChildren(element));
  for (let index = 0; index < count && open.length < mostElements; index += 1) {
    const child = fpdf.FPDF_StructElement_GetChildAtIndex(element, index);
    if (child !== 0) {
      if (depth < deepest) open.push({ element: child, depth: depth + 1, role: own, alt: described });
      continue;
    }
    const marked = fpdf.FPDF_StructElement_GetChildMarkedContentID(element, index);
    if (marked < 0) continue;
    known.set(marked, own ?? 'other');
    if (described !== undefined) alts.set(marked, described);
  }
}
