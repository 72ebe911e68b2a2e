import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import packageJson from '../../package.json' with { type: 'json' };

/** version is the version of the service, as its package says. */
export const version: string = packageJson.version;

/** redocScriptPath finds the viewer of /redoc: in the source tree a package, in the bundle a file beside this one. */
export function redocScriptPath(): string {
  if (!import.meta.url.endsWith('.ts')) return fileURLToPath(new URL('./redoc.standalone.js', import.meta.url));
  return createRequire(import.meta.url).resolve('redoc/bundles/redoc.standalone.js');
}
