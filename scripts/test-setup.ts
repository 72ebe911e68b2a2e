/** Installs what the tests need beyond npm packages, by name, from the system's own package manager. Safe to repeat. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Programs that tests start, with the Debian package that brings each. */
const programs: readonly { readonly path: string; readonly package: string }[] = [
  { path: '/usr/bin/chromium', package: 'chromium' },
];

const missing = programs.filter((program) => !existsSync(program.path)).map((program) => program.package);
if (missing.length > 0) {
  const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], options);
}
