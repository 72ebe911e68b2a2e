import { text } from 'node:stream/consumers';
import type { Asset, Warning } from '@docmill/document';
import type { PageDraft } from '#engines';
import type { Storage } from '#storage';

const checkpointVersion = 1;

/** StoredDraft is a page as it is read back: the pictures are named, their bytes lie beside it. */
export interface StoredDraft {
  readonly pageIndex: number;
  readonly content: unknown;
  readonly assets: readonly Asset[];
  readonly warnings: readonly Warning[];
}

/** Checkpoints keep finished pages, shared by all attempts and chunks of a document. */
export interface Checkpoints {
  /** done gives the page indexes that are there; of a range, when one is given, without a look at the others. */
  done(range?: { readonly first: number; readonly last: number }): Promise<ReadonlySet<number>>;
  save(draft: PageDraft): Promise<void>;
  /** load gives a page; undefined when it is missing, cut off or of another version. */
  load(pageIndex: number): Promise<StoredDraft | undefined>;
  assetKey(name: string): string;
}

/** createCheckpoints keeps pages as `<folder>/<page index>.json` and their pictures as `<folder>/assets/<name>`. */
export function createCheckpoints(files: Storage, folder: string): Checkpoints {
  const saved = new Set<string>();
  const assetKey = (name: string) => `${folder}/assets/${name}`;
  return {
    assetKey,
    async done(range) {
      const pages = new Set<number>();
      if (range !== undefined) {
        for (let index = range.first; index <= range.last; index += 1)
          if ((await files.stat(`${folder}/${index}.json`)) !== undefined) pages.add(index);
        return pages;
      }
      for await (const object of files.list(folder)) {
        const match = /^(\d+)\.json$/.exec(object.key.slice(folder.length + 1));
        if (match !== null) pages.add(Number(match[1]));
      }
      return pages;
    },
    async save(draft) {
      for (const { asset, data } of draft.assets) {
        if (saved.has(asset.name)) continue;
        await files.write(assetKey(asset.name), data, { durable: false });
        saved.add(asset.name);
      }
      const { pageIndex, content, warnings } = draft;
      const stored = {
        version: checkpointVersion,
        pageIndex,
        content,
        warnings,
        assets: draft.assets.map((a) => a.asset),
      };
      // Not durable on purpose: a page lost in a power cut is read again, an fsync a page would cost more than reading it.
      await files.write(`${folder}/${pageIndex}.json`, JSON.stringify(stored), { durable: false });
    },
    async load(pageIndex) {
      try {
        const stored = JSON.parse(await text(await files.read(`${folder}/${pageIndex}.json`)));
        return stored.version === checkpointVersion ? (stored as StoredDraft) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
