import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { convert, png, toMarkdown } from '../testing/convert.ts';

const fonts = String.raw`{\fonttbl{\f0\fnil\fcharset0 Times;}{\f1\fmodern\fcharset0 Courier New;}{\f2\fnil\fcharset2 Symbol;}{\f3\fnil\fcharset204 Arial;}{\f4\fnil\fcharset134 SimSun;}}`;
const styles = String.raw`{\stylesheet{\s0 Normal;}{\s1\outlinelevel0\b heading 1;}{\s2\sbasedon1 Mine;}{\s3 Title;}{\s4\i Quote;}{\s5 toc 1;}{\*\cs9 Strong;}}`;
const documentOf = (t: TestContext, body: string, options = {}) =>
  convert(t, {
    format: 'rtf',
    data: Buffer.from(`{\\rtf1\\ansi\\ansicpg1252\\deff0${fonts}${styles}${body}}`, 'latin1'),
    options,
  });
const markdownOf = async (t: TestContext, body: string, options = {}) => toMarkdown(await documentOf(t, body, options));

test('rtf: titles and headings by style, also inherited, and by outline', async (t) => {
  assert.equal(
    await markdownOf(t, String.raw`\pard\s3 T\par\pard\s2\b A\b0\par\pard\outlinelevel1 B\par\pard text\par`),
    '# T\n\n## A\n\n### B\n\ntext',
  );
});

test('rtf: characters of code pages, fonts and Unicode', async (t) => {
  assert.equal(
    await markdownOf(
      t,
      String.raw`caf\'e9 {\f3\'cf\'f0\'e8\'e2\'e5\'f2} {\f4\'c4\'e3\'ba\'c3} \u20320?\uc2\u22909\'3f\'3f\uc1 \u-10179?\u-8704? {\f2 ab} \ldblquote q\rdblquote\emdash\~x\_y\par`,
    ),
    'café Привет 你好 你好😀 αβ “q”—\u00a0x-y',
  );
});

test('rtf: styles of characters, hidden and deleted text', async (t) => {
  assert.equal(
    await markdownOf(
      t,
      String.raw`{\b b} {\i i} {\ul u} {\strike s}{\super 2}{\v hidden}{\deleted gone} \b x\plain  y\par`,
    ),
    '**b** *i* <u>u</u> ~~s~~<sup>2</sup> **x** y',
  );
});

test('rtf: lists by the marks that the file wrote, and by marks that were typed', async (t) => {
  const item = (mark: string, level: number, text: string) =>
    `\\pard{\\listtext ${mark}\\tab}\\ls1\\ilvl${level}\\li${360 * (level + 1)} ${text}\\par`;
  assert.equal(
    await markdownOf(
      t,
      item('1.', 0, 'a') +
        item('(a)', 1, 'b') +
        item('2.', 0, 'c') +
        item("\\'b7", 0, 'd') +
        String.raw`\pard x\par\pard\li360\fi-360\bullet\tab e\par`,
    ),
    '1. a\n   - (a) b\n2. c\n\n- d\n\nx\n\n- e',
  );
});

test('rtf: tables with both spans, heads and tables in cells', async (t) => {
  const body =
    String.raw`\trowd\trhdr\cellx2000\clvmgf\cellx3000\pard\intbl A\cell B\cell\row` +
    String.raw`\trowd\cellx1000\cellx2000\clvmrg\cellx3000\pard\intbl 1\par\pard\intbl\itap2 i\nestcell j\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}\pard\intbl\itap1\cell 2\cell\cell\row\pard after\par`;
  assert.equal(
    await markdownOf(t, body),
    '<table><tr><th colspan="2">A</th><th rowspan="2">B</th></tr><tr><td>1<table><tr><td>i</td><td>j</td></tr></table></td><td>2</td></tr></table>\n\nafter',
  );
});

test('rtf: fields, notes, comments and bookmarks', async (t) => {
  const body = String.raw`{\field{\*\fldinst{HYPERLINK "http://e.org"}}{\fldrslt{\ul link}}} a{\footnote\pard note\par} b{\*\atnauthor Bob}{\*\annotation\pard why?\par} {\field{\*\fldinst PAGE}{\fldrslt 3}}\par{\*\bkmkstart here}c\par`;
  const document = await documentOf(t, body);
  assert.equal(
    await toMarkdown(document),
    '[link](http://e.org) a[^1] b[^c1] 3\n\nc\n\n[^1]: note\n\n[^c1]: **Bob**: why?',
  );
  assert.equal(document.pages[0]?.blocks[1]?.anchor, 'here');
});

test('rtf: pictures, text boxes and formulas', async (t) => {
  const body = `{\\*\\shppict{\\pict\\pngblip\n${png.toString('hex')}}}{\\nonshppict{\\pict\\wmetafile8 0100}}\\par${String.raw`{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt\pard boxed\par}}{\shprslt old}}beside\par {\mmath{\*\moMath{\mf{\mnum{\mr a}}{\mden{\mr b}}}}}\par`}`;
  assert.equal(await markdownOf(t, body), '![](images/x.png)\n\nboxed\n\nbeside\n\n$$\n\\frac{a}{b}\n$$');
});

test('rtf: code, quotes, indexes, furniture and what the file says of itself', async (t) => {
  const body = String.raw`{\info{\title My title}{\author Ann}}{\header Head\par}{\footer 12\par}\pard\s5 One\tab 1\par\pard{\f1 if x:\par}\pard{\f1 \tab y()\par}\pard\s4\i q\i0\par{\*\unknown no}{\object{\*\objdata 00}{\result yes}}\par`;
  const document = await documentOf(t, body);
  assert.deepEqual(document.metadata, { title: 'My title', authors: ['Ann'] });
  assert.deepEqual(
    document.pages[0]?.blocks.map(({ type }) => type),
    ['header', 'index', 'code', 'text', 'page_number', 'text'].toSorted(
      (a, b) => Number(a === 'page_number') - Number(b === 'page_number'),
    ),
  );
  assert.equal(await toMarkdown(document), '- One 1\n\n```\nif x:\n\ty()\n```\n\n> q\n\n> yes');
});

test('rtf: damaged and hostile files give what they hold', async (t) => {
  assert.equal(await markdownOf(t, '{a{b}}}} c'), 'ab c');
  assert.equal(await markdownOf(t, `x${'{'.repeat(100_000)}deep${'}'.repeat(100_000)}y`), 'xy');
  assert.equal(await markdownOf(t, String.raw`\bin999999999 x`).catch(({ code }) => code), 'file_empty');
  assert.equal(
    await markdownOf(
      t,
      `${String.raw`\trowd`}${String.raw`\cellx9`.repeat(100_000)}${String.raw`\pard\intbl a\cell\row`}\\pard b`,
    ),
    'a\n\nb',
  );
});
