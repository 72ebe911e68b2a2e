import {
  type Block,
  type Document,
  type Metadata,
  mergeDocuments,
  type Page,
  type Part,
  schemaVersion,
  type TitleBlock,
  visitBlocks,
  type Warning,
} from '@docmill/document';
import { AppError, toAppError } from '#errors';
import type { AssetBytes, Converted, EngineRun } from '../engine.ts';
import { noteLabel } from '../web/notes.ts';

/** Bytes of pictures of all members together that are kept in memory. */
const mostPictureBytes = 512 * 1_024 * 1_024;

/** What members do not get past: these end the whole, as there is no sense in going on. */
const finalCodes: ReadonlySet<string> = new Set([
  'archive_limit',
  'too_many_pages',
  'output_too_large',
  'task_timeout',
  'shutting_down',
]);

/** Gathering joins the documents of members into one, each under a title of its own, its headings below that. */
export class Gathering {
  private readonly parts: Part[] = [];
  private readonly assets = new Map<string, AssetBytes>();
  private readonly warnings: Warning[] = [];
  private readonly run: EngineRun;
  private readonly level: TitleBlock['level'];
  private pages = 0;
  private membersRead = 0;
  private firstFailure: unknown;
  private pictureBytes = 0;

  /** `level` is that of the members' titles. */
  constructor(run: EngineRun, level: TitleBlock['level']) {
    this.run = run;
    this.level = level;
  }

  get pageCount(): number {
    return this.pages;
  }

  /** addMember adds a member that `convert` reads; one that cannot be read is named in a warning and keeps its title. */
  async addMember(name: string, convert: () => Promise<Converted>): Promise<void> {
    try {
      const { document, assets } = await convert();
      this.membersRead += 1;
      const pages = ownNotes(document.pages, this.membersRead);
      this.add({ document: this.titled(name, { ...document, pages }), assets }, name);
    } catch (error) {
      this.run.signal.throwIfAborted();
      const { code, params } = toAppError(error, 'engine_failed');
      // How deep a member lies concerns only itself.
      if (finalCodes.has(code) && params.limit !== 'MAX_ARCHIVE_DEPTH') throw error;
      this.firstFailure ??= error;
      const reason = code === 'archive_limit' ? `${code}: ${params.limit}` : code;
      this.warnings.push({ code: 'member_skipped', params: { member: name, reason } });
      this.add({ document: this.titled(name, emptyDocument), assets: [] }, name);
    }
  }

  /** add appends a document as it is. Throws `too_many_pages`. */
  add({ document, assets }: Converted, member?: string): void {
    const count = (document.pages.at(-1)?.index ?? -1) + 1;
    const { maxPages } = this.run.limits;
    if (this.pages + count > maxPages)
      throw new AppError('too_many_pages', { params: { pages: this.pages + count, limit: maxPages } });
    for (const one of assets) this.keep(one);
    const named = (warning: Warning) => (member === undefined ? warning : inside(member, warning));
    this.parts.push({ document: { ...document, warnings: document.warnings.map(named) }, pageOffset: this.pages });
    this.pages += count;
  }

  /** takeMembers gives the whole of a file that is nothing but its members. Throws why the first was not read where none was. */
  takeMembers(): Converted {
    if (this.membersRead === 0)
      throw this.firstFailure ?? new AppError('file_empty', { params: { file: this.run.file.name } });
    return this.take({});
  }

  /** take gives the whole. */
  take(metadata: Metadata): Converted {
    const whole = mergeDocuments(this.parts);
    const assets = [...this.assets.values()];
    return {
      document: {
        ...whole,
        metadata,
        assets: assets.map(({ asset }) => asset),
        warnings: [...whole.warnings, ...this.warnings],
      },
      assets,
    };
  }

  private keep(one: AssetBytes): void {
    if (this.assets.has(one.asset.name)) return;
    this.pictureBytes += one.data.byteLength;
    const limit = Math.min(mostPictureBytes, this.run.limits.maxOutputBytes);
    if (this.pictureBytes > limit) throw new AppError('output_too_large', { params: { limit } });
    this.assets.set(one.asset.name, one);
  }

  private titled(name: string, document: Document): Document {
    const title: TitleBlock = { type: 'title', level: this.level, content: [{ type: 'text', text: name }] };
    const pages = document.pages.map((page) => ({
      ...page,
      blocks: page.blocks.map((block) => lowered(block, this.level)),
    }));
    const [first, ...others]: readonly Page[] = pages.length === 0 ? [{ index: 0, blocks: [] }] : pages;
    return { ...document, pages: [{ ...(first as Page), blocks: [title, ...(first as Page).blocks] }, ...others] };
  }
}

/** ownNotes gives the notes of a member labels that no other member has. `1` -> `m2-1` */
function ownNotes(pages: readonly Page[], member: number): readonly Page[] {
  let hasNotes = false;
  for (const { blocks } of pages)
    visitBlocks(blocks, {
      block: ({ type }) => {
        hasNotes ||= type === 'note';
      },
    });
  return hasNotes ? (relabelled(pages, (label) => noteLabel(`m${member}-${label}`)) as readonly Page[]) : pages;
}

/** Pages are plain data, so that marks and notes are found wherever they stand. */
function relabelled(value: unknown, change: (label: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => relabelled(item, change));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, relabelled(inner, change)] as const);
  const copy: Record<string, unknown> = Object.fromEntries(entries);
  return copy.type === 'note' && typeof copy.label === 'string' ? { ...copy, label: change(copy.label) } : copy;
}

/** `b.txt` of `a.zip` is `a.zip/b.txt`. */
function inside(member: string, warning: Warning): Warning {
  const inner = warning.params?.member;
  return { ...warning, params: { ...warning.params, member: inner === undefined ? member : `${member}/${inner}` } };
}

const emptyDocument: Document = { schemaVersion, metadata: {}, pages: [], assets: [], warnings: [] };

const levels = [1, 2, 3, 4, 5, 6] as const;

function lowered(block: Block, by: number): Block {
  return block.type === 'title' ? { ...block, level: levels[Math.min(5, block.level - 1 + by)] ?? 6 } : block;
}
