import type { Language, Layout, Maker, Source, TableStyle } from './model.ts';
import { createProse } from './prose.ts';
import {
  article,
  deck,
  formulaSheet,
  hardFormulaSheet,
  invoice,
  leaflet,
  letter,
  listing,
  manual,
  paper,
  report,
  slides,
  type Template,
  tableFree,
  tablesOf,
  thesis,
  workbook,
} from './templates.ts';

interface Wish {
  readonly name: string;
  readonly maker: Maker;
  readonly language?: Language;
  readonly layout?: Partial<Layout>;
  readonly seed: number;
}

function document(kind: string, template: Template, { name, maker, language = 'en', layout, seed }: Wish): Source {
  const blocks = template(createProse(language, seed), seed, language);
  return { name: `${kind}-${name}`, kind, maker, language, layout: { columns: 1, ...layout }, blocks };
}

const styles: readonly TableStyle[] = ['ruled', 'booktabs', 'zebra', 'borderless', 'partly'];
const makers: readonly Maker[] = ['chromium', 'typst', 'libreoffice'];

const serif = { font: 'serif', justified: true } as const;

/** sources gives the documents of the corpus. */
export function sources(): readonly Source[] {
  return [
    ...reports(),
    ...articles(),
    ...officePapers(),
    ...tables(),
    ...hardTables(),
    ...tablesOfScripts(),
    ...taggedTables(),
    ...hardFormulas(),
    ...otherPages(),
    ...texPapers(),
  ];
}

/** Reports in eight languages, with running heads and watermarks. */
function reports(): readonly Source[] {
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
  ];
}

/** Papers and articles in columns. */
function articles(): readonly Source[] {
  return [
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
    document('vertical', article, {
      name: 'ja',
      maker: 'chromium',
      language: 'ja',
      seed: 246,
      layout: { vertical: true, font: 'serif' },
    }),
  ];
}

/** Manuals, invoices, slides, theses, letters. */
function officePapers(): readonly Source[] {
  return [
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
  ];
}

/** Tables of every look. */
function tables(): readonly Source[] {
  return [
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
    document('tables sparse', tablesOf('booktabs', 'sparse', 10), { name: 'booktabs', maker: 'typst', seed: 190 }),
    document('tables sparse', tablesOf('ruled', 'sparse', 10), { name: 'ruled', maker: 'chromium', seed: 191 }),
    document('tables zh', tablesOf('ruled', 'words', 8), {
      name: 'words',
      maker: 'chromium',
      language: 'zh',
      seed: 192,
    }),
  ];
}

/** Tables over pages, on their side, with dots that lead to the numbers. */
function hardTables(): readonly Source[] {
  return [
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
  ];
}

/** Tables written from right to left, of sentences, in columns, over pages. */
function tablesOfScripts(): readonly Source[] {
  const kinds = ['numbers', 'words', 'grouped', 'statistics', 'sparse'] as const;
  return [
    ...styles.map((style, at) =>
      document('tables ar', tablesOf(style, kinds[at] ?? 'numbers', 6), {
        name: style,
        maker: makers[at % 2] ?? 'typst',
        language: 'ar',
        seed: 300 + at,
      }),
    ),
    ...(['ja', 'ko', 'ru'] as const).map((language, at) =>
      document('tables of sentences', tablesOf(styles[at + 1] ?? 'zebra', 'words', 6), {
        name: language,
        maker: makers[at] ?? 'typst',
        language,
        seed: 310 + at,
      }),
    ),
    ...(['booktabs', 'zebra', 'partly'] as const).map((style, at) =>
      document('tables in 2 columns', tablesOf(style, 'numbers', 7, { scale: 0.7 }), {
        name: style,
        maker: (['typst', 'chromium', 'latex'] as const)[at] ?? 'typst',
        seed: 320 + at,
        layout: { ...serif, columns: 2 },
      }),
    ),
    ...(['ruled', 'booktabs', 'borderless'] as const).map((style, at) =>
      document('sentences over pages', tablesOf(style, 'words', 30), {
        name: style,
        maker: makers[at] ?? 'typst',
        seed: 330 + at,
      }),
    ),
  ];
}

/** Tables in tagged files: cells of several lines, merged ones, empty ones, most of them over pages. */
function taggedTables(): readonly Source[] {
  const kinds = ['passages', 'sparse', 'grouped'] as const;
  return makers.flatMap((maker, at) =>
    kinds.map((content, one) =>
      document(`tables tagged, ${content}`, tablesOf(styles[(2 * at + 3 * one + 3) % 5] ?? 'zebra', content, 8), {
        name: maker,
        maker,
        seed: 350 + 10 * at + one,
        layout: { tagged: true },
      }),
    ),
  );
}

/** Matrices, cases, aligned lines and inner fractions, by three programs. */
function hardFormulas(): readonly Source[] {
  return (['typst', 'latex', 'chromium'] as const).map((maker, at) =>
    document('formulas, hard', hardFormulaSheet, { name: maker, maker, seed: 340 + at, layout: serif }),
  );
}

/** Pages without tables, formulas, programs. */
function otherPages(): readonly Source[] {
  return [
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
    ...(['en', 'zh', 'ja'] as const).map((language, at) =>
      document('leaflet', leaflet, { name: language, maker: makers[at % 2] ?? 'typst', language, seed: 214 + at }),
    ),
    ...makers.map((maker, at) => document('code', listing, { name: maker, maker, seed: 220 + at })),
  ];
}

/** What TeX makes. */
function texPapers(): readonly Source[] {
  return [
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
  ];
}

/** officeSources gives what is made as office and web files: texts, decks of slides, workbooks. Drawings, tables of contents and page breaks are left out. */
export function officeSources(): Readonly<Record<'texts' | 'decks' | 'books', readonly Source[]>> {
  const made = (kind: string, template: Template, seed: number, language: Language = 'en'): Source => {
    const whole = document(kind, template, { name: language, maker: 'libreoffice', language, seed });
    const blocks = whole.blocks.filter(
      ({ kind: one }) => !['figure', 'pageBreak', 'formula', 'contents'].includes(one),
    );
    return { ...whole, blocks };
  };
  return {
    texts: [
      ...(['en', 'de', 'ru', 'zh', 'ar'] as const).map((language, at) => made('report', report, 250 + at, language)),
      made('manual', manual, 260),
      made('thesis', thesis, 261, 'fr'),
      made('letter', letter, 262),
      made('tables', tablesOf('ruled', 'words', 6), 263),
      made('spans', tablesOf('ruled', 'grouped', 9), 264),
      made('statistics', tablesOf('booktabs', 'statistics', 12), 265),
    ],
    decks: [made('deck', deck, 270), made('deck', deck, 271, 'ja')],
    books: [made('book', workbook, 280), made('book', workbook, 281, 'zh')],
  };
}
