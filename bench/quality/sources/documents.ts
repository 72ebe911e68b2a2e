import type { Language, Layout, Maker, Source, SourceBlock, SourceItem, SourceTable, TableStyle } from './model.ts';
import { createProse, type Prose } from './prose.ts';
import { createRandom } from './random.ts';
import { codeBlock, formulas } from './specimens.ts';
import { type TableContent, tableOf } from './tables.ts';

interface Wish {
  readonly name: string;
  readonly maker: Maker;
  readonly language?: Language;
  readonly layout?: Partial<Layout>;
  readonly seed: number;
}

type Template = (prose: Prose, seed: number, language: Language) => readonly SourceBlock[];

function document(kind: string, template: Template, { name, maker, language = 'en', layout, seed }: Wish): Source {
  const blocks = template(createProse(language, seed), seed, language);
  return { name: `${kind}-${name}`, kind, maker, language, layout: { columns: 1, ...layout }, blocks };
}

const title = (level: 1 | 2 | 3 | 4, text: string): SourceBlock => ({ kind: 'title', level, text });
const text = (words: string): SourceBlock => ({ kind: 'text', text: words });

function bullets(prose: Prose, count: number, depth = 1): readonly SourceItem[] {
  return Array.from({ length: count }, (_, at) => ({
    text: prose.phrase(),
    ...(depth > 1 && at % 2 === 0 ? { items: bullets(prose, 2, depth - 1) } : {}),
  }));
}

const report: Template = (prose, seed, language) => {
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

const paper: Template = (prose, seed, language) => {
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

const manual: Template = (prose, seed) => [
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

const article: Template = (prose) => [
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

const invoice: Template = (prose, seed, language) => {
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

const slides: Template = (prose) =>
  Array.from({ length: 5 }, (_, at): readonly SourceBlock[] => [
    ...(at === 0 ? [] : [{ kind: 'pageBreak' } as const]),
    title(1, prose.title()),
    { kind: 'list', ordered: false, items: bullets(prose, 4, 2) },
    ...(at === 2 ? [{ kind: 'figure', caption: prose.phrase() } as const] : []),
  ]).flat();

/** Front matter, chapters on new pages, quotations, a bibliography. */
const thesis: Template = (prose) => {
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

const letter: Template = (prose) => [
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

/** One table of each size between paragraphs; `rows` above 40 makes it go on over pages. */
function tablesOf(
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

/** Pages that look like tables here and there but hold none. */
const tableFree: Template = (prose, seed) => [
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

const formulaSheet: Template = (prose, seed) => [
  title(1, prose.phrase()),
  ...formulas(seed).flatMap((formula): readonly SourceBlock[] => [text(prose.paragraph(2)), formula]),
];

const listing: Template = (prose, seed) => [
  title(1, prose.phrase()),
  ...[0, 1, 2].flatMap((at): readonly SourceBlock[] => [
    title(2, prose.title()),
    text(prose.paragraph(2)),
    codeBlock(seed + at),
  ]),
];

const styles: readonly TableStyle[] = ['ruled', 'booktabs', 'zebra', 'borderless', 'partly'];
const makers: readonly Maker[] = ['chromium', 'typst', 'libreoffice'];

/** sources gives the documents of the corpus. */
export function sources(): readonly Source[] {
  const serif = { font: 'serif', justified: true } as const;
  return [
    ...makers.map((maker, at) =>
      document('report', report, {
        name: `en-${maker}`,
        maker,
        seed: 11 + at,
        layout: { ...serif, header: 'Annual report' },
      }),
    ),
    document('report', report, {
      name: 'de',
      maker: 'typst',
      language: 'de',
      seed: 21,
      layout: { ...serif, indented: true, header: 'Jahresbericht' },
    }),
    document('report', report, { name: 'fr', maker: 'chromium', language: 'fr', seed: 22 }),
    ...(['ru', 'zh', 'ja', 'ko', 'ar'] as const).flatMap((language, at) => [
      document(`report ${language}`, report, { name: 'chromium', maker: 'chromium', language, seed: 30 + at }),
      document(`report ${language}`, report, {
        name: 'typst',
        maker: 'typst',
        language,
        seed: 40 + at,
        layout: { ...serif, font: 'sans', header: '2024' },
      }),
    ]),
    ...(['en', 'de', 'zh'] as const).map((language, at) =>
      document('paper, 2 columns', paper, {
        name: language,
        maker: 'typst',
        language,
        seed: 51 + at,
        layout: { ...serif, columns: 2, size: 9, indented: at !== 2, header: 'Journal of Mills 12 (2024)' },
      }),
    ),
    document('paper, 3 columns', paper, {
      name: 'en',
      maker: 'typst',
      seed: 61,
      layout: { ...serif, columns: 3, size: 8, indented: true },
    }),
    document('article, 2 columns', article, {
      name: 'en',
      maker: 'chromium',
      seed: 71,
      layout: { columns: 2, font: 'serif', justified: true },
    }),
    document('article, 2 columns', article, {
      name: 'ru',
      maker: 'libreoffice',
      language: 'ru',
      seed: 72,
      layout: { columns: 2, indented: true, justified: true },
    }),
    document('article, 3 columns', article, {
      name: 'fr',
      maker: 'chromium',
      language: 'fr',
      seed: 73,
      layout: { columns: 3, size: 9 },
    }),
    document('article, 3 columns', article, {
      name: 'ja',
      maker: 'chromium',
      language: 'ja',
      seed: 74,
      layout: { columns: 3, size: 9 },
    }),
    ...makers.map((maker, at) =>
      document('manual', manual, {
        name: maker,
        maker,
        seed: 81 + at,
        language: (['en', 'de', 'en'] as const)[at] ?? 'en',
      }),
    ),
    ...makers.map((maker, at) =>
      document('invoice', invoice, { name: maker, maker, seed: 91 + at, layout: { font: 'sans' } }),
    ),
    document('slides', slides, {
      name: 'chromium',
      maker: 'chromium',
      seed: 101,
      layout: { columns: 1, landscape: true, size: 20 },
    }),
    document('slides', slides, {
      name: 'typst',
      maker: 'typst',
      seed: 102,
      layout: { columns: 1, landscape: true, size: 20, font: 'sans' },
    }),
    ...styles.flatMap((style, at) => [
      ...makers.map((maker, one) =>
        document(`tables ${style}`, tablesOf(style, 'numbers'), { name: maker, maker, seed: 110 + at * 10 + one }),
      ),
      document(`tables ${style}`, tablesOf(style, 'words', 6), {
        name: 'words',
        maker: makers[at % 2] ?? 'typst',
        seed: 115 + at * 10,
      }),
    ]),
    ...styles.map((style, at) =>
      document('tables with spans', tablesOf(style, 'grouped', 9), {
        name: style,
        maker: makers[at % 3] ?? 'typst',
        seed: 170 + at,
      }),
    ),
    ...(['ruled', 'booktabs', 'borderless'] as const).map((style, at) =>
      document('tables over pages', tablesOf(style, 'numbers', 60), {
        name: style,
        maker: makers[at] ?? 'typst',
        seed: 180 + at,
      }),
    ),
    ...styles.map((style, at) =>
      document('tables statistics', tablesOf(style, 'statistics', 17, { scale: 0.8, leaders: at % 2 === 1 }), {
        name: style,
        maker: makers[at % 2] ?? 'typst',
        seed: 195 + at,
      }),
    ),
    document('tables statistics', tablesOf('booktabs', 'statistics', 17), { name: 'latex', maker: 'latex', seed: 205 }),
    document('tables statistics', tablesOf('borderless', 'statistics', 17, { scale: 0.7, leaders: true }), {
      name: '2-columns',
      maker: 'typst',
      seed: 206,
      layout: { ...serif, columns: 2 },
    }),
    document('tables sparse', tablesOf('booktabs', 'sparse', 10), { name: 'booktabs', maker: 'typst', seed: 190 }),
    document('tables sparse', tablesOf('ruled', 'sparse', 10), { name: 'ruled', maker: 'chromium', seed: 191 }),
    document('tables zh', tablesOf('ruled', 'words', 8), {
      name: 'words',
      maker: 'chromium',
      language: 'zh',
      seed: 192,
    }),
    document('no table', tableFree, { name: '1-column', maker: 'typst', seed: 200, layout: serif }),
    document('no table', tableFree, {
      name: '2-columns',
      maker: 'typst',
      seed: 201,
      layout: { ...serif, columns: 2, size: 9 },
    }),
    document('no table', article, {
      name: 'article',
      maker: 'typst',
      seed: 202,
      layout: { ...serif, columns: 3, size: 8 },
    }),
    document('no table', manual, { name: 'manual-zh', maker: 'chromium', language: 'zh', seed: 203 }),
    document('formulas', formulaSheet, { name: 'serif', maker: 'typst', seed: 210, layout: serif }),
    document('formulas', formulaSheet, {
      name: '2-columns',
      maker: 'typst',
      seed: 211,
      layout: { ...serif, columns: 2, size: 9 },
    }),
    ...([...makers, 'latex'] as const).map((maker, at) =>
      document('thesis', thesis, {
        name: maker,
        maker,
        language: (['en', 'fr', 'de', 'en'] as const)[at] ?? 'en',
        seed: 230 + at,
        layout: { ...serif, size: 11, indented: at === 2, header: 'A study of mills' },
      }),
    ),
    ...makers.map((maker, at) =>
      document('letter', letter, { name: maker, maker, seed: 240 + at, layout: { size: 11 } }),
    ),
    document('report, watermark', report, {
      name: 'chromium',
      maker: 'chromium',
      seed: 244,
      layout: { watermark: 'DRAFT' },
    }),
    document('report, watermark', report, {
      name: 'typst',
      maker: 'typst',
      seed: 245,
      layout: { ...serif, watermark: 'DRAFT' },
    }),
    document('vertical', article, {
      name: 'ja',
      maker: 'chromium',
      language: 'ja',
      seed: 246,
      layout: { vertical: true, font: 'serif' },
    }),
    document('tables rotated', tablesOf('booktabs', 'numbers', 8, { rotated: true }), {
      name: 'booktabs',
      maker: 'typst',
      seed: 247,
    }),
    document('tables rotated', tablesOf('ruled', 'statistics', 9, { rotated: true }), {
      name: 'ruled',
      maker: 'typst',
      seed: 248,
    }),
    document('formulas', formulaSheet, { name: 'latex', maker: 'latex', seed: 212 }),
    document('formulas', formulaSheet, { name: 'latex-2-columns', maker: 'latex', seed: 213, layout: { columns: 2 } }),
    document('code', listing, { name: 'latex', maker: 'latex', seed: 223 }),
    ...(['en', 'de', 'fr'] as const).flatMap((language, at) => [
      document('paper, LaTeX', paper, {
        name: language,
        maker: 'latex',
        language,
        seed: 54 + at,
        layout: { columns: 2, header: 'Journal of Mills 12 (2024)' },
      }),
      document('report, LaTeX', report, {
        name: language,
        maker: 'latex',
        language,
        seed: 24 + at,
        layout: { columns: 1, size: 11 },
      }),
    ]),
    document('manual', manual, { name: 'latex', maker: 'latex', seed: 84 }),
    document('tables booktabs', tablesOf('booktabs', 'words', 6), { name: 'words-latex', maker: 'latex', seed: 126 }),
    document('tables ruled', tablesOf('ruled', 'numbers'), { name: 'latex', maker: 'latex', seed: 117 }),
    document('tables borderless', tablesOf('borderless', 'numbers'), { name: 'latex', maker: 'latex', seed: 146 }),
    document('no table', tableFree, { name: 'latex', maker: 'latex', seed: 204, layout: { columns: 2 } }),
    ...makers.map((maker, at) => document('code', listing, { name: maker, maker, seed: 220 + at })),
  ];
}
