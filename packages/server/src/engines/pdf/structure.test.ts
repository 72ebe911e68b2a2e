import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Block, type ListItemBlock, type Page, renderMarkdownPage, textOf } from '@docmill/document';
import { blocksOf, type PdfOptions, parsePdf, shownBlock as shown } from '../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf, type PageSpec, rowsOfWords, type Words } from '../../../../../test/fixtures/pdf-maker.ts';

async function parse(t: TestContext, specs: readonly PageSpec[], options: PdfOptions['options'] = {}): Promise<Parsed> {
  const { pages, warnings } = await parsePdf(t, makePdf({ pages: specs }), { options });
  return { pages, warnings: warnings.map(({ code }) => code) };
}

interface Parsed {
  readonly pages: readonly Page[];
  readonly warnings: readonly string[];
}

const first = <Type extends Block['type']>(page: Page | undefined, type: Type) =>
  page?.blocks.find((block): block is Extract<Block, { type: Type }> => block.type === type);

const line = (at: number) => `the line number ${at} of a paragraph that is set in full width and goes on with ${at}`;
const prose = (count: number, from = 1) => Array.from({ length: count }, (_, at) => line(from + at));
const body: readonly Words[] = column({ lines: prose(6), x: 72, y: 700 });

function outline(items: readonly ListItemBlock[]): unknown {
  return items.map(({ content, children = [] }) => {
    const nested = children.map((child) => ('items' in child ? outline(child.items) : shown(child)));
    return nested.length === 0 ? textOf(content) : [textOf(content), ...nested];
  });
}

test('headings above lists alone are headings, as the title above them is', async (t) => {
  const heading = (text: string, y: number): Words => ({ text, x: 72, y, size: 18, font: 'Helvetica-Bold' });
  const items = (y: number) => column({ lines: ['- oats and rye', '- peas and hay'], x: 72, y });
  const words = [heading('What is sown', 700), ...items(670), heading('What is mown', 620), ...items(590)];
  const { pages } = await parse(t, [{ words }]);
  assert.deepEqual(blocksOf(pages[0]), ['title: What is sown', 'list', 'title: What is mown', 'list']);
});

test('where code takes more room than text, text is still what titles stand out from', async (t) => {
  const code = Array.from({ length: 8 }, (_, at) => `sluice.open(${at}); wheel.turn(${at}); log.write("turned ${at}")`);
  const words = [
    { text: 'Wheels', x: 72, y: 740, size: 24, font: 'Helvetica-Bold' as const },
    { text: 'Each turn of the wheel is written down', x: 72, y: 700, size: 12 },
    ...column({ lines: prose(4), x: 72, y: 670, size: 12 }),
    ...column({ lines: code, x: 72, y: 590, size: 9.5, font: 'Courier' }),
  ];
  const { pages } = await parse(t, [{ words }]);
  const blocks = blocksOf(pages[0]);
  assert.deepEqual(blocks.slice(0, 2), ['title: Wheels', 'text: Each turn of the wheel is written down']);
  assert.equal(blocks.at(-1), 'code');
});

test('lists nest by indent and by the kind of their marks, and paragraphs under the words of an item belong to it', async (t) => {
  const at = (text: string, x: number, y: number): Words => ({ text, x, y, font: 'Times-Roman' });
  const words = [
    ...body,
    at('1. grain', 72, 600),
    at('a) rye', 90, 586),
    at('b) oats', 90, 572),
    at('2. water', 72, 558),
    at('which is needed for the wheel', 84, 544),
    at('3. stones', 72, 530),
  ];
  const { pages } = await parse(t, [{ words }]);
  const list = first(pages[0], 'list');
  assert.equal(list?.ordered, true);
  assert.deepEqual(outline(list?.items ?? []), [
    ['grain', ['rye', 'oats']],
    'water which is needed for the wheel',
    'stones',
  ]);
});

test('bullets that are drawn as circles begin items', async (t) => {
  const circle = (x: number, y: number) =>
    `${x} ${y} m ${x} ${y + 1.1} ${x + 1} ${y + 2} ${x + 2} ${y + 2} c ${x + 3.1} ${y + 2} ${x + 4} ${y + 1.1} ${x + 4} ${y} c ${x + 4} ${y - 1.1} ${x + 3.1} ${y - 2} ${x + 2} ${y - 2} c ${x + 1} ${y - 2} ${x} ${y - 1.1} ${x} ${y} c f`;
  const words = [...body, ...column({ lines: ['rye', 'oats'], x: 90, y: 600, leading: 14 })];
  const { pages } = await parse(t, [{ words, drawing: `${circle(80, 603)}\n${circle(80, 589)}` }]);
  assert.deepEqual(outline(first(pages[0], 'list')?.items ?? []), ['rye', 'oats']);
});

test('program text keeps its lines, indents and blank lines, also over a page', async (t) => {
  const code = ['function grind(grain) {', '  if (grain) {', '    return flour;'];
  const rest = ['  }', '}'];
  const { pages } = await parse(t, [
    {
      words: [
        ...body,
        ...code.map(
          (text, at): Words => ({
            text: text.trim(),
            x: 72 + 6 * text.search(/\S/),
            y: 120 - 12 * at,
            font: 'Courier',
          }),
        ),
      ],
    },
    {
      words: [{ text: '}', x: 84, y: 770, font: 'Courier' }, { text: '}', x: 72, y: 758, font: 'Courier' }, ...body],
    },
  ]);
  const block = first(pages[0], 'code');
  assert.equal(block?.text, [...code, ...rest].join('\n'));
  assert.deepEqual(
    block?.regions?.map(({ pageIndex }) => pageIndex),
    [0, 1],
  );
});

test('a table of contents is an index, nested by its numbers, without its dots', async (t) => {
  const lines = [
    '1 Water . . . . . . . . . . . . . . . . 3',
    '1.1 Wheels . . . . . . . . . . . . . . 4',
    '1.2 Weirs . . . . . . . . . . . . . . . 9',
    '2 Wind . . . . . . . . . . . . . . . . 12',
  ];
  const words = [
    { text: 'Contents', x: 72, y: 760, size: 16, font: 'Helvetica-Bold' as const },
    ...column({ lines, x: 72, y: 720, leading: 14 }),
    ...column({ lines: prose(6), x: 72, y: 500 }),
  ];
  const { pages } = await parse(t, [{ words }]);
  assert.deepEqual(outline(first(pages[0], 'index')?.items ?? []), [
    ['1 Water 3', ['1.1 Wheels 4', '1.2 Weirs 9']],
    '2 Wind 12',
  ]);
});

test('entries of a bibliography are told apart by their hanging first lines, and go on over a page', async (t) => {
  const entry = (name: string, y: number): readonly Words[] => [
    {
      text: `${name}, A history of the mills of the valley, with a view to their wheels and`,
      x: 72,
      y,
      font: 'Times-Roman',
    },
    { text: 'their stones. The Press of the Valley, 1904.', x: 84, y: y - 12, font: 'Times-Roman' },
  ];
  const { pages } = await parse(t, [
    {
      words: [
        ...body,
        { text: 'References', x: 72, y: 600, size: 14, font: 'Helvetica-Bold' },
        ...entry('Adams', 580),
        ...entry('Brown', 556),
        ...entry('Clark', 532),
      ],
    },
  ]);
  const references = (pages[0]?.blocks ?? []).filter(({ type }) => type === 'reference').map(shown);
  assert.deepEqual(
    references.map((text) => text.slice(0, 16)),
    ['reference: Adams', 'reference: Brown', 'reference: Clark'],
  );
});

test('notes in the margin are not mixed into the lines beside them', async (t) => {
  const notes = column({ lines: ['a note of more', 'lines'], x: 20, y: 694, size: 7, leading: 9 });
  const wide = column({ lines: prose(8), x: 100, y: 700 });
  const { pages } = await parse(t, [{ words: [...wide, ...notes] }]);
  assert.deepEqual(blocksOf(pages[0]), [`text: ${prose(8).join(' ')}`, 'text: a note of more lines']);
});

test('an indented paragraph between others is a quotation', async (t) => {
  const narrow = [
    'the mill shall stand as long as the river',
    'runs and the wheel turns, says the oldest',
    'of the charters that are kept in the tower.',
  ];
  const words = [
    ...body,
    ...column({ lines: narrow, x: 130, y: 610 }),
    ...column({ lines: prose(6, 20), x: 72, y: 560 }),
  ];
  const { pages } = await parse(t, [{ words }]);
  assert.ok(renderMarkdownPage(pages[0] as Page).includes(`\n\n> ${narrow.join(' ')}\n\n`));
});

test('a large initial belongs to its word', async (t) => {
  const words = [
    { text: 'T', x: 72, y: 688, size: 28, font: 'Times-Roman' as const },
    ...column({
      lines: [
        'he mill stood at the river for two hundred years and more',
        'and ground whatever the farmers of the valley brought it,',
      ],
      x: 91,
      y: 700,
    }),
    ...column({ lines: ['rye and oats in good years, acorns and beans in others.'], x: 72, y: 676 }),
  ];
  const { pages } = await parse(t, [{ words }]);
  assert.match(blocksOf(pages[0]).join('\n'), /^text: The mill stood at the river .* brought it, rye and oats/);
});

test('three columns whose lines stand at different heights are read one after the other', async (t) => {
  const names = ['one', 'two', 'six'];
  const lines = (name: string) =>
    Array.from({ length: 8 }, (_, at) => `${name} column line ${at} of this text${at < 7 ? '' : '.'}`);
  const words = names.flatMap((name, at) => column({ lines: lines(name), x: 50 + 175 * at, y: 700 - 4 * at }));
  const { pages } = await parse(t, [{ words }]);
  assert.deepEqual(
    blocksOf(pages[0]),
    names.map((name) => `text: ${lines(name).join(' ')}`),
  );
});

test('Chinese text in columns from top to bottom is read from the right', async (t) => {
  const down = (text: string, x: number): readonly Words[] =>
    [...text].map((letter, at) => ({ text: letter, x, y: 700 - 12 * at, size: 12, font: 'STSong-Light' }));
  const { pages } = await parse(t, [{ words: [...down('水车在河边立了', 300), ...down('两百年磨着粮食', 280)] }]);
  assert.deepEqual(blocksOf(pages[0]), ['text: 水车在河边立了两百年磨着粮食']);
});

test('radicals are read as the characters that they look like', async (t) => {
  const { pages } = await parse(t, [{ words: [{ text: '\u2f24\u2ec5', x: 72, y: 700, font: 'STSong-Light' }] }]);
  assert.deepEqual(blocksOf(pages[0]), ['text: 大见']);
});

test('letters that are spaced out are words all the same', async (t) => {
  const words = [...'HARVEST'].map((text, at): Words => ({ text, x: 72 + 9.5 * at, y: 760, font: 'Courier' }));
  const { pages } = await parse(t, [{ words: [...words, ...body] }]);
  assert.match(blocksOf(pages[0])[0] ?? '', /HARVEST/);
});

test('text that nobody sees is left out, and text that a line runs through is struck out', async (t) => {
  const drawing = 'BT 3 Tr /Helvetica 10 Tf 1 0 0 1 72 500 Tm (hidden words) Tj 0 Tr ET\n72 403 m 120 403 l 0.6 w S';
  const words = [...body, { text: 'old price new price', x: 72, y: 400, font: 'Courier' as const }];
  const { pages } = await parse(t, [{ words, drawing }]);
  const markdown = renderMarkdownPage(pages[0] as Page);
  assert.ok(!markdown.includes('hidden'));
  assert.match(markdown, /~~old pri/);
});

test('each page says how much of its text was read, and why it needs OCR', async (t) => {
  const consonants = Array.from({ length: 8 }, () => 'Wkh plll vwrrg dw wkh rlvhr frr wzr kxqgrhg bhdvv zlwk vwrqhv');
  const { pages, warnings } = await parse(t, [
    { words: body },
    { words: column({ lines: consonants, x: 72, y: 700 }) },
    { drawing: '100 100 200 200 re f' },
  ]);
  assert.deepEqual(
    pages.map(({ quality }) => quality),
    [{ coverage: 1 }, { coverage: 1, needsOcr: 'garbled' }, { coverage: 1, needsOcr: 'no_text' }],
  );
  assert.deepEqual(warnings, ['garbled_text', 'no_text_layer']);
});

test('authors and dates below the title of the document are no titles', async (t) => {
  const words: readonly Words[] = [
    { text: 'A history of mills', x: 200, y: 780, size: 20, font: 'Helvetica-Bold' },
    { text: 'Anna Miller and Ben Weir', x: 220, y: 750, size: 12, font: 'Times-Roman' },
    { text: '1 Water', x: 72, y: 715, size: 14, font: 'Helvetica-Bold' },
    ...column({ lines: prose(6), x: 72, y: 695 }),
  ];
  const { pages } = await parse(t, [{ words }]);
  assert.deepEqual(blocksOf(pages[0]).slice(0, 3), [
    'title: A history of mills',
    'text: Anna Miller and Ben Weir',
    'title: 1 Water',
  ]);
});

/** A line with a raised mark at its end, and the note that it leads to, further down. */
function noted(mark: string, y: number, noteY: number): readonly Words[] {
  return [
    { text: 'The wheel was built by the miller himself', x: 72, y },
    { text: mark, x: 72 + 183, y: y + 4, size: 6 },
    { text: mark, x: 72, y: noteY + 3, size: 5 },
    { text: `What the note ${mark} has to say about the wheel.`, x: 76, y: noteY, size: 8 },
  ];
}

test('notes are bound to their marks, each with a label of its own, also where pages count anew', async (t) => {
  const page = (marks: readonly string[]): PageSpec => ({
    words: [...body, ...marks.flatMap((mark, at) => noted(mark, 600 - 30 * at, 120 - 12 * at))],
  });
  const { pages } = await parse(t, [page(['1', '2']), page(['1'])]);
  const notes = pages.map(({ blocks }) => blocks.flatMap((block) => (block.type === 'note' ? block.label : [])));
  assert.deepEqual(notes, [['1', '2'], ['1-2']]);
  const markdown = renderMarkdownPage(pages[1] as Page);
  assert.match(markdown, /by the miller himself\[\^1-2\]/);
  assert.match(markdown, /\[\^1-2\]: What the note 1 has to say/);
});

test('a note without a mark in the text stays a note of the page', async (t) => {
  const words = [...body, ...noted('3', 600, 120).slice(2)];
  const { pages } = await parse(t, [{ words }]);
  assert.equal(first(pages[0], 'note'), undefined);
  assert.ok(blocksOf(pages[0]).some((text) => /^page_footnote: 3 ?What the note/.test(text)));
});

test('a list that goes on over pages is one list, its numbers and its nesting kept, each item with its page', async (t) => {
  const page = (items: readonly (readonly [string, number])[]): PageSpec => ({
    words: items.map(([text, x], at): Words => ({ text, x, y: 700 - 12 * at, font: 'Times-Roman' })),
  });
  const { pages } = await parse(t, [
    {
      words: [
        ...column({ lines: prose(3), x: 72, y: 740 }),
        ...(page([
          ['1. Open the sluice', 72],
          ['2. Oil the wheel', 72],
        ]).words ?? []),
      ],
    },
    page([
      ['a) the axle', 90],
      ['b) the bearings', 90],
      ['3. Raise the gate', 72],
    ]),
    { words: [...(page([['4. Wait for the water', 72]]).words ?? []), ...column({ lines: prose(3), x: 72, y: 600 })] },
  ]);
  const list = first(pages[0], 'list');
  assert.deepEqual(outline(list?.items ?? []), [
    'Open the sluice',
    ['Oil the wheel', ['the axle', 'the bearings']],
    'Raise the gate',
    'Wait for the water',
  ]);
  assert.deepEqual(
    list?.regions?.map(({ pageIndex }) => pageIndex),
    [0, 1, 2],
  );
  assert.deepEqual(
    pages.slice(1).map(({ blocks }) => blocks.filter(({ type }) => type === 'list').length),
    [0, 0],
  );
  assert.deepEqual(
    list?.items.at(-1)?.regions?.map(({ pageIndex }) => pageIndex),
    [2],
  );
});

test('another list on the next page is another list', async (t) => {
  const page = (items: readonly string[]): PageSpec => ({
    words: [
      ...column({ lines: prose(3), x: 72, y: 740 }),
      ...items.map((text, at): Words => ({ text, x: 72, y: 680 - 12 * at, font: 'Times-Roman' })),
    ],
  });
  const { pages } = await parse(t, [page(['1. Open the sluice', '2. Oil the wheel']), page(['1. Rake', '2. Sweep'])]);
  assert.deepEqual(
    pages.map((one) => first(one, 'list')?.items.length),
    [2, 2],
  );
});

test('a line of a program that found no room in its column is one line, and a short last line is no side note', async (t) => {
  const code = [
    'export function area(width: number, height: number, depth: number, unit:',
    'Unit): number {',
    '  return width * height * depth;',
    '}',
  ];
  const words = [
    ...column({ lines: prose(8), x: 72, y: 740 }),
    ...column({ lines: code, x: 72, y: 620, size: 8, font: 'Courier' }),
    ...column({ lines: prose(8), x: 80, y: 540 }),
  ];
  const { pages } = await parse(t, [{ words, width: 470 }]);
  assert.equal(first(pages[0], 'code')?.text, [`${code[0]} ${code[1]}`, ...code.slice(2)].join('\n'));
});

test('words of a font of one width within a line are code, addresses in it are not', async (t) => {
  const words: readonly Words[] = [
    ...body,
    { text: 'Call', x: 72, y: 600, font: 'Times-Roman' },
    { text: 'open_gate(3)', x: 94, y: 600, size: 9, font: 'Courier' },
    { text: 'or write to', x: 162, y: 600, font: 'Times-Roman' },
    { text: 'mill@example.org', x: 212, y: 600, size: 9, font: 'Courier' },
  ];
  const { pages } = await parse(t, [{ words }]);
  assert.match(renderMarkdownPage(pages[0] as Page), /Call `open_gate\(3\)` or write to mill@example\.org/);
});

test('without tables and formulas asked for, their text stays text', async (t) => {
  const rows = [
    ['Mill', 'Year', 'Turns'],
    ['Weir', '1850', '9'],
    ['Pond', '1860', '12'],
  ];
  const drawing = [0, 1, 2, 3].map((at) => `72 ${611 - 14 * at} m 372 ${611 - 14 * at} l S`).join(' ');
  const sides = [72, 172, 272, 372].map((x) => `${x} 611 m ${x} 569 l S`).join(' ');
  const page: PageSpec = {
    words: [...body, ...rowsOfWords({ rows, xs: [76, 176, 276], y: 600 })],
    drawing: `${drawing} ${sides}`,
  };
  const on = await parse(t, [page]);
  assert.equal(first(on.pages[0], 'table')?.rows.length, 3);
  const off = await parse(t, [page], { tableEnable: false, formulaEnable: false });
  assert.equal(first(off.pages[0], 'table'), undefined);
  assert.equal(first(off.pages[0], 'image'), undefined);
  assert.match(blocksOf(off.pages[0]).join('\n'), /text: Mill Year Turns\s.*Weir 1850 9/s);
});

test('items may be set as paragraphs are, with a first line that stands in', async (t) => {
  const indented = (lines: readonly string[], y: number): readonly Words[] => [
    { text: lines[0] as string, x: 84, y, font: 'Times-Roman' },
    ...column({ lines: lines.slice(1), x: 72, y: y - 12 }),
  ];
  const words = [
    ...indented(prose(3), 740),
    ...indented([`(1) ${line(1)}`, 'and so on until it ends here.'], 704),
    ...indented([`(2) ${line(2)}`, 'and so on as well.'], 680),
    ...indented(prose(3), 656),
  ];
  const { pages } = await parse(t, [{ words }]);
  assert.deepEqual(outline(first(pages[0], 'list')?.items ?? []), [
    `${line(1)} and so on until it ends here.`,
    `${line(2)} and so on as well.`,
  ]);
});

test('a ragged paragraph of a text that stands in from its titles is no quotation', async (t) => {
  const ragged = [line(1), 'that ends here, far from the edge.'];
  const words = [
    { text: 'Wheels', x: 72, y: 740, size: 14, font: 'Helvetica-Bold' } as const,
    ...column({ lines: prose(4), x: 120, y: 710 }),
    ...column({ lines: ragged.map((text) => text.slice(0, 70)), x: 120, y: 650 }),
    ...column({ lines: prose(4, 5), x: 120, y: 610 }),
  ];
  const { pages } = await parse(t, [{ words }]);
  assert.ok(pages[0]?.blocks.every((block) => !('quote' in block)));
});

test('a word that the document writes with a hyphen keeps it at a line end', async (t) => {
  const lines = [
    `${line(1)} and on a long-term plan, which`,
    'says nothing of the capacity that is long-',
    'term, and less of its exam-',
    'ple.',
  ];
  const { pages } = await parse(t, [{ words: column({ lines, x: 72, y: 700 }) }]);
  assert.match(textOf(first(pages[0], 'text')?.content ?? []), /that is long-term, and less of its example\.$/);
});
