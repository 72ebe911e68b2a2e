import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joined } from './inlines.ts';
import { pairOf, unpartedPairs, wordPairsIn } from './word-breaks.ts';

const sentences = [
  '조사는 전국 초등학교를 대상으로 실시되었다.',
  '응답자는 급식의 질이 나아졌다고 대답하였다.',
  '학부모는 교육청을 대상으로 의견을 제시하였다.',
  '학교는 대상으로 선정된 지역을 조사하였다.',
];

function unpartedOf(lines: readonly string[]) {
  const compounds = new Set<string>();
  return { compounds, unparted: unpartedPairs(wordPairsIn([sentences, sentences, lines])) };
}

test('a Korean word goes on in the next line without a blank where lines end anywhere', () => {
  const wording = unpartedOf(['조사는 전국 초등학', '교를 대상으', '로 실시되었다. 급식', '의 질이']);
  assert.equal(joined('전국 초등학', '교를 대상으', wording), '전국 초등학');
  assert.equal(joined('교를 대상으', '로 실시되었다.', wording), '교를 대상으');
});

test('lines that end between Korean words are joined by blanks', () => {
  const wording = unpartedOf(['조사는', '전국 초등학교를', '대상으로', '실시되었다. 응답자는', '급식의']);
  assert.equal(joined('전국 초등학교를', '대상으로', wording), '전국 초등학교를 ');
  assert.equal(wording.unparted.size, 0);
});

test('all digits are one character beside Korean syllables, and Latin letters none', () => {
  assert.equal(pairOf('7', '개'), '0개');
  assert.equal(pairOf('a', '개'), undefined);
  assert.equal(pairOf('7', '8'), undefined);
});
