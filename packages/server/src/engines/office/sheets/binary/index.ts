export { readXls, readXlsb } from './read-binary.ts';
