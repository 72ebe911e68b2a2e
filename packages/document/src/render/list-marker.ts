import type { ListItemBlock } from '../block.ts';

/** Marks that a renderer's own mark stands for. */
const usualMarker = /^([•◦▪●○◎■□–—‣⁃·・・∗*+-]|o|\d+[.．)）、]?|[\uf000-\uf0ff])$/;

/** unusualMarker gives an item's printed mark where a bullet or a number would not say the same, for example `(b)`; empty otherwise. */
export function unusualMarker({ marker = '' }: ListItemBlock): string {
  return usualMarker.test(marker.trim()) ? '' : marker.trim();
}

/** numberOf gives the number that an item's mark prints, as `7` for `7.`; undefined for any other mark. */
export function numberOf({ marker = '' }: ListItemBlock): number | undefined {
  const digits = /^(\d{1,9})[.)．）、]?$/.exec(marker.trim())?.[1];
  return digits === undefined ? undefined : Number(digits);
}
