/** The engine for OFD (GB/T 33190), the fixed pages of Chinese invoices and documents: what a page draws goes the way of a PDF's. */
export { createOfdEngine } from './ofd-engine.ts';
