import { createRequire } from 'node:module';
import packageJson from '../../package.json' with { type: 'json' };

/** version is the version of the service, as its package says. */
export const version: string = packageJson.version;

/** redocScriptPath finds the viewer of /redoc. */
export function redocScriptPath(): string {
  return createRequire(import.meta.url).resolve('redoc/bundles/redoc.standalone.js');
}
