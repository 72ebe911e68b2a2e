/** Adds jobs to the queue at the path of its argument and prints each id once it is acknowledged, until it is killed. */
import { createJobId } from '#jobs';
import { createSqliteQueue } from './sqlite-queue.ts';

const queue = await createSqliteQueue({ path: process.argv[2] ?? '', policy: { maxRetries: 0, retryDelay: 0 } });

async function lane(): Promise<void> {
  for (let at = 0; at < 5_000; at += 1) {
    const id = createJobId();
    const base = {
      id,
      kind: 'document',
      rootId: id,
      index: at,
      owner: 'local',
      queue: 'main',
      source: 'v1',
      engine: 'pdf',
    } as const;
    await queue.add([
      {
        ...base,
        engineFingerprint: 'pdf-1',
        backend: 'pipeline',
        options: {},
        optionsVersion: 1,
        priority: 0,
        labels: {},
      },
    ]);
    process.stdout.write(`${id}\n`);
  }
}

await Promise.all([lane(), lane(), lane(), lane()]);
await queue.close();
