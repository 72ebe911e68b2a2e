/** Characters of a name that are shown. */
const longestName = 300;

/** shownName makes a name fit for a title: no control characters, no signs that turn the direction of text. `""` -> `unnamed` */
export function shownName(name: string): string {
  const clean = name.replace(/[\p{Cc}\p{Cf}]/gu, '').replace(/^(?:\.\/)+/, '');
  if (clean.trim() === '') return 'unnamed';
  return clean.length > longestName ? `…${clean.slice(-longestName)}` : clean;
}
