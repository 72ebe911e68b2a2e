import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bbox } from '@docmill/document';
import type { Segment } from '../page-content.ts';
import type { PagePath } from '../paths.ts';
import { belongsTo, findFigures } from './find-figures.ts';
import { textBoxes } from './panels.ts';
import { rasterOf } from './raster.ts';

const size = { width: 600, height: 800 };
const nothing = { images: [], taken: [], segments: [], ...size };

function path(kind: PagePath['kind'], bbox: Bbox, fill = 0x336699): PagePath {
  return { kind, bbox, fill, thickness: 0, object: 0 };
}

function segment(text: string, x: number, y: number): Segment {
  return {
    bbox: [x, y - 8, x + 5 * text.length, y + 2],
    baseline: y,
    size: 10,
    angle: 0,
    runs: [{ text, font: 0, size: 10, rise: 0 }],
  };
}

const drawing = [
  path('shape', [100, 100, 150, 150]),
  path('shape', [156, 100, 200, 150]),
  path('horizontal', [100, 160, 200, 160.5]),
];

test('shapes that stand together are one figure with the labels around it', () => {
  const label = segment('1960', 130, 175);
  const [figure, ...others] = findFigures({ ...nothing, paths: drawing, segments: [label] });
  assert.deepEqual(figure, [100, 100, 200, 177]);
  assert.equal(others.length, 0);
  assert.ok(belongsTo([figure as Bbox], label));
});

test('a caption is no label, and stays out of the figure', () => {
  const caption = segment('Figure 1: Turns', 110, 175);
  const [figure] = findFigures({ ...nothing, paths: drawing, segments: [caption] });
  assert.deepEqual(figure, [100, 100, 200, 160.5]);
  assert.ok(!belongsTo([[100, 100, 200, 200]], caption));
});

test('rules, single boxes, white areas, the paper and what is in tables are no figures', () => {
  const paths = [
    path('horizontal', [50, 90, 550, 90.5]),
    path('box', [50, 100, 550, 160]),
    path('shape', [100, 300, 200, 400], 0xffffff),
    path('shape', [0, 0, 600, 800]),
    path('shape', [300, 300, 400, 400]),
  ];
  assert.deepEqual(findFigures({ ...nothing, paths, taken: [[290, 290, 410, 410]] }), []);
});

test('a card that holds a table only is no figure', () => {
  const card: PagePath = { ...path('shape', [50, 100, 550, 200]), rounded: true };
  assert.deepEqual(findFigures({ ...nothing, paths: [card], taken: [[70, 120, 400, 180]] }), []);
});

test('a panel behind running text is no figure', () => {
  const line = 'words that people want to read and machines to search';
  const segments = [220, 235, 250, 265].map((y) => segment(line, 60, y));
  assert.deepEqual(findFigures({ ...nothing, paths: [path('shape', [50, 200, 350, 280])], segments }), []);
});

test('bars of a chart are a figure, boxes with words in them are not', () => {
  const bars = [0, 1, 2, 3].map((at) => path('box', [100 + 20 * at, 150 - 20 * at, 112 + 20 * at, 200]));
  assert.equal(findFigures({ ...nothing, paths: bars }).length, 1);
  const cards = [0, 1, 2].map((at) => path('box', [100, 100 + 40 * at, 300, 130 + 40 * at]));
  const words = [0, 1, 2].map((at) => segment('Income', 110, 120 + 40 * at));
  assert.deepEqual(findFigures({ ...nothing, paths: cards, segments: words }), []);
});

test('a chart may fill its page, a page full of shapes with words on it is no figure', () => {
  const paths = [0, 1, 2].map((at) => path('shape', [60 + 170 * at, 40, 230 + 170 * at, 760]));
  const numbers = [0, 1, 2, 3, 4, 5, 6].map((at) => segment(`${at}.5`, 40, 100 + 90 * at));
  const [chart] = findFigures({ ...nothing, paths, segments: [...numbers, segment('T [MeV]', 300, 772)] });
  assert.deepEqual(chart, [40, 40, 570, 774]);
  const words = numbers.map(({ bbox }, at) => segment(['Aims', 'Means', 'Costs'][at % 3] ?? '', bbox[0], bbox[3]));
  assert.deepEqual(findFigures({ ...nothing, paths, segments: words }), []);
});

test('areas of the raster are joined by nearness, for any number of boxes', () => {
  const boxes = Array.from({ length: 50_000 }, (_, at): Bbox => [10, 10 + (at % 20), 40, 12 + (at % 20)]);
  const raster = rasterOf([...boxes, [300, 300, 320, 320]], 4, size);
  assert.equal(raster.areas, 2);
  assert.equal(raster.areaAt(20, 20), raster.areaAt(38, 15));
  assert.notEqual(raster.areaAt(20, 20), raster.areaAt(310, 310));
  assert.equal(raster.areaAt(500, 500), -1);
});

const frame = (bbox: Bbox): PagePath => ({ ...path('shape', bbox), rounded: true });

test('a frame with round corners around a few words is no figure, also with a sign drawn beside them', () => {
  const words = [segment('Warning', 70, 115), segment('Never open the sluice while the wheel turns.', 70, 130)];
  const sign = path('shape', [54, 108, 66, 120]);
  assert.deepEqual(findFigures({ ...nothing, paths: [frame([50, 100, 350, 140])], segments: words }), []);
  assert.deepEqual(findFigures({ ...nothing, paths: [frame([50, 100, 350, 140]), sign], segments: words }), []);
});

test('a drawing in a frame is a figure, and so are frames that lines join', () => {
  const label = segment('1960', 130, 175);
  const framed = findFigures({ ...nothing, paths: [frame([90, 90, 210, 190]), ...drawing], segments: [label] });
  assert.deepEqual(framed, [[90, 90, 210, 190]]);
  const steps = [frame([100, 100, 160, 130]), path('shape', [160, 110, 180, 120]), frame([180, 100, 240, 130])];
  const names = [segment('Read', 110, 118), segment('Write', 190, 118)];
  assert.equal(findFigures({ ...nothing, paths: steps, segments: names }).length, 1);
});

test('dashes around a text are no figure', () => {
  const dashes = Array.from({ length: 30 }, (_, at) => [
    path('shape', [50 + 10 * at, 100, 56 + 10 * at, 102]),
    path('shape', [50 + 10 * at, 160, 56 + 10 * at, 162]),
  ]).flat();
  const sides = [110, 120, 130, 140, 150].flatMap((y) => [
    path('shape', [48, y, 50, y + 6]),
    path('shape', [346, y, 348, y + 6]),
  ]);
  const segments = [segment('Two short lines', 70, 125), segment('stand in here', 70, 140)];
  assert.deepEqual(findFigures({ ...nothing, paths: [...dashes, ...sides], segments }), []);
});

test('cards in a row with a few words each are text, also below a heading with a rule', () => {
  const cards = [0, 1, 2].map((at) => frame([100 + 110 * at, 100, 200 + 110 * at, 150]));
  const words = [0, 1, 2].flatMap((at) => [
    segment('97 %', 120 + 110 * at, 115),
    segment('Retention', 120 + 110 * at, 130),
  ]);
  const rule = path('horizontal', [100, 90, 430, 90.8]);
  assert.deepEqual(findFigures({ ...nothing, paths: cards, segments: words }), []);
  assert.deepEqual(findFigures({ ...nothing, paths: [rule, ...cards], segments: words }), []);
});

test('a panel with a few short items, whose bullets are drawn, is no figure', () => {
  const items = ['Screws', 'Wheels', 'Paint'].map((text, at) => segment(text, 120, 115 + 14 * at));
  const bullets = new Set(items.map(({ baseline }) => path('shape', [110, baseline - 5, 113, baseline - 2])));
  const paths = [frame([100, 100, 250, 160]), ...bullets];
  assert.deepEqual(findFigures({ ...nothing, paths, bullets, segments: items }), []);
});

test('headings, items of a list and underlined words beside a drawing are none of its labels', () => {
  const text = segment('Running text that says what most letters of the page look like.', 100, 400);
  const heading = { ...segment('Business performance', 100, 175), size: 15 };
  const item = segment('• Open the sluice', 100, 175);
  for (const words of [heading, item])
    assert.deepEqual(findFigures({ ...nothing, paths: drawing, segments: [words, text] }), [[100, 100, 200, 160.5]]);
  const link = segment('Open the sluice', 100, 187);
  const underline = path('horizontal', [100, 188, 175, 188.5]);
  const paths = [...drawing, underline];
  assert.deepEqual(findFigures({ ...nothing, paths, segments: [link] }), [[100, 100, 200, 160.5]]);
});

test('rules far longer than a sign beside them are no part of it', () => {
  const sign = [path('shape', [40, 40, 70, 70]), path('shape', [76, 40, 90, 70])];
  const rules = [path('horizontal', [40, 76, 560, 78]), path('horizontal', [40, 82, 560, 82.5])];
  assert.deepEqual(findFigures({ ...nothing, paths: [...sign, ...rules] }), [[40, 40, 90, 70]]);
});

test('lines of Chinese are prose, not labels, and bullets before them are no drawing', () => {
  const bullets = [110, 130, 150].map((y, at) => path('shape', [50 + 30 * at, y - 6, 54 + 30 * at, y - 2]));
  const segments = [110, 130, 150].map((y) => segment('修订后的规程公布了长期蓄水能力', 90, y));
  const panel = path('shape', [40, 90, 300, 170]);
  assert.deepEqual(findFigures({ ...nothing, paths: [panel], segments }), []);
  assert.deepEqual(findFigures({ ...nothing, paths: bullets, bullets: new Set(bullets), segments }), []);
});

test('a box of text holds lines, or one line of several words with room around it; a name in a small one is none', () => {
  const box: Bbox = [100, 100, 400, 200];
  const boxesWith = (texts: readonly string[], bbox = box) =>
    textBoxes({
      ...nothing,
      paths: [path('box', bbox)],
      segments: texts.map((text, at) => segment(text, 120, 140 + 12 * at)),
    });
  assert.deepEqual(boxesWith(['All of this is said', 'in a box']), [box]);
  assert.deepEqual(boxesWith(['All of this is said in a box']), [box]);
  assert.deepEqual(boxesWith(['Sluice']), []);
  assert.deepEqual(boxesWith(['All of this is said in a box'], [100, 125, 400, 150]), []);
});

test('a figure takes in the thickness of the lines at its edges', () => {
  const circle = { ...path('shape', [100, 100, 200, 200]), stroke: 0, thickness: 8 };
  assert.deepEqual(findFigures({ ...nothing, paths: [circle] }), [[96, 96, 204, 204]]);
});
