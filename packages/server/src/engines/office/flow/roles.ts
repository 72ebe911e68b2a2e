/** ParagraphRole is what the style of a paragraph says of it, by the names that Word, LibreOffice and their kin give their styles. */
export type ParagraphRole = 'title' | 'quote' | 'code' | 'caption' | 'index';

/** roleOf reads the role from a style's name in small letters; `level` of an index entry counts from 0. */
export function roleOf(name: string): { readonly role: ParagraphRole; readonly level?: number } | undefined {
  if (name === 'title') return { role: 'title' };
  if (/^(?:(?:intense )?quote|block ?text|quotations?|block ?quote|引用|明显引用)$/.test(name))
    return { role: 'quote' };
  if (/^(?:caption|table caption|image caption|figure caption|captioned figure|illustration|题注)$/.test(name))
    return { role: 'caption' };
  const entry =
    /^(?:toc|contents|index|(?:table|illustration|object|user|bibliography) index|table of figures|table of authorities) ?(\d{1,2})?$/.exec(
      name,
    );
  if (entry !== null) return { role: 'index', level: Number(entry[1] ?? 1) - 1 };
  return isCodeName(name) ? { role: 'code' } : undefined;
}

/** standsUnderTitle tells styles of what stands below a title and looks like it, by their name in small letters. */
export function standsUnderTitle(name: string): boolean {
  return /^(?:subtitle|authors?|date|副标题)$/.test(name);
}

const codeNames =
  /^(?:source ?code|source text|code|html (?:preformatted|code|sample|keyboard|typewriter)|preformatted(?: text)?|plain text code|verbatim(?: char)?|code ?(?:block|listing|snippet|example|text|char)s?|listing|program ?listing|macro text|inline ?code|teletype|example|user entry|源代码|代码)$/;

/** isCodeName tells styles of program text by their name in small letters. */
export function isCodeName(name: string): boolean {
  return codeNames.test(name);
}

/** isFixedWidth tells fonts of fixed width by their name. */
export function isFixedWidth(font: string | undefined): boolean {
  return font !== undefined && fixedWidth.test(font);
}

const fixedWidth =
  /\bmono|mono\b|courier|consol|menlo|monaco|typewriter|fixedsys|terminal|cascadia|fira code|source code|inconsolata|lucida console|andale/i;
