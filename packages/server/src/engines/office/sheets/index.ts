export { readOds } from './ods/read-ods.ts';
export { readXlsx } from './xlsx/read-xlsx.ts';
