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
  const none: readonly Item[] = [];
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
      const first = Math.floor(top / height);
      const last = Math.min(Math.floor(bottom / height), first + mostBands);
      // Asked for every glyph: most bands hold nothing, and of two mostly one does.
      let only = none;
      let found: Item[] | undefined;
      for (let band = first; band <= last; band += 1) {
        const here = bands.get(band);
        if (here === undefined) continue;
        if (found !== undefined) for (const item of here) found.push(item);
        else if (only === none) only = here;
        else found = [...only, ...here];
      }
      return found ?? only;
    },
  };
}

/** holdsPoint: a point lies in a box or on its edge. */
export function holdsPoint([x0, y0, x1, y1]: Bbox, x: number, y: number): boolean {
  return x >= x0 && x <= x1 && y >= y0 && y <= y1;
}
