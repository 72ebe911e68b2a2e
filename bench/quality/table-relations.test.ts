import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relationsOf, tablesIn, withSpansRepeated } from './table-relations.ts';
import { scoreTables } from './tables.ts';
import { readTruth } from './truth-xml.ts';

const shown = (markdown: string) =>
  tablesIn(markdown).map((cells) => [...relationsOf(cells)].map(([pair, count]) => [...pair.split('\0'), count]));

test('neighbours are the next filled cells to the right and below', () => {
  assert.deepEqual(shown('| A | | B |\n|---|---|---|\n| c | d | |\n'), [
    [
      ['a', 'b', 'h', 1],
      ['a', 'c', 'v', 1],
      ['c', 'd', 'h', 1],
    ],
  ]);
});

test('a cell over two rows is a neighbour of what stands beside each of them', () => {
  const html = '<table><tr><td rowspan="2">A</td><td>b</td></tr><tr><td>c</td></tr></table>';
  assert.deepEqual(shown(html), [
    [
      ['a', 'b', 'h', 1],
      ['a', 'c', 'h', 1],
      ['b', 'c', 'v', 1],
    ],
  ]);
});

test('equal pairs count as often as they stand', () => {
  assert.deepEqual(shown('| 1 | 1 |\n| 1 | 1 |'), [
    [
      ['1', '1', 'h', 2],
      ['1', '1', 'v', 2],
    ],
  ]);
});

test('escaped bars stay in their cell and marks do not count', () => {
  assert.deepEqual(shown('| **a\\|b** | `c` |'), [[['a|b', 'c', 'h', 1]]]);
});

test('repeats the text of a span as Markdown without spans does', () => {
  const [cells = []] = tablesIn('<table><tr><td colspan=2>A</td></tr><tr><td>b</td><td>c</td></tr></table>');
  assert.deepEqual(
    withSpansRepeated(cells).map(({ row0, column0, text }) => [row0, column0, text]),
    [
      [0, 0, 'a'],
      [0, 1, 'a'],
      [1, 0, 'b'],
      [1, 1, 'c'],
    ],
  );
});

test('a hostile span costs no memory', () => {
  const [cells = []] = tablesIn('<table><tr><td colspan="1000000000">A</td><td>b</td></tr></table>');
  assert.equal(cells[1]?.column0, 1_000);
});

const truth = `<document><table id='1'><region id='1' page='1' col-increment='0' row-increment='1'>
<cell id='1' start-row='0' start-col='0'><bounding-box x1='1'/><content>Name &amp; Co</content></cell>
<cell id='2' start-row='0' start-col='1' end-row='0' end-col='2'><content>Sum</content></cell>
</region></table></document>`;

test('reads the cells of a truth file', () => {
  const { relations, tables } = readTruth(truth);
  assert.deepEqual([...relations], [['name&co\0sum\0h', 1]]);
  assert.equal(tables, 1);
});

test('the reading that is nearer to the output counts', () => {
  const other = readTruth(truth.replace('Sum', 'Total'));
  const { match, foundTables } = scoreTables('| Name & Co | Total | x |', [readTruth(truth), other]);
  assert.deepEqual(match, { hit: 1, wanted: 1, given: 2 });
  assert.equal(foundTables, 1);
});

/** Both were scored with the published script as well: recall .833, precision .714, F1 .769. */
const wholeTruth = `<document filename='t-001.pdf'>
<table id='1'>
<region id='1' page='1' col-increment='0' row-increment='0'>
<cell id='1' start-row='0' start-col='0' end-row='1' end-col='0'><bounding-box x1='1' y1='1' x2='2' y2='2'/><content>Grain</content><instruction instr-id='1'/></cell>
<cell id='2' start-row='0' start-col='1' end-row='0' end-col='2'><content>Sacks &amp; price</content></cell>
<cell id='3' start-row='1' start-col='1'><content>2023</content></cell>
<cell id='4' start-row='1' start-col='2'><content>2024</content></cell>
<cell id='5' start-row='2' start-col='0'><content>Rye</content></cell>
<cell id='6' start-row='2' start-col='1'><content>3–4</content></cell>
<cell id='7' start-row='2' start-col='2'><content></content></cell>
</region>
<region id='2' page='2' col-increment='0' row-increment='3'>
<cell id='1' start-row='0' start-col='0'><content>Oat</content></cell>
<cell id='2' start-row='0' start-col='2'><content>3–4</content></cell>
</region>
</table>
<table id='2'><region id='1' page='2'><cell start-row='0' start-col='0'><content>a</content></cell><cell start-row='0' start-col='1'><content>ﬁg</content></cell></region></table>
</document>`;

const wholeOutput = String.raw`# Title

<table><tr><th rowspan="2">Grain</th><th colspan=2>Sacks &amp; price</th></tr><tr><td>2023</td><td><b>2024</b></td></tr>
<tr><td>Rye</td><td>3-4</td><td></td></tr></table>

| Oat |  | 3-4 |
|-----|:-:|----:|
| **a** | fig | x \| y |

| false | table |`;

test('agrees with the published script on spans, regions, entities, ligatures, dashes and false tables', () => {
  const { match, truthTables, foundTables } = scoreTables(wholeOutput, [readTruth(wholeTruth)]);
  assert.deepEqual(match, { hit: 10, wanted: 12, given: 14 });
  assert.deepEqual([truthTables, foundTables], [2, 3]);
});
