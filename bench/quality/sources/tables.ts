import type { Language, SourceCell, SourceTable, TableStyle } from './model.ts';
import { createProse } from './prose.ts';
import { createRandom, type Random } from './random.ts';

/** TableContent: what stands in the cells. */
export type TableContent = 'numbers' | 'money' | 'words' | 'grouped' | 'sparse' | 'statistics' | 'passages';

/** TableWish asks for a table; the same wish gives the same table. */
export interface TableWish {
  readonly content: TableContent;
  readonly style: TableStyle;
  readonly language: Language;
  readonly seed: number;
  readonly rows: number;
  readonly columns: number;
  readonly caption?: string;
  readonly leaders?: boolean;
  readonly scale?: number;
  readonly rotated?: boolean;
}

/** tableOf makes a table. Each row begins with a name; the first row, of grouped ones the first two, are headers. */
export function tableOf(wish: TableWish): SourceTable {
  const { content, style, caption, leaders, scale, rotated } = wish;
  return {
    kind: 'table',
    style,
    head: content === 'grouped' || content === 'statistics' ? 2 : 1,
    rows: rowsOf(wish),
    ...(content === 'words' || content === 'passages' ? {} : { numbersFrom: content === 'grouped' ? 2 : 1 }),
    ...(caption === undefined ? {} : { caption }),
    ...(leaders === undefined ? {} : { leaders }),
    ...(scale === undefined ? {} : { scale }),
    ...(rotated === undefined ? {} : { rotated }),
  };
}

function rowsOf(wish: TableWish): readonly (readonly SourceCell[])[] {
  if (wish.content === 'grouped') return groupedRows(wish);
  if (wish.content === 'passages') return passageRows(wish);
  return wish.content === 'statistics' ? statisticsRows(wish) : plainRows(wish);
}

function plainRows({ content, language, seed, rows, columns }: TableWish): readonly (readonly SourceCell[])[] {
  const prose = createProse(language, seed);
  const random = createRandom(seed);
  const others = Array.from({ length: columns - 1 }, (_, at) => at);
  const heads = others.map((at) => (content === 'words' ? prose.title() : `${2015 + at}`));
  const body = Array.from({ length: rows }, (_, row) => [
    named(prose.noun(), row),
    ...others.map((column) => {
      if (content === 'words') return column === 0 ? prose.phrase() : prose.noun();
      if (content === 'sparse' && random.whole(0, 2) === 0) return '';
      return numberOf(content, random);
    }),
  ]);
  return [[prose.title(), ...heads], ...body];
}

/** Names are told apart, as rows of real tables are. */
function named(name: string, row: number): string {
  return row < 8 ? name : `${name} ${Math.floor(row / 8) + 1}`;
}

function numberOf(content: TableContent, random: Random): string {
  if (content === 'money') return `${random.whole(1, 99)},${random.whole(100, 999)}.${random.whole(10, 99)}`;
  return random.pick([
    `${random.whole(1, 999)}`,
    `${random.whole(0, 99)}.${random.whole(0, 9)}`,
    `${random.whole(1, 99)} %`,
  ]);
}

/** Two rows of headers with groups of two columns, and a group name that spans three rows. */
function groupedRows({ language, seed, rows, columns }: TableWish): readonly (readonly SourceCell[])[] {
  const prose = createProse(language, seed);
  const random = createRandom(seed);
  const groups = Math.max(1, Math.floor((columns - 2) / 2));
  const top: SourceCell[] = [
    { text: prose.title(), rows: 2 },
    { text: prose.title(), rows: 2 },
  ];
  for (let group = 0; group < groups; group += 1) top.push({ text: prose.title(), columns: 2 });
  const second = Array.from({ length: groups * 2 }, (_, at) => (at % 2 === 0 ? '2023' : '2024'));
  const body = Array.from({ length: rows }, (_, row) => {
    const cells: SourceCell[] = [named(prose.noun(), row), ...second.map(() => numberOf('numbers', random))];
    const height = Math.min(3, rows - row);
    return row % 3 === 0 ? [{ text: `${String.fromCharCode(65 + row / 3)}`, rows: height }, ...cells] : cells;
  });
  return [top, second, ...body];
}

/** Cells of one to five lines, some empty, some over two rows or two columns: what only lines, or tags, tell the rows of. */
function passageRows({ language, seed, rows, columns }: TableWish): readonly (readonly SourceCell[])[] {
  const prose = createProse(language, seed);
  const random = createRandom(seed);
  const passage = () =>
    random.pick([prose.noun(), prose.phrase(), prose.sentence(), `${prose.sentence()} ${prose.sentence()}`, '']);
  const head = Array.from({ length: columns }, () => prose.title());
  const body: SourceCell[][] = [];
  for (let row = 0; row < rows; row += 1) {
    const isBelow = row % 4 === 2;
    const cells: SourceCell[] = Array.from({ length: columns - 1 }, passage);
    if (row % 5 === 4) cells.splice(0, 2, { text: prose.sentence(), columns: 2 });
    const height = row % 4 === 1 && row + 1 < rows ? 2 : 1;
    body.push(isBelow ? cells : [{ text: named(prose.noun(), row), rows: height }, ...cells]);
  }
  return [head, ...body];
}

/** As offices of statistics print them: heads over groups of columns, groups of indented names, totals, losses in brackets, absent figures. */
function statisticsRows({ language, seed, rows, columns }: TableWish): readonly (readonly SourceCell[])[] {
  const prose = createProse(language, seed);
  const random = createRandom(seed);
  const numbers = columns - 1;
  const left = Math.ceil(numbers / 2);
  const top: readonly SourceCell[] = [
    '',
    { text: prose.title(), columns: left },
    { text: prose.title(), columns: numbers - left },
  ];
  const second = [prose.title(), ...Array.from({ length: numbers }, (_, at) => `${2019 + (at % left)}`)];
  const figures = () => Array.from({ length: numbers }, () => figureOf(random));
  const body = Array.from({ length: rows }, (_, row): readonly SourceCell[] => {
    if (row === rows - 1) return ['Total', ...figures()];
    if (row % 4 === 0) return [named(prose.noun(), row), ...Array.from({ length: numbers }, () => '')];
    return [{ text: named(prose.noun(), row), indent: 1 }, ...figures()];
  });
  return [top, second, ...body];
}

function figureOf(random: Random): string {
  const thousands = `${random.whole(1, 98)},${random.whole(100, 999)}`;
  return random.pick([
    thousands,
    thousands,
    `${random.whole(0, 999)}`,
    `(${random.whole(1, 99)})`,
    `${random.whole(0, 9)}.${random.whole(0, 9)}`,
    '(NA)',
  ]);
}
