/** Bundles the service into `packages/server/dist`: one file an entry, shared chunks beside them, plus what browsers are served. */
import { copyFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const server = `${root}/packages/server`;
const dist = `${server}/dist`;

rmSync(dist, { recursive: true, force: true });
await build({
  absWorkingDir: server,
  entryPoints: {
    main: 'src/cli/main.ts',
    slot: 'src/app/slot-entry.ts',
    'queue-writer': 'src/queue/sqlite/writer-thread.ts',
    watchdog: 'src/process/watchdog-thread.ts',
  },
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minifySyntax: true,
  logLevel: 'warning',
  // PDFium finds its WASM file beside itself, and the documentation viewer its pages: they stay packages.
  external: ['@embedpdf/pdfium', '@fastify/swagger-ui'],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
copyFileSync(
  createRequire(import.meta.url).resolve('redoc/bundles/redoc.standalone.js'),
  `${dist}/redoc.standalone.js`,
);
for (const name of ['LICENSE', 'NOTICE', 'README.md']) copyFileSync(`${root}/${name}`, `${server}/${name}`);
