/** Writes the generated pages of docs/reference: settings from their table, errors and warnings from the catalogue, options from their schema, in English and in Chinese; the schema of a passage. */
import { writeFileSync } from 'node:fs';
import { passageJsonSchema } from '../packages/document/src/index.ts';
import { renderSettings } from '../packages/server/src/config/index.ts';
import { renderErrorTable, renderOptionTable, renderWarningTable } from '../packages/server/src/http/index.ts';

const reference = new URL('../docs/reference/', import.meta.url);
for (const [page, render] of [
  ['configuration', renderSettings],
  ['errors', renderErrorTable],
  ['options', renderOptionTable],
  ['warnings', renderWarningTable],
] as const) {
  writeFileSync(new URL(`${page}.md`, reference), render('en'));
  writeFileSync(new URL(`${page}.zh.md`, reference), render('zh'));
}
writeFileSync(new URL('passage.schema.json', reference), `${JSON.stringify(passageJsonSchema(), null, 2)}\n`);
