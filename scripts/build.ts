/** Makes the package to publish, `build/docmill`: the service bundled, one file an entry, with what browsers are served beside it. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const server = `${root}/packages/server`;
const target = `${root}/build/docmill`;

/** PDFium finds its WASM file beside itself, and the documentation viewer its pages: they stay packages. */
const external = ['@embedpdf/pdfium', '@fastify/swagger-ui'];

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
await build({
  absWorkingDir: server,
  entryPoints: {
    main: 'src/cli/main.ts',
    slot: 'src/app/slot-entry.ts',
    'queue-writer': 'src/queue/sqlite/writer-thread.ts',
    watchdog: 'src/process/watchdog-thread.ts',
  },
  outdir: `${target}/dist`,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minifySyntax: true,
  logLevel: 'warning',
  external,
  // Some dependencies are CommonJS and call require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
cpSync(
  createRequire(import.meta.url).resolve('redoc/bundles/redoc.standalone.js'),
  `${target}/dist/redoc.standalone.js`,
);
cpSync(`${server}/bin`, `${target}/bin`, { recursive: true });
for (const name of ['LICENSE', 'NOTICE', 'README.md']) cpSync(`${root}/${name}`, `${target}/${name}`);

const { name, version, type, license, description, engines, bin, dependencies } = JSON.parse(
  readFileSync(`${server}/package.json`, 'utf8'),
);
const needed = Object.fromEntries(Object.entries(dependencies).filter(([dependency]) => external.includes(dependency)));
const packageJson = {
  name,
  version,
  type,
  license,
  description,
  engines,
  bin,
  files: ['bin', 'dist', 'NOTICE'],
  dependencies: needed,
};
writeFileSync(`${target}/package.json`, `${JSON.stringify(packageJson, null, 2)}\n`);
