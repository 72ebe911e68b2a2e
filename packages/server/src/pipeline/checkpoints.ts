import type { Asset, Warning } from '@docmill/document';
import type { PageDraft } from '#engines';
import type { Storage } from '#storage';

/** The form of checkpoints is part of their names: pages that were kept in another one count as not yet read. */
const form = '.v2.jsonl';
const named = /^(\d+)\.v2\.jsonl$/;
const lineEnd = '\n';

/** StoredDraft is a page as it is read back: the pictures are named, their bytes lie beside it. */
export interface StoredDraft {
  readonly pageIndex: number;
  readonly summary: unknown;
  /** JSON of the content, one line without its end: whoever passes over all pages for their summaries need not parse it. */
  readonly content: string;
  readonly assets: readonly Asset[];
  readonly warnings: readonly Warning[];
}

/** Checkpoints keep finished pages, shared by all attempts and chunks of a document. */
export interface Checkpoints {
  /** done gives the page indexes that are there; of a range, when one is given, without a look at the others. */
  done(range?: { readonly first: number; readonly last: number }): Promise<ReadonlySet<number>>;
  save(draft: PageDraft): Promise<void>;
  /** load gives a page; undefined when it is missing or was cut off, as by a power cut: then it is to be read again. */
  load(pageIndex: number): Promise<StoredDraft | undefined>;
  assetKey(name: string): string;
}

/** createCheckpoints keeps pages as `<folder>/<page index>.v2.jsonl`, what is small before the content, and their pictures as `<folder>/assets/<name>`. */
export function createCheckpoints(files: Storage, folder: string): Checkpoints {
  const saved = new Set<string>();
  const keyOf = (pageIndex: number) => `${folder}/${pageIndex}${form}`;
  const assetKey = (name: string) => `${folder}/assets/${name}`;
  return {
    assetKey,
    async done(range) {
      if (range === undefined) {
        const names = await files.names(folder);
        return new Set(names.flatMap((name) => named.exec(name)?.[1] ?? []).map(Number));
      }
      const asked = Array.from({ length: range.last - range.first + 1 }, (_, offset) => range.first + offset);
      const found = await Promise.all(asked.map(async (index) => (await files.stat(keyOf(index))) !== undefined));
      return new Set(asked.filter((_, at) => found[at]));
    },
    async save(draft) {
      for (const { asset, data } of draft.assets) {
        if (saved.has(asset.name)) continue;
        await files.write(assetKey(asset.name), data, { durable: false });
        saved.add(asset.name);
      }
      const { pageIndex, summary, content, warnings } = draft;
      const assets = draft.assets.map(({ asset }) => asset);
      const text = `${JSON.stringify({ pageIndex, summary, warnings, assets })}\n${JSON.stringify(content)}\n`;
      // Not durable on purpose: a page lost in a power cut is read again, an fsync a page would cost more than reading it.
      await files.write(keyOf(pageIndex), text, { durable: false });
    },
    async load(pageIndex) {
      const key = keyOf(pageIndex);
      const text = await files.text(key).catch(() => undefined);
      if (text === undefined) return undefined;
      const end = text.indexOf(lineEnd);
      if (end >= 0 && end < text.length - 1 && text.endsWith(lineEnd))
        return { ...JSON.parse(text.slice(0, end)), content: text.slice(end + 1, -1) };
      await files.remove(key).catch(() => undefined);
      return undefined;
    },
  };
}
