/**
 * Prints the figures of the service as a table, and with `--json` as JSON; `--driver sqlite|redis` takes one place of the queue only.
 * Everything runs on this machine, against 127.0.0.1, bounded in count and time. Without a name all benches run; a name may be followed by
 * what it measures: `pdf FILE...`, `formats DIR`.
 */
import { parseArgs } from 'node:util';
import { benchFormats } from './formats.ts';
import { benchHttp } from './http.ts';
import { benchMemory } from './memory.ts';
import { benchPdf } from './pdf.ts';
import { benchQueue } from './queue.ts';
import { benchScale } from './scale.ts';

/** Figure is one measured number; `target` is what the product promises, `better` says in which direction. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: number;
  readonly better: 'higher' | 'lower';
}

/** percentile gives the value below which `share` of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Drivers are where the queue can lie. */
export const drivers = ['sqlite', 'redis'] as const;
export type Driver = (typeof drivers)[number];

/** BenchRequest is what a bench was asked: the places of the queue, and the words behind its name. */
export interface BenchRequest {
  readonly drivers: readonly Driver[];
  readonly args: readonly string[];
}

const benches: Readonly<Record<string, (request: BenchRequest) => Promise<readonly Figure[]>>> = {
  queue: benchQueue,
  http: benchHttp,
  pdf: benchPdf,
  formats: benchFormats,
  memory: benchMemory,
  scale: benchScale,
};

if (import.meta.main) {
  const { values, positionals: words } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, driver: { type: 'string' } },
  });
  const asked = words.filter((word) => word in benches);
  const request = {
    drivers: drivers.filter((driver) => values.driver === undefined || values.driver === driver),
    args: words.filter((word) => !(word in benches)),
  };
  const figures: Figure[] = [];
  for (const [name, bench] of Object.entries(benches))
    if (asked.length === 0 || asked.includes(name)) figures.push(...(await bench(request)));
  if (values.json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
  else for (const line of table(figures)) process.stdout.write(`${line}\n`);
}

function table(figures: readonly Figure[]): readonly string[] {
  const rows = figures.map((figure) => {
    const met =
      figure.target === undefined ||
      (figure.better === 'higher' ? figure.value >= figure.target : figure.value <= figure.target);
    const target =
      figure.target === undefined
        ? ''
        : `${figure.better === 'higher' ? '>=' : '<='} ${figure.target}${met ? '' : '  MISSED'}`;
    return [
      figure.name,
      `${figure.value >= 100 ? Math.round(figure.value) : Number(figure.value.toPrecision(3))}`,
      figure.unit,
      target,
    ];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 1 ? cell.padStart(widths[1] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
