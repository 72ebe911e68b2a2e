import { openPackage } from '../package/office-package.ts';
import { coreMetadata } from '../package/properties.ts';
import type { Reader } from '../reader.ts';

/** readDocx reads the texts of Word: docx, docm and dotx. */
export const readDocx: Reader = async ({ path, limits }) => {
  const file = await openPackage(path, limits.archive);
  return { pages: [{ index: 0, blocks: [] }], metadata: coreMetadata(file), warnings: [] };
};
