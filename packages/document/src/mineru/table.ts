import type { TableBlock } from '../block.ts';
import { escapeHtml } from '../render/escape.ts';
import { renderHtmlTable } from '../render/html-table.ts';

/** listTableHtml writes a table as MinerU's lists hold it: formulas as ` $..$ `, pictures below `images/`. */
export function listTableHtml(table: TableBlock): string {
  return renderHtmlTable(table, {
    imageLink: (name) => `images/${name}`,
    equation: (latex) => ` $${escapeHtml(latex)}$ `,
  });
}

/** rawTableHtml writes a table as MinerU's middle and model files hold it: formulas in `<eq>`, pictures by their bare name. */
export function rawTableHtml(table: TableBlock): string {
  return renderHtmlTable(table, {
    imageLink: (name) => name,
    equation: (latex) => `<eq>${escapeHtml(latex)}</eq>`,
  });
}
