import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Inline, textOf } from '@docmill/document';
import { marksIn, noteStart, withMarks } from './note-marks.ts';

const plain = (text: string): Inline => ({ type: 'text', text });
const raised = (text: string): Inline => ({ type: 'text', text, styles: ['superscript'] });

test('raised numbers and signs behind words are marks, alone or several together', () => {
  assert.deepEqual(marksIn([plain('the mill'), raised('12'), plain(' and the pond'), raised('*,†')]), ['12', '*', '†']);
  assert.deepEqual(marksIn([plain('水轮'), raised('［1］'), plain('和池塘'), raised('②')]), ['1', '②']);
  assert.deepEqual(marksIn([plain('the mill'), { type: 'equation', latex: '^{\\dagger}' }]), ['†']);
});

test('exponents, ranges of citations and raised words are no marks', () => {
  const formula: Inline = { type: 'equation', latex: 'x' };
  for (const content of [
    [plain('an area of 12 m'), raised('2')],
    [plain('some 10'), raised('3')],
    [plain('the number x'), raised('2')],
    [formula, raised('2')],
    [plain('as shown before'), raised('3–5')],
    [plain('the 4'), raised('th')],
  ])
    assert.deepEqual(marksIn(content), [], textOf(content));
  assert.deepEqual(marksIn([plain('since the year 1998'), raised('2')]), ['2']);
});

test('signs that the printer did not raise are marks behind a word only', () => {
  assert.deepEqual(marksIn([plain('A. Miller* and B. Weaver† (see 3 * 4)')]), ['*', '†']);
  assert.deepEqual(marksIn([plain('各地监测站①已经替换')]), ['①']);
});

test('a note begins with its mark, raised or not, in brackets or not', () => {
  for (const [content, key, text] of [
    [[raised('1'), plain(' See the map.')], '1', 'See the map.'],
    [[plain('12 See the map.')], '12', 'See the map.'],
    [[plain('* The author.')], '*', 'The author.'],
    [[plain('† Both.')], '†', 'Both.'],
    [[plain('［3］参见地图。')], '3', '参见地图。'],
    [[plain('①参见地图。')], '①', '参见地图。'],
    [[plain('※1 地図を参照。')], '※1', '地図を参照。'],
    [[plain('注2：参见地图。')], '注2', '参见地图。'],
  ] as const) {
    const start = noteStart(content);
    assert.equal(start?.key, key);
    assert.equal(textOf(start?.content ?? []), text);
  }
  assert.equal(noteStart([plain('1998 was a dry year.')]), undefined);
  assert.equal(noteStart([plain('See the map.')]), undefined);
});

test('the blank behind a mark stays', () => {
  const content = [plain('A. Miller'), raised('* '), plain('B. Weaver')];
  const bound = withMarks(content, new Map([['*', 'star']]));
  assert.deepEqual(bound, [plain('A. Miller'), { type: 'note', label: 'star' }, plain(' '), plain('B. Weaver')]);
});

test('marks with a label become note inlines, others stay', () => {
  const content = [plain('the mill'), raised('1,2'), plain(' turns')];
  assert.deepEqual(withMarks(content, new Map([['2', '2']])), [
    plain('the mill'),
    raised('1'),
    { type: 'note', label: '2' },
    plain(' turns'),
  ]);
});
