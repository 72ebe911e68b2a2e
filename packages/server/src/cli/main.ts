import { enableCompileCache } from 'node:module';

// Before any other module, so that all of them come from the cache.
enableCompileCache();
const [{ shareCompileCache }, { runCli }] = await Promise.all([import('#config'), import('./program.ts')]);
shareCompileCache();
process.exitCode = await runCli(process.argv);
