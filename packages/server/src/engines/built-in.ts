import type { Engine } from './engine.ts';
import { createPdfEngine } from './pdf/index.ts';
import { createTextEngine } from './text/index.ts';
import { createWebEngine } from './web/index.ts';

/** createBuiltInEngines makes the engines that every installation has. */
export function createBuiltInEngines(): readonly Engine[] {
  return [createPdfEngine(), createTextEngine(), createWebEngine()];
}
