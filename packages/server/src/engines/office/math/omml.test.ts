import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseXml } from '../package/xml.ts';
import { ommlLatex } from './omml.ts';

const run = (text: string, properties = '') => `<m:r>${properties}<m:t>${text}</m:t></m:r>`;
const e = (content: string) => `<m:e>${content}</m:e>`;

function latexOf(xml: string): string {
  const root = parseXml(
    `<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">${xml}</m:oMath>`,
  );
  assert.ok(root !== undefined);
  return ommlLatex(root);
}

const cases: readonly (readonly [name: string, xml: string, latex: string])[] = [
  [
    'a fraction as base is grouped',
    `<m:sSup>${e(`<m:f><m:num>${run('a')}</m:num><m:den>${run('b')}</m:den></m:f>`)}<m:sup>${run('2')}</m:sup></m:sSup>`,
    '{\\frac{a}{b}}^{2}',
  ],
  [
    'linear and barless fractions',
    `<m:f><m:fPr><m:type m:val="lin"/></m:fPr><m:num>${run('a')}</m:num><m:den>${run('b')}</m:den></m:f>`,
    'a/b',
  ],
  [
    'scripts on both sides',
    `<m:sPre><m:sub>${run('1')}</m:sub><m:sup>${run('2')}</m:sup>${e(run('X'))}</m:sPre>`,
    '{}_{1}^{2}X',
  ],
  [
    'sub- and superscript',
    `<m:sSubSup>${e(run('x'))}<m:sub>${run('i')}</m:sub><m:sup>${run('2')}</m:sup></m:sSubSup>`,
    'x_{i}^{2}',
  ],
  [
    'a sum with its bounds',
    `<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>${run('i=1')}</m:sub><m:sup>${run('n')}</m:sup>${e(run('i'))}</m:nary>`,
    '\\sum_{i=1}^{n}i',
  ],
  [
    'an integral is the default, hidden bounds stay away',
    `<m:nary><m:naryPr><m:subHide m:val="1"/><m:supHide/></m:naryPr><m:sub/><m:sup/>${e(run('xdx'))}</m:nary>`,
    '\\int xdx',
  ],
  [
    'roots',
    `<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/>${e(run('2'))}</m:rad><m:rad><m:deg>${run('3')}</m:deg>${e(run('x'))}</m:rad>`,
    '\\sqrt{2}\\sqrt[3]{x}',
  ],
  [
    'delimiters with separators',
    `<m:d><m:dPr><m:begChr m:val="⟨"/><m:sepChr m:val=","/><m:endChr m:val="⟩"/></m:dPr>${e(run('a'))}${e(run('b'))}</m:d>`,
    '\\left\\langle a,b\\right\\rangle',
  ],
  [
    'a matrix',
    `<m:d>${e(`<m:m><m:mr>${e(run('1'))}${e(run('0'))}</m:mr><m:mr>${e(run('0'))}${e(run('1'))}</m:mr></m:m>`)}</m:d>`,
    '\\left(\\begin{matrix}1 & 0 \\\\ 0 & 1\\end{matrix}\\right)',
  ],
  [
    'cases',
    `<m:d><m:dPr><m:begChr m:val="{"/><m:endChr m:val=""/></m:dPr>${e(`<m:eqArr>${e(run('0,&amp;x&lt;0'))}${e(run('1,&amp;x≥0'))}</m:eqArr>`)}</m:d>`,
    '\\begin{cases}0,&x<0 \\\\ 1,&x\\geq0\\end{cases}',
  ],
  [
    'a number of an equation',
    `<m:eqArr>${e(`${run('E=m#')}<m:d>${e(run('1.2'))}</m:d>`)}</m:eqArr>`,
    '\\begin{aligned}E=m\\tag{1.2}\\end{aligned}',
  ],
  [
    'accents',
    `<m:acc>${e(run('x'))}</m:acc><m:acc><m:accPr><m:chr m:val="&#x20D7;"/></m:accPr>${e(run('AB'))}</m:acc>`,
    '\\hat{x}\\overrightarrow{AB}',
  ],
  [
    'bars',
    `<m:bar><m:barPr><m:pos m:val="top"/></m:barPr>${e(run('x'))}</m:bar><m:bar>${e(run('y'))}</m:bar>`,
    '\\overline{x}\\underline{y}',
  ],
  [
    'a brace below with words',
    `<m:limLow>${e(`<m:groupChr>${e(run('a+b'))}</m:groupChr>`)}<m:lim>${run('n', '<m:rPr><m:nor/></m:rPr>')}</m:lim></m:limLow>`,
    '\\underbrace{a+b}_{\\text{n}}',
  ],
  [
    'functions and limits',
    `<m:func><m:fName><m:limLow>${e(run('lim', '<m:rPr><m:sty m:val="p"/></m:rPr>'))}<m:lim>${run('x→0')}</m:lim></m:limLow></m:fName>${e(`<m:func><m:fName>${run('sin')}</m:fName>${e(run('x'))}</m:func>`)}</m:func>`,
    '\\lim_{x\\to0}\\sin x',
  ],
  [
    'functions that LaTeX does not know',
    `<m:func><m:fName>${run('tr')}</m:fName>${e(run('A'))}</m:func>`,
    '\\operatorname{tr}A',
  ],
  [
    'boxes and phantoms',
    `<m:borderBox>${e(run('x'))}</m:borderBox><m:box>${e(run('y'))}</m:box><m:phant>${e(run('z'))}</m:phant>`,
    '\\boxed{x}y\\phantom{z}',
  ],
  ['marks and words', run('50% α_i {x} 速度 “a”'), '50\\% \\alpha\\_i \\{x\\} \\text{速度} “a”'],
  ['text is escaped', run('5 % of a_b', '<m:rPr><m:nor/></m:rPr>'), '\\text{5 \\% of a\\_b}'],
  ['a caret typed as such is a power, a dash a minus', run('x–y^2'), 'x-y^2'],
  [
    'letters of other alphabets',
    `${run('𝐀𝑥𝔸')}${run('R', '<m:rPr><m:scr m:val="double-struck"/></m:rPr>')}`,
    '\\mathbf{A}x\\mathbb{A}\\mathbb{R}',
  ],
  [
    'deleted parts are left out',
    `${run('a')}<w:del xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${run('b')}</w:del>`,
    'a',
  ],
];

for (const [name, xml, latex] of cases) test(`formulas: ${name}`, () => assert.equal(latexOf(xml), latex));

test('a formula nested a thousand times is written down to a depth', () => {
  const deep = `${'<m:rad><m:e>'.repeat(1_000)}${run('x')}${'</m:e></m:rad>'.repeat(1_000)}`;
  assert.match(latexOf(deep), /^(?:\\sqrt\{)+/);
});
