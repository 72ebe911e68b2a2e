const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ndash: '–',
  mdash: '—',
  minus: '−',
  times: '×',
  hellip: '…',
};

/** unescapeHtml decodes numeric references and the names that writers of Markdown use. */
export function unescapeHtml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{2,8}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/**
 * plainText takes the marks out of inline Markdown and HTML, so that only what a reader sees is compared:
 * `**a** [b](c) \* x<sub>2</sub>` gives `a b * x2`. Pictures and the marks of notes vanish, formulas stay as they are written.
 */
export function plainText(markdown: string): string {
  const kept: string[] = [];
  const hide = (text: string): string => `\ue000${kept.push(text) - 1}\ue001`;
  const text = markdown
    .replace(/\\([!-/:-@[-`{-~])/g, (_, mark: string) => hide(mark))
    .replace(/<!--.*?-->/gs, ' ')
    .replace(/\[\^[\w-]+\](?!:)/g, '')
    .replace(/!\[[^\]]*\]\([^()]*(?:\([^()]*\)[^()]*)*\)/g, ' ')
    .replace(/\[([^[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"]*")?\)/g, '$1')
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/\*+|~~|`+/g, '')
    .replace(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '');
  return unescapeHtml(text)
    .replace(/\ue000(\d+)\ue001/g, (_, at: string) => kept[Number(at)] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * keyOf leaves the letters and digits of a text in lower case, so that blanks, ligatures, punctuation and the ways of writing a symbol do not
 * count: `“ﬁt” — f(P)` gives `fitfp`. Greek letters and LaTeX commands go too, since a symbol may come as either.
 */
export function keyOf(text: string): string {
  return text
    .replace(/\\[a-zA-Z]+/g, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]|\p{Script=Greek}/gu, '');
}
