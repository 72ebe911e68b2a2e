import type { Bbox } from '@docmill/document';

/** Height of a band, points: about that of a line of text. */
const height = 16;
/** A box over more bands than this is listed in as many only. */
const mostBands = 2_000;

/** Bands are boxes by their heights on a page, so that what lies at one place is found without a look at the others. */
export interface Bands<Item> {
  /** near gives what may reach between two heights; what reaches over several bands may come several times. */
  near(top: number, bottom: number): readonly Item[];
}

/** bandsOf sorts things by the heights that their boxes reach over. */
export function bandsOf<Item extends { readonly bbox: Bbox }>(items: readonly Item[]): Bands<Item> {
  const bands = new Map<number, Item[]>();
  for (const item of items) {
    const first = Math.floor(item.bbox[1] / height);
    const last = Math.min(Math.floor(item.bbox[3] / height), first + mostBands);
    for (let band = first; band <= last; band += 1) {
      const known = bands.get(band);
      if (known === undefined) bands.set(band, [item]);
      else known.push(item);
    }
  }
  return {
    near(top, bottom) {
      const [first, last] = [Math.floor(top / height), Math.floor(bottom / height)];
      if (first === last) return bands.get(first) ?? [];
      const found: Item[] = [];
      for (let band = first; band <= Math.min(last, first + mostBands); band += 1)
        found.push(...(bands.get(band) ?? []));
      return found;
    },
  };
}
