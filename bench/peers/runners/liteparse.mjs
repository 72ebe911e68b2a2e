/** Converts PDFs with liteparse: liteparse.mjs PATH_OF_ITS_MODULE, then a pair of paths a line on standard input (see python.py). */
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const { LiteParse } = await import(process.argv[2]);
const program = new LiteParse({ outputFormat: 'markdown', ocrEnabled: false, quiet: true });
for await (const line of createInterface({ input: process.stdin })) {
  const [path, target] = line.split('\t');
  const before = process.cpuUsage();
  const start = performance.now();
  const answer = { path };
  try {
    // With this output format `text` is Markdown.
    writeFileSync(target, (await program.parse(path)).text);
  } catch (error) {
    answer.error = String(error).slice(0, 200);
  }
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(
    `${JSON.stringify({ ...answer, cpu: (user + system) / 1e6, wall: (performance.now() - start) / 1e3 })}\n`,
  );
}
