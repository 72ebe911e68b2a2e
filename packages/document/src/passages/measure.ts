/** SizeUnit is what the size of a passage is counted in. */
export type SizeUnit = 'characters' | 'tokens';

/** Measure gives the size of a text. */
export type Measure = (text: string) => number;

/** One sign of Chinese, Japanese or Korean; a run of digits; of letters; any other sign that is no blank. */
const part = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]|\d+|[\p{L}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu;

/** measureIn gives the measure of a unit. */
export function measureIn(unit: SizeUnit): Measure {
  return unit === 'characters' ? (text) => text.length : countTokens;
}

/**
 * countTokens estimates the tokens of a text as usual models count them, rather too many than too few: a word of the Latin alphabet has one
 * for each six letters begun, another word one for each three, a number one for each three digits; any other sign and every Chinese,
 * Japanese or Korean character one.
 */
export function countTokens(text: string): number {
  let count = 0;
  for (const [run] of text.matchAll(part)) count += Math.ceil(run.length / (/^[A-Za-z]+$/.test(run) ? 6 : 3));
  return count;
}
