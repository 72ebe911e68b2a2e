import type { ParsedFile } from '#app';
import { systemLanguage } from '#config';
import { languageOf, renderWarning } from '#errors';

/** ToldWarning is a warning with its sentence. */
export interface ToldWarning {
  readonly code: string;
  readonly message: string;
}

/** Kinds of warnings that are told in words. */
const mostKinds = 3;

const words = {
  en: {
    head: (count: number) => `${count} ${count === 1 ? 'warning' : 'warnings'}:`,
    like: 'more like it',
    other: 'others',
  },
  zh: { head: (count: number) => `${count} 条警告：`, like: '条类似', other: '条其他' },
} as const;

/**
 * warningLine counts warnings and gives the first of each kind, in the language of LANG; empty for none.
 *
 *     14 warnings: The text of page 2 is garbled: ... needs OCR. (+12 more like it) A picture was left out: ...
 */
export function warningLine(warnings: readonly ToldWarning[]): string {
  if (warnings.length === 0) return '';
  const { head, like, other } = words[languageOf(systemLanguage())];
  const kinds = [...Map.groupBy(warnings, ({ code }) => code).values()];
  const told = kinds
    .slice(0, mostKinds)
    .map(([first, ...more]) => `${first?.message}${more.length === 0 ? '' : ` (+${more.length} ${like})`}`);
  const others = kinds.slice(mostKinds).reduce((sum, kind) => sum + kind.length, 0);
  return [head(warnings.length), ...told, ...(others === 0 ? [] : [`(+${others} ${other})`])].join(' ');
}

/** toldWarnings gives the warnings of a result with their sentences, in the language of LANG. */
export function toldWarnings({ result }: ParsedFile): readonly ToldWarning[] {
  const language = languageOf(systemLanguage());
  return (result?.warnings ?? []).map((warning) => ({ ...warning, message: renderWarning(warning, language) }));
}
