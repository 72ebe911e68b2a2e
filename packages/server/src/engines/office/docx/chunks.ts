import type { Block, Warning } from '@docmill/document';
import { AppError } from '#errors';
import type { PictureStore } from '../../building/picture-store.ts';
import { kindOf, type OfficePackage } from '../package/office-package.ts';

/** Chunks are files of other formats that stand in a text of Word, as programs for the web write them. */
export interface Chunks {
  /** take gives the blocks of a chunk by the id of the relation that leads to it, once: a file could show a long one a million times. */
  take(id: string): readonly Block[];
  /** Names those that cannot be read here. */
  readonly warnings: readonly Warning[];
}

/** A file has a few chunks; many are made to be read again and again. */
const mostChunks = 1_000;

/** readChunks reads pages of HTML, alone or as MHTML, and plain text; chunks of other formats are named in a warning. */
export async function readChunks(file: OfficePackage, main: string, pictures: PictureStore): Promise<Chunks> {
  const blocks = new Map<string, readonly Block[]>();
  const warnings: Warning[] = [];
  const relations = [...file.relations(main)].filter(([, relation]) => kindOf(relation) === 'aFChunk');
  for (const [id, { part }] of relations.slice(0, mostChunks)) {
    const data = part === undefined ? undefined : file.read(part);
    if (part === undefined || data === undefined) continue;
    const read = await readChunk(data, pictures).catch(unreadable);
    if (read !== undefined) blocks.set(id, read);
    else warnings.push({ code: 'member_skipped', params: { member: part, reason: 'unsupported_format' } });
  }
  return {
    warnings,
    take(id) {
      const taken = blocks.get(id) ?? [];
      blocks.delete(id);
      return taken;
    },
  };
}

function unreadable(error: unknown): undefined {
  if (!(error instanceof AppError) || error.code !== 'file_corrupt') throw error;
}

async function readChunk(data: Buffer, pictures: PictureStore): Promise<readonly Block[] | undefined> {
  const start = data.toString('latin1', 0, 4_096);
  if (['PK\x03\x04', '\xd0\xcf\x11\xe0', '{\\rtf'].some((mark) => start.startsWith(mark))) return undefined;
  const { readHtml } = await import('../../web/read-html.ts');
  if (/^[\s\S]{0,200}^MIME-Version:/im.test(start)) {
    const { readSavedPage } = await import('../../web/mhtml/saved-page.ts');
    const { html, resource } = readSavedPage(data);
    return readHtml(html, { pictures, resource }).blocks;
  }
  const { decodePage } = await import('../../web/decode.ts');
  const { text } = decodePage(data);
  if (/<[a-z!][^>]*>/i.test(start)) return readHtml(text, { pictures }).blocks;
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => ({ type: 'text', content: [{ type: 'text', text: line.trim() }] }));
}
