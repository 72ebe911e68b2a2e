/** escapeHtml makes text safe inside an HTML element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[mark] ?? mark);
}

/** What escapeMarkdown may have to escape; most texts hold none of it. */
const marks = /[\\*_`$~<&[]/;

/**
 * escapeMarkdown escapes what CommonMark, GFM and dollar maths would read as markup inside a line, and nothing else:
 * `snake_case`, `3 * 4` and `[1]` stay as they are.
 */
export function escapeMarkdown(text: string): string {
  if (!marks.test(text)) return text;
  return text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '\\\\')
    .replace(/(?<!\s)\*|\*(?!\s)/g, '\\*')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/[`$]/g, '\\$&')
    .replace(/~(?=~)|(?<=~)~/g, '\\~')
    .replace(/<(?=[a-zA-Z/!?])/g, '\\<')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/\[(?=[^\]]*\]\(|\^[^\s\]]+\])/g, '\\[');
}

/** escapeBrackets escapes the brackets of escaped text that would end the label of a link or picture too early. */
export function escapeBrackets(markdown: string): string {
  return markdown.replace(/\\[\s\S]|[[\]]/g, (mark) => (mark.length > 1 ? mark : `\\${mark}`));
}

/** escapeLineStart escapes what would make a line a heading, list, quotation, rule, fence, table or definition. */
export function escapeLineStart(line: string): string {
  return line
    .replace(/^(\s*)(#{1,6}|>|[-+]|={2,})(?=\s|$)/, '$1\\$2')
    .replace(/^(\s*)(-{2,}|={3,}|>)/, '$1\\$2')
    .replace(/^(\s*\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^(\s*)(\[[^\]]*\]:|~{3,}|\|)/, '$1\\$2');
}
