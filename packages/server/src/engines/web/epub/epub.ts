import { type Block, type Page, schemaVersion, type Warning } from '@docmill/document';
import { AppError } from '#errors';
import { PictureStore } from '../../building/picture-store.ts';
import type { Converted, EngineRun } from '../../engine.ts';
import { type OfficePackage, openPackage } from '../../office/package/office-package.ts';
import { pause } from '../../pause.ts';
import { decodePage } from '../decode.ts';
import { noteLabel } from '../notes.ts';
import { innerAddress } from '../package-address.ts';
import { readHtml } from '../read-html.ts';
import { readBook } from './book.ts';
import { titlePage } from './title-page.ts';

/**
 * convertEpub reads a book: a page for each chapter in reading order, the cover before them unless a chapter shows it. Links between chapters
 * become links inside the document.
 */
export async function convertEpub(
  { file, limits, signal }: EngineRun,
  onProgress: (done: number, total: number) => void,
): Promise<Converted> {
  const book = await openPackage(file.path, limits.archive);
  refuseEncrypted(book);
  const { metadata, chapters, cover } = readBook(book);
  if (chapters.length > limits.maxPages)
    throw new AppError('too_many_pages', { params: { pages: chapters.length, limit: limits.maxPages } });
  const reader = new ChapterReader(book, chapters, new PictureStore(limits));
  const pages: Page[] = [];
  for (const [index, name] of chapters.entries()) {
    await pause(signal);
    pages.push({ index, blocks: reader.read(name) });
    onProgress(index + 1, chapters.length);
  }
  const [first, ...others] = pages;
  if (first === undefined || pages.every(({ blocks }) => blocks.length === 0))
    throw new AppError('file_empty', { params: { file: file.name } });
  const front = [...reader.coverOf(cover, metadata.title), ...titlePage(metadata, pages)];
  const shown = { ...first, blocks: [...front, ...first.blocks] };
  const { assets, warnings } = reader.pictures;
  return {
    document: {
      schemaVersion,
      metadata,
      pages: [shown, ...others],
      assets: assets.map(({ asset }) => asset),
      warnings: [...reader.warnings, ...warnings],
    },
    assets,
  };
}

class ChapterReader {
  readonly pictures: PictureStore;
  readonly warnings: Warning[] = [];
  private readonly book: OfficePackage;
  private readonly chapters: ReadonlyMap<string, number>;
  private readonly shown = new Set<string>();

  constructor(book: OfficePackage, chapters: readonly string[], pictures: PictureStore) {
    this.book = book;
    this.chapters = new Map(chapters.map((name, at) => [name, at]));
    this.pictures = pictures;
  }

  /** read gives the blocks of a chapter; one that is missing or damaged costs itself only. */
  read(name: string): readonly Block[] {
    try {
      const data = this.book.read(name);
      if (data === undefined) throw new AppError('file_corrupt', { params: { reason: 'missing' } });
      const decoded = decodePage(data);
      this.warnings.push(...decoded.warnings);
      const { blocks, warnings } = readHtml(decoded.text, {
        pictures: this.pictures,
        xhtml: true,
        resource: (address) => this.resource(address, name),
        link: (address) => this.link(address, name),
        noteLabel: (address) => this.noteLabel(address, name),
      });
      this.warnings.push(...warnings);
      return anchored(blocks, name);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'file_corrupt') throw error;
      this.warnings.push({ code: 'member_skipped', params: { member: name, reason: error.code } });
      return [];
    }
  }

  /** coverOf gives the picture of the cover, if no chapter shows it. */
  coverOf(name: string | undefined, title = ''): readonly Block[] {
    if (name === undefined || this.shown.has(name)) return [];
    const stored = this.pictures.keep(this.tryRead(name));
    return stored === undefined ? [] : [{ type: 'image', ...stored, ...(title === '' ? {} : { alt: title }) }];
  }

  private resource(address: string, page: string): Uint8Array | undefined {
    const inner = innerAddress(address, page);
    if (inner === undefined) return undefined;
    this.shown.add(inner.name);
    return this.tryRead(inner.name);
  }

  private tryRead(name: string): Uint8Array | undefined {
    try {
      return this.book.read(name);
    } catch (error) {
      if (error instanceof AppError && error.code === 'file_corrupt') return undefined;
      throw error;
    }
  }

  /** `chapter2.xhtml#n1` -> `#n1`, `chapter2.xhtml` -> `#text/chapter2.xhtml` */
  private link(address: string, page: string): string {
    const inner = innerAddress(address, page);
    if (inner === undefined || !this.chapters.has(inner.name)) return address;
    return `#${inner.fragment === '' ? inner.name : inner.fragment}`;
  }

  /** Notes may stand in another chapter, and chapters may use the same ids: `c2-n1`. */
  private noteLabel(address: string, page: string): string | undefined {
    const inner = innerAddress(address, page);
    const at = inner === undefined ? undefined : this.chapters.get(inner.name);
    return inner === undefined || at === undefined || inner.fragment === ''
      ? undefined
      : noteLabel(`c${at + 1}-${inner.fragment}`);
  }
}

/** A book whose chapters are encrypted has its own list of them. */
function refuseEncrypted(book: OfficePackage): void {
  if (/URI="[^"]*\.x?html?"/i.test(book.read('META-INF/encryption.xml')?.toString('utf8') ?? ''))
    throw new AppError('password_required');
}

/** Where other chapters link to a whole chapter, they mean its first block. */
function anchored(blocks: readonly Block[], anchor: string): readonly Block[] {
  const [first, ...others] = blocks;
  return first === undefined || first.anchor !== undefined ? blocks : [{ ...first, anchor }, ...others];
}
