/** Writes docs/reference/configuration.md and its Chinese twin from the table of settings. */
import { writeFileSync } from 'node:fs';
import { renderSettings } from '../packages/server/src/config/index.ts';

const reference = new URL('../docs/reference/', import.meta.url);
writeFileSync(new URL('configuration.md', reference), renderSettings('en'));
writeFileSync(new URL('configuration.zh.md', reference), renderSettings('zh'));
