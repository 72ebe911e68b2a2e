import type { Bbox } from '@docmill/document';
import type { AssetBytes, EngineLimits } from '../../engine.ts';
import type { Deadline } from '../deadline.ts';
import type { Picture } from '../page-content.ts';
import type { PdfiumApi } from '../pdfium.ts';
import { takeRegion } from '../pictures.ts';
import type { FoundFormula } from './find-formulas.ts';

const dpi = 144;
/** Room around a formula in its picture, points. */
const margin = 2;

/** DrawInput says which formulas of which page. */
export interface DrawInput {
  readonly page: number;
  readonly formulas: readonly FoundFormula[];
  readonly limits: EngineLimits;
  readonly deadline: Deadline;
  /** Whether pictures are wanted; else the places of the formulas are given. */
  readonly wanted: boolean;
}

/** drawFormulas draws the displayed formulas of a page, each as a picture of its own. */
export function drawFormulas(
  api: PdfiumApi,
  { page, formulas, limits, deadline, wanted }: DrawInput,
): { readonly pictures: readonly Picture[]; readonly assets: readonly AssetBytes[] } {
  if (!wanted) {
    const place = ({ bbox, latex, text }: FoundFormula): Picture => ({
      type: 'picture',
      bbox,
      formula: { latex, text },
    });
    return { pictures: formulas.map(place), assets: [] };
  }
  const taken = formulas.map(({ bbox, latex, text }) => {
    deadline.check();
    const { picture, asset } = takeRegion(api, { page, bbox: grown(bbox), dpi, maxPixels: limits.maxPixels });
    return { picture: { ...picture, bbox, formula: { latex, text } }, asset };
  });
  return { pictures: taken.map(({ picture }) => picture), assets: taken.map(({ asset }) => asset) };
}

function grown([x0, y0, x1, y1]: Bbox): Bbox {
  return [x0 - margin, y0 - margin, x1 + margin, y1 + margin];
}
