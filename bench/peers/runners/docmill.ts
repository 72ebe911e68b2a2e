/** Converts PDFs with Docmill's own engine: a pair of paths a line on standard input (see python.py); tells the pages as well. */
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { costOf } from '../../cost.ts';
import { parseHere } from '../../quality/docmill.ts';

for await (const line of createInterface({ input: process.stdin })) {
  const [path = '', target = ''] = line.split('\t');
  let told: object = {};
  const { cost } = await costOf(async () => {
    try {
      const { pages, markdown } = await parseHere(path);
      writeFileSync(target, markdown);
      told = { pages: pages.length };
    } catch (error) {
      told = { error: String(error).slice(0, 200) };
    }
  });
  process.stdout.write(`${JSON.stringify({ path, ...told, ...cost })}\n`);
}
