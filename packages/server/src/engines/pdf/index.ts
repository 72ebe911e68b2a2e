export { createPdfEngine } from './pdf-engine.ts';
