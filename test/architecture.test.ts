import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';

const root = resolve(import.meta.dirname, '..');
const server = join(root, 'packages/server/src');

/** The law of imports; ARCHITECTURE.md shows it as a table, and a test below holds the two against each other. */
const law: Readonly<Record<string, readonly string[]>> = {
  storage: [],
  process: ['api'],
  config: ['capabilities'],
  errors: ['api'],
  telemetry: [],
  capabilities: ['document'],
  jobs: [],
  queue: ['jobs', 'process'],
  results: ['document', 'storage', 'api'],
  engines: ['document', 'process', 'capabilities', 'models'],
  models: ['storage', 'process'],
  intake: ['storage', 'process', 'capabilities', 'jobs'],
  pipeline: ['document', 'engines', 'storage', 'results', 'capabilities', 'process'],
  slot: ['pipeline', 'process'],
  worker: ['jobs', 'queue', 'process', 'storage', 'results', 'capabilities'],
  http: ['api', 'document', 'jobs', 'queue', 'intake', 'storage', 'results', 'capabilities', 'retention'],
  retention: ['queue', 'jobs', 'storage', 'results'],
  webhooks: ['queue', 'jobs', 'storage', 'results'],
  doctor: ['queue', 'jobs', 'storage', 'results', 'engines', 'models', 'process', 'config'],
  app: ['*'],
  cli: ['app', 'api', 'config', 'capabilities'],
};
const everywhere = ['errors', 'telemetry'];
const packageLaw: Readonly<Record<string, readonly string[]>> = {
  document: [],
  api: ['@docmill/document'],
  web: ['@docmill/document', '@docmill/api'],
};

interface Import {
  readonly file: string;
  readonly target: string;
}

function sourcesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8');
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+'([^']+)'|(?:^|\n)\s*import\s+'([^']+)'|import\('([^']+)'\)/g;
  return [...text.matchAll(pattern)].map((match) => ({ file, target: match[1] ?? match[2] ?? match[3] ?? '' }));
}

const isTestCode = (file: string) => /\.test\.ts$|\/conformance(\.ts$|\/)|\/fixtures\/|\/testing\//.test(file);

test('server modules import only what the law of imports allows', () => {
  const broken: string[] = [];
  for (const file of sourcesBelow(server).filter((name) => !isTestCode(name))) {
    const module = relative(server, file).split('/')[0] ?? '';
    const allowed = law[module];
    assert.ok(allowed !== undefined, `${module} is a folder that the law of imports does not name`);
    for (const { target } of importsOf(file)) {
      const name = target.startsWith('#') ? target.slice(1) : target.replace('@docmill/', '@');
      const wanted = target.startsWith('@docmill/') ? name.slice(1) : name;
      if (!target.startsWith('#') && !target.startsWith('@docmill/')) continue;
      if (allowed.includes('*') || allowed.includes(wanted) || everywhere.includes(wanted)) continue;
      broken.push(`${relative(root, file)} imports ${target}`);
    }
  }
  assert.deepEqual(broken, []);
});

test('relative imports stay inside their module', () => {
  const broken: string[] = [];
  for (const file of sourcesBelow(server)) {
    const module = relative(server, file).split('/')[0] ?? '';
    for (const { target } of importsOf(file).filter((entry) => entry.target.startsWith('.'))) {
      const path = relative(server, resolve(dirname(file), target));
      if (path.startsWith(`${module}/`) || path.startsWith('../package.json')) continue;
      if (isTestCode(file) && path.startsWith('../../../test/')) continue;
      broken.push(`${relative(root, file)} imports ${target}`);
    }
  }
  assert.deepEqual(broken, []);
});

test('the other packages import only the packages that they may', () => {
  const broken: string[] = [];
  for (const [name, allowed] of Object.entries(packageLaw)) {
    for (const file of sourcesBelow(join(root, 'packages', name, 'src')).filter((path) => !isTestCode(path))) {
      for (const { target } of importsOf(file)) {
        const internal = target.startsWith('#') || target.startsWith('@docmill/') || target === 'docmill';
        const node = target.startsWith('node:');
        if ((internal && !allowed.includes(target)) || (node && name !== 'web'))
          broken.push(`${relative(root, file)} imports ${target}`);
      }
    }
  }
  assert.deepEqual(broken, []);
});

test('the environment is read only in config', () => {
  const readers = sourcesBelow(server)
    .filter((file) => !isTestCode(file) && !relative(server, file).startsWith('config/'))
    .filter((file) => readFileSync(file, 'utf8').includes('process.env'));
  assert.deepEqual(
    readers.map((file) => relative(root, file)),
    [],
  );
});

test('no source file is longer than 450 lines', () => {
  const folders = [
    'packages/document/src',
    'packages/api/src',
    'packages/server/src',
    'packages/web/src',
    'test',
    'scripts',
    'bench',
  ];
  const long = folders
    .flatMap((folder) => sourcesBelow(join(root, folder)))
    .filter((file) => readFileSync(file, 'utf8').split('\n').length > 451);
  assert.deepEqual(
    long.map((file) => relative(root, file)),
    [],
  );
});

test('ARCHITECTURE.md shows the law as it is tested', () => {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  for (const [module, allowed] of Object.entries(law)) {
    const shown = new RegExp(`^\\| ${module} \\| (.*) \\|$`, 'm').exec(text)?.[1];
    const expected = allowed.includes('*')
      ? 'every module except cli'
      : allowed.length === 0
        ? '-'
        : allowed.join(', ');
    assert.equal(shown, expected, `the row of ${module}`);
  }
});
