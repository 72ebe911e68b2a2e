import type { Document, Page } from './document.ts';
import { documentSchema, pageSchema } from './schema.ts';
import { assetsOf, visitBlocks } from './visit.ts';

/** Issue is one fault: where (a path such as `pages.0.blocks.3.bbox`) and what. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

/** Validated is a value that fits the model, or its faults. */
export type Validated<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** validatePage checks one page: its shape and that super- and subscript exclude each other. Engines' pages pass it one at a time. */
export function validatePage(value: unknown): Validated<Page> {
  const parsed = pageSchema.safeParse(value);
  if (!parsed.success)
    return {
      ok: false,
      issues: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
    };
  const issues = styleIssues(parsed.data);
  return issues.length === 0 ? { ok: true, value: parsed.data } : { ok: false, issues };
}

/** validateDocument checks a document: its shape, rising page indexes, and that every picture it names is among its assets. */
export function validateDocument(value: unknown): Validated<Document> {
  const parsed = documentSchema.safeParse(value);
  if (!parsed.success)
    return {
      ok: false,
      issues: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
    };
  const document = parsed.data;
  const known = new Set(document.assets.map((asset) => asset.name));
  const issues = document.pages.flatMap((page, at) => {
    const before = document.pages[at - 1];
    const order =
      before !== undefined && before.index >= page.index
        ? [{ path: `pages.${at}.index`, message: 'must rise from page to page' }]
        : [];
    const lost = assetsOf(page).filter((name) => !known.has(name));
    const missing = lost.map((name) => ({
      path: `pages.${at}`,
      message: `names the asset ${name}, which the document does not have`,
    }));
    return [...order, ...missing, ...styleIssues(page)];
  });
  return issues.length === 0 ? { ok: true, value: document } : { ok: false, issues };
}

function styleIssues(page: Page): readonly Issue[] {
  const issues: Issue[] = [];
  visitBlocks(page.blocks, {
    inline(inline) {
      const styles = inline.type === 'text' ? (inline.styles ?? []) : [];
      if (styles.includes('superscript') && styles.includes('subscript')) {
        issues.push({ path: `pages.${page.index}`, message: 'text cannot be superscript and subscript at once' });
      }
    },
  });
  return issues;
}
