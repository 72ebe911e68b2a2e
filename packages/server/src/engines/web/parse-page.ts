import {
  type DefaultTreeAdapterMap,
  defaultTreeAdapter,
  parse,
  type DefaultTreeAdapterTypes as Tree,
  type TreeAdapter,
} from 'parse5';
import { AppError } from '#errors';

/** A page of bytes has at most so many elements; tags left open can multiply: each paragraph repeats all of them. */
const spareElements = 10_000;

/**
 * parsePage parses a page as browsers do without scripts; `xhtml` says that it is XHTML even without a prolog. Throws `file_corrupt` when open
 * tags multiply beyond its size.
 */
export function parsePage(html: string, xhtml = false): Tree.Document {
  return parse(xhtml || /^\s*<\?xml\s/.test(html.slice(0, 200)) ? mendEmptyTags(html) : html, {
    scriptingEnabled: false,
    treeAdapter: countingAdapter(html.length + spareElements),
  });
}

function countingAdapter(most: number): TreeAdapter<DefaultTreeAdapterMap> {
  let count = 0;
  return {
    ...defaultTreeAdapter,
    createElement(tagName, namespace, attributes) {
      count += 1;
      if (count > most)
        throw new AppError('file_corrupt', { params: { reason: 'its open tags multiply without end' } });
      return defaultTreeAdapter.createElement(tagName, namespace, attributes);
    },
  };
}

const voidTags = 'area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr';
const emptyTag = new RegExp(`<(?!(?:${voidTags})[\\s/])([a-zA-Z][\\w:.-]*)(\\s[^<>]*)?/>`, 'g');

/** XHTML may write elements without content in one tag, which HTML takes for a start tag. `<a id="x"/>` -> `<a id="x"></a>` */
function mendEmptyTags(html: string): string {
  return html
    .replace(emptyTag, '<$1$2></$1>')
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, text: string) => escaped(text));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
