import { unionBbox } from '@docmill/document';
import type { Segment } from '../page-content.ts';
import type { PagePath } from '../paths.ts';
import type { Group } from './panels.ts';

/** An underline lies between the baseline of its words and this far below it, in sizes; points by which it may stand out beside them. */
const below = 0.4;
const standOut = 2;
/** Heights by which words are looked up, points. */
const step = 8;

/** withoutUnderlines leaves out the lines below words, as links have them: they are no part of a drawing. */
export function withoutUnderlines(paths: readonly PagePath[], segments: readonly Segment[]): readonly PagePath[] {
  if (!paths.some(({ kind }) => kind === 'horizontal')) return paths;
  const lines = Map.groupBy(
    segments.filter(({ angle }) => angle === 0),
    ({ baseline }) => Math.floor(baseline / step),
  );
  const isUnder = ({ bbox: [x0, y, x1] }: PagePath, words: Segment) => {
    const down = y - words.baseline;
    if (down < 0 || down > below * words.size) return false;
    return x0 >= words.bbox[0] - standOut && x1 <= words.bbox[2] + standOut;
  };
  return paths.filter((path) => {
    if (path.kind !== 'horizontal') return true;
    const at = Math.floor(path.bbox[1] / step);
    return ![at, at - 1].some((height) => lines.get(height)?.some((words) => isUnder(path, words)));
  });
}

/** A rule so many times longer than all that is drawn near it parts the page, and is no axis. */
const muchLonger = 2.5;

/** withoutLongRules takes the rules that run on far beyond the shapes off what is drawn close together, as those of a masthead do beside its sign. */
export function withoutLongRules({ paths, images }: Group): Group {
  const isRule = ({ kind }: PagePath) => kind === 'horizontal' || kind === 'vertical';
  const core = unionBbox([...paths.filter((path) => !isRule(path)).map(({ bbox }) => bbox), ...images]);
  if (core === undefined) return { paths, images };
  const [across, down] = [muchLonger * (core[2] - core[0]), muchLonger * (core[3] - core[1])];
  const isLong = ({ kind, bbox }: PagePath) =>
    kind === 'horizontal' ? bbox[2] - bbox[0] > across : kind === 'vertical' && bbox[3] - bbox[1] > down;
  return { paths: paths.filter((path) => !isLong(path)), images };
}
