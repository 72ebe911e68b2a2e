/** engines are the pluggable parsers, behind one port: page engines read page by page, document engines convert at once. */

export { createBuiltInEngines } from './built-in.ts';
export * from './engine.ts';
export { createServiceEngines, type Services } from './service-engines.ts';
