/** Addresses longer than this are data, not addresses. */
const longest = 4_096;

const programs = /^(?:javascript|vbscript|livescript|mocha|jscript|data|view-source):/i;

/**
 * safeAddress gives what a link points to, absolute only where the page names its base; undefined for programs and data.
 *
 *     " java\nscript:x()" -> undefined    "a.html" -> "a.html"    "#x" -> "#x"
 */
export function safeAddress(href: string, base: URL | undefined): string | undefined {
  if (href.length > longest) return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the URL standard strips these from both ends.
  const url = href.replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, '').replace(/[\t\n\r]/g, '');
  if (url === '' || programs.test(url)) return undefined;
  if (base === undefined || url.startsWith('#')) return url;
  return URL.parse(url, base.href)?.href ?? url;
}

/** fileNameOf gives the last part of an address, to name a picture by. */
export function fileNameOf(url: string): string {
  const path = url.replace(/[?#].*$/s, '').replace(/\/+$/, '');
  const name = path.slice(path.lastIndexOf('/') + 1) || url;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
