import { enableCompileCache } from 'node:module';

// Before any other module, so that all of them come from the cache.
enableCompileCache();
const [{ boundChildMemory, shareCompileCache }, { runCli }] = await Promise.all([
  import('#config'),
  import('./program.ts'),
]);
shareCompileCache();
boundChildMemory();
process.exitCode = await runCli(process.argv);
