import type { PdfiumApi } from './pdfium.ts';

/** More marks than this around one piece of text are not looked at. */
const mostMarks = 8;
/** FPDF_OBJECT_STRING. */
const textValue = 3;

/** SpokenText knows which texts of a page were given already. */
export interface SpokenText {
  /** isRepeated: the text of the object stands for several objects, and an earlier one has given it. */
  isRepeated(object: number): boolean;
}

/**
 * spokenTextOf watches texts that the file tells in words (`ActualText`) for several pieces of one cluster, as a letter and its marks. PDFium
 * gives such a text again when other letters stand between the pieces.
 */
export function spokenTextOf({ fpdf }: PdfiumApi): SpokenText {
  const first = new Map<number, number>();
  return {
    isRepeated(object) {
      const count = Math.min(fpdf.FPDFPageObj_CountMarks(object), mostMarks);
      for (let at = count - 1; at >= 0; at -= 1) {
        const mark = fpdf.FPDFPageObj_GetMark(object, at);
        if (mark === 0 || fpdf.FPDFPageObjMark_GetParamValueType(mark, 'ActualText') !== textValue) continue;
        const other = first.get(mark);
        first.set(mark, other ?? object);
        return other !== undefined && other !== object;
      }
      return false;
    },
  };
}

/** mayBeSpoken tells codes of scripts whose letters are put together of pieces: only those are worth asking for. */
export function mayBeSpoken(code: number): boolean {
  return (code >= 0xc0 && code < 0x250) || (code >= 0x300 && code < 0x370) || (code >= 0x590 && code < 0x2000);
}
