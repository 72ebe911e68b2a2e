/** Parse one file: node parse.ts paper.pdf [http://127.0.0.1:8000] */
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { ClientError, createClient } from '@docmill/api';

const [path = '', service = 'http://127.0.0.1:8000'] = process.argv.slice(2);
const client = createClient(service);
try {
  const { task_id: id } = await client.submit(await openAsBlob(path), basename(path), { priority: 1 });
  const task = await client.wait(id, {
    onProgress: ({ progress }) =>
      process.stderr.write(`${progress.pages_done} of ${progress.pages_total ?? '?'} pages\n`),
  });
  if (task.status !== 'completed') throw new Error(`${task.status}: ${task.error_message}`);
  for (const page of task.failed_pages) process.stderr.write(`page ${page.page_number} is missing: ${page.code}\n`);
  process.stdout.write(task.markdown_content ?? '');
} catch (error) {
  process.stderr.write(`${error instanceof ClientError ? `${error.code}: ${error.message}` : String(error)}\n`);
  process.exitCode = 1;
}
