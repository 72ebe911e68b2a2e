import { readDocx } from '../docx/index.ts';
import { readOdp } from '../odf/index.ts';
import { readXls } from '../sheets/binary/index.ts';
import { readXlsx } from '../sheets/index.ts';
import { createLegacyReader } from './index.ts';
import { readPowerPointBinary } from './powerpoint-binary.ts';
import { readWordBinary } from './word-binary.ts';

/** readDoc reads the texts of Word 97 to 2003 and of WPS, which writes the same. */
export const readDoc = createLegacyReader({ from: 'doc', to: 'docx', reader: readDocx, fallback: readWordBinary });

/** readEt reads the sheets of WPS, which are nearly those of Excel 97 to 2003. */
export const readEt = createLegacyReader({ from: 'et', to: 'xlsx', reader: readXlsx, fallback: readXls });

/** readPpt reads the slides of PowerPoint 97 to 2003 and of WPS; LibreOffice's own format keeps what is a title. */
export const readPpt = createLegacyReader({ from: 'ppt', to: 'odp', reader: readOdp, fallback: readPowerPointBinary });
