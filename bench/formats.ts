import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { BenchRequest, Figure } from './bench.ts';
import { costOf } from './cost.ts';
import { parseHere } from './quality/docmill.ts';

const rounds = 3;
/** Files a CPU-second that the product promises, by format. */
const targets: Readonly<Record<string, number>> = { docx: 40, pptx: 100, xlsx: 80, html: 300 };

/**
 * benchFormats measures files a CPU-second, warm and in this process, as the mean over the files of each format under a folder: the engine and
 * the Markdown. Renderings that lie beside the files (`NAME.md`) are no files of theirs; files that cannot be read are left out and named.
 */
export async function benchFormats({ args: [folder] }: BenchRequest): Promise<readonly Figure[]> {
  if (folder === undefined) return [];
  const rates = new Map<string, number[]>();
  for (const path of filesUnder(folder)) {
    const format = extname(path).slice(1).toLowerCase();
    const rate = await rateOf(path);
    if (rate !== undefined) rates.set(format, [...(rates.get(format) ?? []), rate]);
  }
  return [...rates].map(([format, values]) => {
    const target = targets[format];
    const value = values.length / values.reduce((seconds, rate) => seconds + 1 / rate, 0);
    const name = `${format}, ${values.length} files`;
    return { name, value, unit: 'files/CPU-s', better: 'higher', ...(target === undefined ? {} : { target }) };
  });
}

function filesUnder(folder: string): readonly string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const known = new Set(all);
  return all.filter((path) => !(path.endsWith('.md') && known.has(path.slice(0, -3)))).sort();
}

/** The first round warms up. */
async function rateOf(path: string): Promise<number | undefined> {
  let best = Number.POSITIVE_INFINITY;
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const { cost } = await costOf(() => parseHere(path));
      if (round > 0) best = Math.min(best, cost.cpu);
    }
  } catch (error) {
    process.stderr.write(`${path}: ${error instanceof Error ? error.message : error}\n`);
    return undefined;
  }
  return 1 / best;
}
