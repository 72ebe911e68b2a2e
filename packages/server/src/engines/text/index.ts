export { createTextEngine } from './text-engine.ts';
