/** engines are the pluggable parsers, behind one port: page engines read page by page, document engines convert at once. */
export * from './engine.ts';
export { createBuiltInEngines } from './built-in.ts';
