import type { ParsedFile } from '#app';
import { systemLanguage } from '#config';
import { languageOf, renderWarning } from '#errors';

type Warnings = NonNullable<ParsedFile['result']>['warnings'];

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
 * warningLine counts the warnings of a result and gives the first of each kind as a sentence, in the language of LANG; empty for none.
 *
 *     14 warnings: Page 2 has no text layer; its picture is in the result, its text is not. (+12 more like it) A picture was left out: ...
 */
export function warningLine(warnings: Warnings): string {
  if (warnings.length === 0) return '';
  const language = languageOf(systemLanguage());
  const { head, like, other } = words[language];
  const kinds = [...Map.groupBy(warnings, ({ code }) => code).values()];
  const told = kinds.slice(0, mostKinds).map(([first, ...more]) => {
    const sentence = first === undefined ? '' : renderWarning(first, language);
    return more.length === 0 ? sentence : `${sentence} (+${more.length} ${like})`;
  });
  const others = kinds.slice(mostKinds).reduce((sum, kind) => sum + kind.length, 0);
  return [head(warnings.length), ...told, ...(others === 0 ? [] : [`(+${others} ${other})`])].join(' ');
}

/** toldWarnings gives warnings for programs, with their sentences. */
export function toldWarnings(warnings: Warnings): readonly object[] {
  const language = languageOf(systemLanguage());
  return warnings.map((warning) => ({ ...warning, message: renderWarning(warning, language) }));
}
