import type { Inline } from '@docmill/document';

/** Characters of the private use area that stand for a formula while Markdown is read; a text that has them itself is left alone. */
const [opening, closing] = ['\uE0F0', '\uE0F1'];

/** Formulas are the formulas of a text, by their number. */
export interface Formulas {
  readonly text: string;
  readonly latex: readonly string[];
}

/** A fence, code in a line, a displayed formula, or one in a line: its dollars touch it, and no digit follows. */
const token =
  /^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[`~]* *$|$(?![\s\S]))|(?<!`)(`{1,3})(?!`)[^\n]*?(?<!`)\2(?!`)|\\[\s\S]|\$\$([^$]{1,10000}?)\$\$|\$(?![\s$])([^$\n`]{0,500}?[^\s$\\`])\$(?!\d)/gm;

/** takeFormulas puts marks in the place of formulas, as Markdown would take their signs for its own. `a $x_1$` */
export function takeFormulas(text: string): Formulas {
  const latex: string[] = [];
  if (!text.includes('$') || text.includes(opening)) return { text, latex };
  const marked = text.replace(token, (all, _fence, _ticks, display?: string, inline?: string) => {
    const formula = display ?? inline;
    if (formula === undefined) return all;
    latex.push(formula.trim());
    return `${opening}${latex.length - 1}${closing}`;
  });
  return { text: marked, latex };
}

const mark = new RegExp(`${opening}(\\d+)${closing}`, 'g');

/** splitFormulas puts the formulas back into a run of text. */
export function splitFormulas(
  value: string,
  latex: readonly string[],
  text: (part: string) => readonly Inline[],
): readonly Inline[] {
  if (latex.length === 0) return text(value);
  return value.split(mark).flatMap((part, at): readonly Inline[] => {
    const formula = at % 2 === 1 ? latex[Number(part)] : undefined;
    return formula === undefined ? text(part) : [{ type: 'equation', latex: formula }];
  });
}

/** restoreFormulas writes formulas as they stood, for places that hold text only. */
export function restoreFormulas(value: string, latex: readonly string[]): string {
  return latex.length === 0 ? value : value.replace(mark, (_, at: string) => `$${latex[Number(at)] ?? ''}$`);
}
