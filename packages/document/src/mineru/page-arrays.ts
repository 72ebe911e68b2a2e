import type { Page } from '../document.ts';

/**
 * streamPageArrays writes `[[entry, ...], ...]`, one page a line. The place in the outer array is the only thing that tells a reader
 * which page it has, so pages that are missing (failed, or not asked for) stand there empty: `[[],[],[{...}]]` for page index 2 alone.
 */
export async function* streamPageArrays(
  pages: AsyncIterable<Page> | Iterable<Page>,
  entriesOf: (page: Page) => readonly unknown[],
): AsyncGenerator<string> {
  yield '[';
  let next = 0;
  for await (const page of pages) {
    for (; next < page.index; next += 1) yield `${next === 0 ? '' : ','}\n[]`;
    yield `${next === 0 ? '' : ','}\n${JSON.stringify(entriesOf(page))}`;
    next += 1;
  }
  yield '\n]\n';
}
