/** Installs what the tests need beyond npm packages, by name, from the system's own package manager. Safe to repeat. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Programs that tests start, with the Debian packages that bring each. */
const programs: readonly { readonly present: () => boolean; readonly packages: readonly string[] }[] = [
  { present: () => existsSync('/usr/bin/chromium'), packages: ['chromium'] },
  { present: () => works('curl', ['--version']), packages: ['curl'] },
  {
    present: () => ['python3', '/usr/bin/python3'].some((python) => works(python, ['-c', 'import requests'])),
    packages: ['python3', 'python3-requests'],
  },
];

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

const missing = programs.filter((program) => !program.present()).flatMap((program) => program.packages);
if (missing.length > 0) {
  const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], options);
}
