import type { Line } from './lines.ts';

/** So many characters hold the last word of a text. */
const lastWord = 200;

/** endsSentence tells texts that end with a full stop or its like. */
export function endsSentence(text: string): boolean {
  // One word may be as long as a page.
  const end = text.slice(-lastWord);
  // `https://github.` does not end one.
  if (!/[.:;!?。！？：；…]["'”’)）\]]?$/.test(end)) return false;
  return !/[/@_]\S*$/.test(end) || wholeAddress.test(end);
}

/** `mill@rivers.org.` has all that an address has. */
const wholeAddress = /\.(?:com|org|net|gov|edu|mil|int|info|\p{Ll}{2})\.$/u;

/** isCut: a line ends within a word, or between the numbers of a range. */
export function isCut(previous: Pick<Line, 'text'>, line: Pick<Line, 'text'>): boolean {
  return /\p{L}[-\u2010]$|[\p{L}\p{N}]–$/u.test(previous.text) && /^[\p{L}\p{N}]/u.test(line.text);
}

/** Words that a sentence does not end with. */
const joint =
  /(?:^|\s)(?:and|or|of|the|to|in|for|with|a|an|by|und|oder|der|die|das|et|ou|de|la|le|les|y|o|el|los|del)$|,$/iu;

/** isUnfinished: a line ends within a sentence, as the next line, or its own last word, tells. */
export function isUnfinished(previous: Pick<Line, 'text' | 'unmarked'>, line: Pick<Line, 'text'>): boolean {
  if (endsSentence(previous.unmarked)) return false;
  return (/^\p{Ll}{2}/u.test(line.text) && /[\p{Ll},]$/u.test(previous.text)) || joint.test(previous.text);
}

/** isWrittenRule tells a rule that is written with the sign below the line: `__________`. */
export function isWrittenRule(text: string): boolean {
  return /^_[_\s]{7,}$/.test(text);
}
