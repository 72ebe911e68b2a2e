/** What PDFium cannot open or load, pdf.js may read: text and fonts only. It is loaded when it is needed, and read with once it is. */
export { createSpareReader, isSpared, type SpareReader, surveySpare } from './spare-reader.ts';
