import { posix } from 'node:path';

/** InnerAddress is an address that means a file in the same package. */
export interface InnerAddress {
  /** Name of the file in the package; steps above the root stay at the root. */
  readonly name: string;
  readonly fragment: string;
}

/**
 * innerAddress resolves an address of a page in a package; undefined for one that leads outside.
 *
 *     "../img/a.png" in "text/c1.xhtml" -> "img/a.png"    "https://e.org/" -> undefined
 */
export function innerAddress(address: string, page: string): InnerAddress | undefined {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(address)) return undefined;
  const [path = '', fragment = ''] = address.split('#', 2);
  const file = decodePath(path.replace(/\?.*$/, ''));
  const name = file === '' ? page : posix.join('/', posix.dirname(page), file).slice(1);
  return { name, fragment };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
