import type { Language } from './model.ts';
import { createRandom } from './random.ts';
import { wordBanks } from './word-banks.ts';

/** Prose makes running text of one language, the same for the same seed. */
export interface Prose {
  sentence(): string;
  /** A paragraph of about so many sentences. */
  paragraph(sentences?: number): string;
  /** The words for a list item: a sentence without its stop. */
  phrase(): string;
  title(): string;
  /** A short name of a thing, each time another one. */
  noun(): string;
  label(what: 'table' | 'figure' | 'contents'): string;
}

function choices(words: string): readonly [string, ...string[]] {
  const [first = '', ...others] = words.split(' | ');
  return [first, ...others];
}

/** createProse makes prose of a language. */
export function createProse(language: Language, seed: number): Prose {
  const random = createRandom(seed);
  const { blank, stop, labels, ...bank } = wordBanks[language];
  const parts = bank.parts.map(choices);
  const titles = choices(bank.titles);
  const phrase = (): string => parts.map((words) => random.pick(words)).join(blank);
  const sentence = (): string => phrase() + stop;
  // Objects, without the particle that Japanese and Korean hang on.
  const nouns = ['ja', 'ko'].includes(language)
    ? choices(bank.parts[1]).map((noun) => noun.slice(0, -1))
    : choices(bank.parts[2]);
  let at = 0;
  let nounAt = seed;
  return {
    sentence,
    phrase,
    paragraph: (sentences = 5) =>
      Array.from({ length: Math.max(1, sentences + random.whole(-1, 1)) }, sentence).join(blank),
    title: () => titles[at++ % titles.length] ?? titles[0],
    noun: () => nouns[nounAt++ % nouns.length] ?? '',
    label: (what) => labels[what],
  };
}
