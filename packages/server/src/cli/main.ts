import { enableCompileCache } from 'node:module';

enableCompileCache();
// Disk syncs of uploads and of the queue each hold a thread; the usual four make them wait for each other.
process.env.UV_THREADPOOL_SIZE ??= '16';
const { runCli } = await import('./program.ts');
process.exitCode = await runCli(process.argv);
