/** Schemes that a reader's click may follow; an address without a scheme is relative. */
const clickable: ReadonlySet<string> = new Set(['http', 'https', 'ftp', 'mailto', 'tel']);
/** Schemes that a page may load a picture from. */
const loadable: ReadonlySet<string> = new Set(['http', 'https']);

/** schemeOf gives the scheme of an address in small letters; undefined for a relative one. */
function schemeOf(url: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers skip them inside a scheme
  const bare = url.replace(/[\u0000-\u0020\u007f-\u009f]/g, '');
  return /^([^/?#:]*):/.exec(bare)?.[1]?.toLowerCase();
}

/** isSafeUrl tells whether HTML may link to an address: not to a script, whatever control characters hide its scheme. */
export function isSafeUrl(url: string): boolean {
  const scheme = schemeOf(url);
  return scheme === undefined || clickable.has(scheme);
}

/** isSafePictureUrl tells whether HTML may show the picture at an address: http, https or relative. */
export function isSafePictureUrl(url: string): boolean {
  const scheme = schemeOf(url);
  return scheme === undefined || loadable.has(scheme);
}

/**
 * isProgramUrl tells whether an address runs what it holds. Markdown keeps all others, for notes link with schemes of their own:
 *
 *     JavaScript:x(), vbscript:x, data:text/html,x -> true    obsidian:open, mailto:a@b, data:image/png;base64,x -> false
 */
export function isProgramUrl(url: string): boolean {
  const scheme = schemeOf(url);
  // The rule of markdown-it: of data only pictures are harmless.
  if (scheme === 'data') return !/^\s*data\s*:\s*image\//i.test(url);
  return scheme === 'javascript' || scheme === 'vbscript';
}

/**
 * linkTarget writes an address between the parentheses of a Markdown link, so that it is read back as it is: readers of CommonMark resolve
 * entities and escapes there too.
 *
 *     a b(c) -> <a b(c)>    ?a&copy;b -> ?a\&copy;b
 */
export function linkTarget(url: string): string {
  const literal = url.replace(/\\(?=[!-/:-@[-`{-~])/g, '\\\\').replace(/&(?=#?\w+;)/g, '\\&');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: CommonMark 0.31, 6.3: none of them outside angle brackets
  return /[\s()<>\u0000-\u001f\u007f]/.test(literal)
    ? `<${literal.replace(/[<>\r\n]/g, encodeURIComponent)}>`
    : literal;
}
