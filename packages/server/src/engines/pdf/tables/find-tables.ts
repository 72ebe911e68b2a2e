import { withTrueBrackets } from '../bidi-brackets.ts';
import { runsRightToLeft } from '../direction.ts';
import type { Glyph, GlyphTraits } from '../glyphs.ts';
import type { Segment } from '../page-content.ts';
import { toSegments } from '../segments.ts';
import { draftOf, type FoundTable, share } from './draft.ts';
import { fromRight, mirrorOf, swapped } from './mirror.ts';
import { type SearchInput, search } from './search.ts';
import type { TableDraft } from './table-draft.ts';
import { type PageSize, turnOf } from './turn.ts';

/** FoundTables are the tables of a page and the text that stands outside of them. */
export interface FoundTables {
  readonly tables: readonly TableDraft[];
  readonly segments: readonly Segment[];
}

/** Text of another direction than the page's with fewer glyphs than this is a label. */
const fewestTurned = 40;
/** TablesInput is a page's text and lines. */
export type TablesInput = SearchInput & PageSize & { readonly traits: GlyphTraits };

/** findTables finds the tables of a page, in each direction of text, and takes their text from the segments. */
export function findTables({ glyphs, traits, fonts, rulings, tagged = [], ...size }: TablesInput): FoundTables {
  const mirrorFor = (own: readonly Glyph[], width: number): Pick<SearchInput, 'mirror'> =>
    traits.otherScripts && runsRightToLeft(own) ? { mirror: mirrorOf(width) } : {};
  if (!traits.turned) return tablesOf({ glyphs, fonts, rulings, tagged, ...mirrorFor(glyphs, size.width) });
  const tables: TableDraft[] = [];
  const segments: Segment[] = [];
  for (const angle of [0, 90, 180, 270] as const) {
    const own = glyphs.filter((glyph) => glyph.angle === angle);
    if (own.length === 0) continue;
    const turn = turnOf(angle, size);
    const turned = angle === 0 ? own : own.map(turn.glyph);
    const width = angle === 90 || angle === 270 ? size.height : size.width;
    const upright = angle === 0 ? tagged : [];
    const lines = turn.rulings(rulings);
    const input = { glyphs: turned, fonts, rulings: lines, tagged: upright, ...mirrorFor(turned, width) };
    const found = angle !== 0 && own.length < fewestTurned ? undefined : search(input);
    if (found === undefined || found.tables.length === 0) segments.push(...toSegments(own));
    else {
      const { taken, rest } = found.shares ?? share(found.tables, turned);
      segments.push(...toSegments(rest.map((at) => own[at] as Glyph)));
      found.tables.forEach((table, index) => {
        const draft = draftIn(input, table, taken[index] ?? []);
        tables.push(angle === 0 ? draft : { ...draft, bbox: turn.back(draft.bbox), angle });
      });
    }
  }
  return { tables, segments };
}

function tablesOf(input: SearchInput): FoundTables {
  const { tables, segments, shares } = search(input);
  if (tables.length === 0) return { tables: [], segments: segments ?? toSegments(input.glyphs) };
  const { taken, rest } = shares ?? share(tables, input.glyphs);
  return {
    segments: segments ?? toSegments(rest.map((at) => input.glyphs[at] as Glyph)),
    tables: tables.map((table, index) => draftIn(input, table, taken[index] ?? [])),
  };
}

/** draftIn makes a draft whose first column is the first one to be read. */
function draftIn({ mirror }: SearchInput, table: FoundTable, glyphs: readonly Glyph[]): TableDraft {
  if (mirror === undefined) return draftOf(table, glyphs);
  // Cells of numbers have no letters that tell how they run.
  const draft = draftOf(table, withTrueBrackets(glyphs));
  const columns = draft.xs.length - 1;
  const cells = draft.cells.map((cell) => ({ ...swapped(cell, columns), lines: cell.lines.map(fromRight) }));
  return { ...draft, cells };
}
