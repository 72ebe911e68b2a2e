import type { Metadata } from '../document.ts';

/**
 * renderFrontMatter writes metadata as YAML between two rules, by the names that pandoc and most generators of sites read; what is unknown
 * is left out.
 *
 *     ---
 *     title: "Mills: a \"history\""
 *     author:
 *       - "A. Miller"
 *     lang: "en"
 *     date: "2024-05-01T08:00:00Z"
 *     modified: "2024-06-01T08:00:00Z"
 *     ---
 */
export function renderFrontMatter({ title, authors = [], language, createdAt, modifiedAt }: Metadata): string {
  const lines = [
    ...line('title', title),
    ...(authors.length === 0 ? [] : ['author:', ...authors.map((author) => `  - ${quoted(author)}`)]),
    ...line('lang', language),
    ...line('date', createdAt),
    ...line('modified', modifiedAt),
  ];
  return ['---', ...lines, '---', ''].join('\n');
}

function line(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${name}: ${quoted(value)}`];
}

/** A string of JSON is one of YAML, but for characters that YAML takes for line ends or does not print (YAML 1.2, 5.1 and 5.4), and halves of surrogate pairs. */
function quoted(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
