export { readXlsx } from './xlsx/read-xlsx.ts';
export { readOds } from './ods/read-ods.ts';
