import type { Language, SourceBlock, SourceItem, SourceTable, TableStyle } from './model.ts';
import type { Prose } from './prose.ts';
import { createRandom } from './random.ts';
import { codeBlock, formulas, hardFormulas } from './specimens.ts';
import { type TableContent, tableOf } from './tables.ts';

/** Template writes a document of one kind. */
export type Template = (prose: Prose, seed: number, language: Language) => readonly SourceBlock[];

const title = (level: 1 | 2 | 3 | 4, text: string): SourceBlock => ({ kind: 'title', level, text });
const text = (words: string): SourceBlock => ({ kind: 'text', text: words });

function bullets(prose: Prose, count: number, depth = 1): readonly SourceItem[] {
  return Array.from({ length: count }, (_, at) => ({
    text: prose.phrase(),
    ...(depth > 1 && at % 2 === 0 ? { items: bullets(prose, 2, depth - 1) } : {}),
  }));
}

/** report has numbered sections with lists, tables, figures and footnotes. */
export const report: Template = (prose, seed, language) => {
  const sections = Array.from({ length: 4 }, (_, at): readonly SourceBlock[] => [
    title(2, `${at + 1} ${prose.title()}`),
    text(prose.paragraph(6)),
    { kind: 'text', text: prose.paragraph(4), ...(at % 2 === 0 ? { note: prose.sentence() } : {}) },
    title(3, `${at + 1}.1 ${prose.title()}`),
    text(prose.paragraph(5)),
    { kind: 'list', ordered: at % 2 === 1, items: bullets(prose, 4, at === 2 ? 2 : 1) },
    text(prose.paragraph(4)),
    at % 2 === 0
      ? tableOf({
          content: 'numbers',
          style: 'ruled',
          language,
          seed: seed + at,
          rows: 6,
          columns: 5,
          caption: `${prose.label('table')} ${at + 1}: ${prose.phrase()}`,
        })
      : { kind: 'figure', caption: `${prose.label('figure')} ${at + 1}: ${prose.phrase()}` },
    text(prose.paragraph(7)),
  ]);
  return [title(1, prose.phrase()), text(prose.paragraph(5)), ...sections.flat()];
};

/** paper has authors, an abstract, numbered sections, formulas, a table and a figure. */
export const paper: Template = (prose, seed, language) => {
  const some = formulas(seed);
  const sections = Array.from({ length: 5 }, (_, at): readonly SourceBlock[] => [
    title(2, `${at + 1}. ${prose.title()}`),
    text(prose.paragraph(6)),
    text(prose.paragraph(8)),
    ...(at % 2 === 0 ? [title(3, `${at + 1}.1. ${prose.title()}`), text(prose.paragraph(9))] : []),
    ...(at === 1
      ? [
          tableOf({
            content: 'numbers',
            style: 'booktabs',
            language,
            seed,
            rows: 6,
            columns: 4,
            caption: `${prose.label('table')} 1. ${prose.phrase()}.`,
          }),
        ]
      : []),
    ...some.slice(at * 2, at * 2 + 2).flatMap((formula): readonly SourceBlock[] => [formula, text(prose.paragraph(5))]),
    ...(at === 3 ? [{ kind: 'figure', caption: `${prose.label('figure')} 1. ${prose.phrase()}.` } as const] : []),
    text(prose.paragraph(10)),
  ]);
  return [
    title(1, prose.phrase()),
    { kind: 'text', text: 'Anna Kowalska, Ben Okafor, Chen Wei', front: true },
    { kind: 'text', text: 'Institute of Applied Hydrology, Riverside', front: true },
    text(prose.paragraph(8)),
    ...sections.flat(),
  ];
};

/** manual has steps, boxes, programs and nested lists. */
export const manual: Template = (prose, seed) => [
  title(1, prose.phrase()),
  ...Array.from({ length: 4 }, (_, at): readonly SourceBlock[] => [
    title(2, prose.title()),
    text(prose.paragraph(3)),
    { kind: 'list', ordered: true, items: bullets(prose, 5, 2) },
    { kind: 'box', text: prose.paragraph(2) },
    title(3, prose.title()),
    text(prose.paragraph(3)),
    codeBlock(seed + at),
    { kind: 'list', ordered: false, items: bullets(prose, 3, 3) },
  ]).flat(),
];

/** article has sections of paragraphs and boxes. */
export const article: Template = (prose) => [
  title(1, prose.phrase()),
  text(prose.paragraph(7)),
  ...Array.from({ length: 5 }, (_, at): readonly SourceBlock[] => [
    title(2, prose.title()),
    text(prose.paragraph(8)),
    text(prose.paragraph(9)),
    ...(at % 2 === 1 ? [{ kind: 'box', text: prose.paragraph(3) } as const] : []),
    text(prose.paragraph(6)),
  ]).flat(),
];

/** leaflet has boxes with round corners: wide ones of one sentence, some in a row, and some that text runs around. */
export const leaflet: Template = (prose) => [
  title(1, prose.phrase()),
  text(prose.paragraph(4)),
  ...Array.from({ length: 3 }, (_, at): readonly SourceBlock[] => [
    title(2, prose.title()),
    { kind: 'box', text: prose.sentence(), round: true },
    text(prose.paragraph(6)),
    { kind: 'cards', texts: [prose.paragraph(2), prose.sentence(), prose.paragraph(2)] },
    text(prose.paragraph(3)),
    ...(at === 1 ? [{ kind: 'box', text: prose.paragraph(2), round: true, beside: true } as const] : []),
    text(prose.paragraph(5)),
  ]).flat(),
];

/** invoice has an address, sums in a table, and conditions. */
export const invoice: Template = (prose, seed, language) => {
  const random = createRandom(seed);
  return [
    title(1, `${prose.title()} ${random.whole(10_000, 99_999)}`),
    text(`Riverside Mills Ltd, ${random.whole(1, 99)} Weir Lane`),
    text(prose.sentence()),
    tableOf({
      content: 'money',
      style: random.pick(['zebra', 'ruled', 'partly'] as const),
      language,
      seed,
      rows: 7,
      columns: 4,
    }),
    text(prose.sentence()),
    text(prose.paragraph(2)),
  ];
};

/** slides have a title and nested bullets each. */
export const slides: Template = (prose) =>
  Array.from({ length: 5 }, (_, at): readonly SourceBlock[] => [
    ...(at === 0 ? [] : [{ kind: 'pageBreak' } as const]),
    title(1, prose.title()),
    { kind: 'list', ordered: false, items: bullets(prose, 4, 2) },
    ...(at === 2 ? [{ kind: 'figure', caption: prose.phrase() } as const] : []),
  ]).flat();

/** thesis has front matter, chapters on new pages, quotations, a bibliography. */
export const thesis: Template = (prose) => {
  const chapters = Array.from({ length: 4 }, (_, at) => ({ number: at + 1, name: prose.title(), part: prose.title() }));
  return [
    title(1, prose.phrase()),
    title(2, prose.label('contents')),
    {
      kind: 'contents',
      entries: chapters.flatMap(({ number, name, part }) => [
        { depth: 1, text: `${number} ${name}`, page: number + 1 },
        { depth: 2, text: `${number}.1 ${part}`, page: number + 1 },
      ]),
    },
    ...chapters.flatMap(({ number, name, part }): readonly SourceBlock[] => [
      { kind: 'pageBreak' },
      title(2, `${number} ${name}`),
      text(prose.paragraph(6)),
      { kind: 'quote', text: prose.paragraph(3) },
      text(prose.paragraph(6)),
      title(3, `${number}.1 ${part}`),
      ...(number % 2 === 0 ? [] : [{ kind: 'text', text: prose.paragraph(5), note: prose.sentence() } as const]),
      text(prose.paragraph(9)),
      { kind: 'list', ordered: true, items: bullets(prose, 3) },
      text(prose.paragraph(6)),
    ]),
    { kind: 'pageBreak' },
    title(2, prose.title()),
    {
      kind: 'references',
      entries: Array.from(
        { length: 12 },
        (_, at) =>
          `${names[at % names.length]}, ${1990 + at * 2}. ${prose.phrase()}. ${prose.noun()} ${at + 3}, ${at * 11 + 20}–${at * 11 + 31}.`,
      ),
    },
  ];
};

const names = [
  'Kowalska, A., Okafor, B.',
  'Chen, W.',
  'Müller, J., Costa, R., Lind, P.',
  'Haddad, S.',
  'Novák, P., Ito, K.',
];

/** letter. */
export const letter: Template = (prose) => [
  text('Riverside Mills Ltd\n12 Weir Lane\nNorthbridge NB4 7QT'),
  text('Ms Anna Kowalska\nInstitute of Applied Hydrology\n3 Harbour Street\nRiverside RS1 1AA'),
  text('14 March 2024'),
  title(1, prose.phrase()),
  text('Dear Ms Kowalska,'),
  text(prose.paragraph(4)),
  { kind: 'list', ordered: false, items: bullets(prose, 3) },
  text(prose.paragraph(5)),
  text('Yours sincerely,'),
  text('Ben Okafor\nHead of maintenance'),
];

/** tablesOf makes two tables between paragraphs; `rows` above 40 makes it go on over pages. */
export function tablesOf(
  style: TableStyle,
  content: TableContent,
  rows = 8,
  looks: Pick<SourceTable, 'leaders' | 'scale' | 'rotated'> = {},
): Template {
  return (prose, seed, language) => [
    title(1, prose.phrase()),
    ...[0, 1].flatMap((at): readonly SourceBlock[] => [
      title(2, prose.title()),
      text(prose.paragraph(3)),
      tableOf({
        content,
        style,
        language,
        seed: seed + at,
        rows: rows + at,
        columns: content === 'grouped' ? 6 : content === 'words' ? 3 : 5 + at,
        ...looks,
        ...(at === 0 ? { caption: `${prose.label('table')} 1: ${prose.phrase()}` } : {}),
      }),
      text(prose.paragraph(4)),
    ]),
  ];
}

/** tableFree pages look like tables here and there but hold none. */
export const tableFree: Template = (prose, seed) => [
  title(1, prose.phrase()),
  { kind: 'text', text: 'Anna Kowalska    Ben Okafor    Chen Wei', front: true },
  text(prose.paragraph(6)),
  { kind: 'list', ordered: false, items: Array.from({ length: 8 }, () => ({ text: prose.noun() })) },
  title(2, prose.title()),
  ...formulas(seed).slice(0, 2),
  text(prose.paragraph(5)),
  codeBlock(seed),
  { kind: 'list', ordered: true, items: bullets(prose, 6) },
  { kind: 'figure', caption: `${prose.label('figure')} 1: ${prose.phrase()}` },
  text(prose.paragraph(9)),
];

/** formulaSheet has all specimens of formulas between paragraphs. */
export const formulaSheet: Template = (prose, seed) => [
  title(1, prose.phrase()),
  ...formulas(seed).flatMap((formula): readonly SourceBlock[] => [text(prose.paragraph(2)), formula]),
];

/** hardFormulaSheet has the harder specimens between paragraphs. */
export const hardFormulaSheet: Template = (prose, seed) => [
  title(1, prose.phrase()),
  ...hardFormulas(seed).flatMap((formula): readonly SourceBlock[] => [text(prose.paragraph(2)), formula]),
];

/** listing has programs between paragraphs. */
export const listing: Template = (prose, seed) => [
  title(1, prose.phrase()),
  ...[0, 1, 2].flatMap((at): readonly SourceBlock[] => [
    title(2, prose.title()),
    text(prose.paragraph(2)),
    codeBlock(seed + at),
  ]),
];

/** workbook has a sheet for each title of level 2. */
export const workbook: Template = (prose, seed, language) =>
  (['numbers', 'grouped', 'words', 'statistics', 'sparse'] as const).flatMap((content, at): readonly SourceBlock[] => [
    title(2, prose.title()),
    tableOf({ content, style: 'ruled', language, seed: seed + at, rows: 9, columns: content === 'grouped' ? 6 : 4 }),
  ]);

/** deck is for presentation programs: slides, the last one with a table. */
export const deck: Template = (prose, seed, language) => [
  ...slides(prose, seed, language).filter(({ kind }) => kind === 'title' || kind === 'list'),
  title(1, prose.title()),
  tableOf({ content: 'grouped', style: 'ruled', language, seed, rows: 6, columns: 6 }),
];
