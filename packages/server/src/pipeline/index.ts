/** pipeline turns one file into a result: plan, pages, assembly, validation, rendering, artifacts, manifest. */
export { type PipelineDeps, parseDocument } from './parse-document.ts';
