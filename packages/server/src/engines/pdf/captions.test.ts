import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captionStart, isCaption } from './captions.ts';

test('captions of figures, tables and listings are told in several languages', () => {
  const kinds = (texts: readonly string[]) => texts.map((text) => captionStart(text)?.kind);
  const figures = [
    'Figure 2: Mills',
    'Fig. 3a. Wheels',
    'Abbildung 4 Das Rad',
    'Abb. 1: Rad',
    '图 1 水车',
    '図3-2 水車',
  ];
  assert.deepEqual(kinds(figures), Array(6).fill('figure'));
  const tables = [
    'Table 1. Harvests',
    'TABLE IV',
    'Tabelle 3: Ernten',
    'Tableau 2 – Récoltes',
    '表 2 收成',
    'Таблица 5.',
  ];
  assert.deepEqual(kinds(tables), Array(6).fill('table'));
  assert.deepEqual(kinds(['Listing 3: Code', 'Algorithm 1 Sorting']), ['code', 'code']);
  assert.deepEqual(
    kinds(['Figures of speech', 'Tables were set', 'Table tennis', 'The table 1']),
    Array(4).fill(undefined),
  );
});

test('labels of several words, of wide blanks, and with the number first are told', () => {
  const starts = [
    'extended data fig. 2 Mills',
    'Fig.     3 Wheels',
    '3 paveikslas Ratai',
    '1. táblázat Malmok',
    'รูปที่ ๒ โรงสี',
  ];
  assert.deepEqual(
    starts.map((text) => captionStart(text)?.kind),
    ['figure', 'figure', 'figure', 'table', 'figure'],
  );
  assert.equal(captionStart('the wheels of the mill, which figure 2 shows'), undefined);
});

test('the label is what is printed', () => {
  assert.equal(captionStart('Fig. 2a. Wheels of the valley')?.label, 'Fig. 2a');
  assert.equal(captionStart('(Figure 3) A wheel')?.label, 'Figure 3');
});

test('a sentence about a figure is no caption', () => {
  assert.equal(isCaption('Table 2 shows the harvests of ten years.'), false);
  assert.equal(isCaption('Figure 3 and Figure 4 are alike.'), false);
  assert.equal(isCaption('Fig. 2(a) we see'), false);
  assert.equal(isCaption('Table 2 Harvests of ten years'), true);
  assert.equal(isCaption('Figure 3'), true);
  assert.equal(isCaption('Figure 3: shows the wheel'), true);
});

test('a caption may have nothing but a bracket behind its label', () => {
  assert.ok(isCaption('Figure 14 (data until 2 July 2010)'));
  assert.ok(!isCaption('Figure 14 (data until July) was made later'));
  assert.ok(!isCaption('Figures 15-19 represent the harvests of five years'));
});

test('a paragraph that begins with the name of a table is no caption', () => {
  assert.equal(isCaption('Table 1 also relates mills to rivers. We find that most stand at one.'), false);
  assert.equal(isCaption('Table 1 Mills by river. Those without water are left out.'), true);
});
