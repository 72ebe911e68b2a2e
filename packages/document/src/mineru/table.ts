import type { TableBlock } from '../block.ts';
import { escapeHtml } from '../render/escape.ts';
import { renderHtmlTable } from '../render/html-table.ts';
import { pictureMarkdown } from '../render/inlines.ts';

/**
 * Readers of MinerU open what `src` in a table names below `images/`, and its own writer puts that before every address but `data:`
 * (`_prefix_table_img_src`); so a picture elsewhere stands in the cell as a link of Markdown.
 */
const pictureElsewhere = (url: string, alt: string) => escapeHtml(pictureMarkdown(url, alt));

/** listTableHtml writes a table as MinerU's lists hold it: formulas as ` $..$ `, pictures below `images/`. */
export function listTableHtml(table: TableBlock): string {
  return renderHtmlTable(table, {
    imageLink: (name) => `images/${name}`,
    pictureElsewhere,
    equation: (latex) => ` $${escapeHtml(latex)}$ `,
  });
}

/** rawTableHtml writes a table as MinerU's middle and model files hold it: formulas in `<eq>`, pictures by their bare name. */
export function rawTableHtml(table: TableBlock): string {
  return renderHtmlTable(table, {
    imageLink: (name) => name,
    pictureElsewhere,
    equation: (latex) => `<eq>${escapeHtml(latex)}</eq>`,
  });
}
