import { readDocx } from '../docx/index.ts';
import { readXls } from '../sheets/binary/index.ts';
import { readXlsx } from '../sheets/index.ts';
import { createLegacyReader } from './index.ts';
import { readWordBinary } from './word-binary.ts';

/** readDoc reads the texts of Word 97 to 2003 and of WPS, which writes the same. */
export const readDoc = createLegacyReader({ from: 'doc', to: 'docx', reader: readDocx, fallback: readWordBinary });

/** readEt reads the sheets of WPS, which are nearly those of Excel 97 to 2003. */
export const readEt = createLegacyReader({ from: 'et', to: 'xlsx', reader: readXlsx, fallback: readXls });
