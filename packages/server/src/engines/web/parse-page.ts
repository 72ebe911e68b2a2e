import {
  type DefaultTreeAdapterMap,
  defaultTreeAdapter,
  Parser,
  type DefaultTreeAdapterTypes as Tree,
  type TreeAdapter,
} from 'parse5';
import { AppError } from '#errors';

/** A page of bytes has at most so many elements; tags left open can multiply: each paragraph repeats all of them. */
const spareElements = 10_000;
/** A page is read up to here: as cells of tables so many elements take half of a slot's memory until they are written. */
const mostElements = 600_000;
/** Characters that are handed over before elements are counted again. */
const pieceLength = 256 * 1_024;

/** ParsedPage is the tree of a page; `cut` says that it had more elements than are read. */
export interface ParsedPage {
  readonly tree: Tree.Document;
  readonly cut: boolean;
}

/**
 * parsePage parses a page as browsers do without scripts; `xhtml` says that it is XHTML even without a prolog. Throws `file_corrupt` when open
 * tags multiply beyond its size.
 */
export function parsePage(html: string, xhtml = false): ParsedPage {
  const text = xhtml || /^\s*<\?xml\s/.test(html.slice(0, 200)) ? mendEmptyTags(html) : html;
  const counter = { elements: 0 };
  const parser = new Parser({
    scriptingEnabled: false,
    treeAdapter: countingAdapter(counter, html.length + spareElements),
  });
  let at = 0;
  while (at + pieceLength < text.length && counter.elements < mostElements) {
    parser.tokenizer.write(text.slice(at, at + pieceLength), false);
    at += pieceLength;
  }
  const cut = counter.elements >= mostElements;
  parser.tokenizer.write(cut ? '' : text.slice(at), true);
  return { tree: parser.document, cut };
}

function countingAdapter(counter: { elements: number }, most: number): TreeAdapter<DefaultTreeAdapterMap> {
  return {
    ...defaultTreeAdapter,
    createElement(tagName, namespace, attributes) {
      counter.elements += 1;
      if (counter.elements > most)
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
