import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type DocxParts, makeDocx, p, r, wordNamespaces } from '../../../../../../test/fixtures/docx-maker.ts';
import { convert, png, toMarkdown } from '../testing/convert.ts';

const documentOf = async (t: TestContext, parts: DocxParts, options = {}) =>
  convert(t, { format: 'docx', data: await makeDocx(parts), options });
const markdownOf = async (t: TestContext, parts: DocxParts | string, options = {}) =>
  toMarkdown(await documentOf(t, typeof parts === 'string' ? { body: parts } : parts, options));

const styles = `
  <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
  <w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
  <w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
  <w:style w:type="paragraph" w:styleId="Own"><w:name w:val="My heading"/><w:basedOn w:val="H1"/></w:style>
  <w:style w:type="paragraph" w:styleId="Own2"><w:name w:val="My second heading"/><w:basedOn w:val="Own"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
  <w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style>
  <w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>
  <w:style w:type="paragraph" w:styleId="Code"><w:name w:val="Source Code"/></w:style>
  <w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
  <w:style w:type="paragraph" w:styleId="LB"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
  <w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="loop"/><w:basedOn w:val="Loop"/></w:style>
  <w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
  <w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>
  <w:style w:type="character" w:styleId="VC"><w:name w:val="Verbatim Char"/></w:style>`;
const style = (id: string) => `<w:pStyle w:val="${id}"/>`;

const level = (at: number, format: string, text: string, more = '') =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/><w:pPr><w:ind w:left="${720 * (at + 1)}"/></w:pPr></w:lvl>`;
const numbering = `
  <w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1.')}${level(1, 'decimal', '%1.%2')}${level(2, 'lowerLetter', '%3)')}</w:abstractNum>
  <w:abstractNum w:abstractNumId="1">${level(0, 'bullet', '•')}${level(1, 'bullet', 'o')}</w:abstractNum>
  <w:abstractNum w:abstractNumId="2">${level(0, 'upperRoman', 'Article %1', '<w:pStyle w:val="H1"/>')}</w:abstractNum>
  <w:abstractNum w:abstractNumId="3">${level(0, 'chineseCounting', '第%1章')}</w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
  <w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
  <w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
  <w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
  <w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num>`;
const item = (text: string, num: number, at = 0) =>
  p(r(text), `<w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${num}"/></w:numPr>`);

const cell = (content: string, properties = '') =>
  `<w:tc>${properties === '' ? '' : `<w:tcPr>${properties}</w:tcPr>`}${content}</w:tc>`;
const row = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`;
const table = (...rows: string[]) => `<w:tbl>${rows.join('')}</w:tbl>`;
const c = (text: string, properties = '') => cell(p(r(text)), properties);

const mark = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
const field = (code: string, result: string) =>
  `${mark('begin')}<w:r><w:instrText>${code}</w:instrText></w:r>${mark('separate')}${result}${mark('end')}`;

const blip = (id: string, alt = '') =>
  `<w:r><w:drawing><wp:inline><wp:docPr id="1" name="n" descr="${alt}"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="${id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;

test('titles come from the title style and from outline levels, also inherited, also set directly', async (t) => {
  const body =
    p(r('T'), style('Titel')) +
    p(r('A'), style('H1')) +
    p(r('B'), style('Own')) +
    p(r('C'), style('Own2')) +
    p(r('D'), '<w:outlineLvl w:val="2"/>') +
    p(r('E'), `${style('H1')}<w:outlineLvl w:val="9"/>`) +
    p(r('F'), style('Loop'));
  assert.equal(await markdownOf(t, { body, styles }), '# T\n\n## A\n\n## B\n\n### C\n\n#### D\n\nE\n\nF');
});

test('numbers are counted as Word counts them, and go on after other text', async (t) => {
  const body =
    item('a', 1) +
    item('b', 1) +
    item('b1', 1, 1) +
    item('b2', 1, 1) +
    item('x', 1, 2) +
    item('c', 1) +
    item('c1', 1, 1) +
    p(r('between')) +
    item('d', 1);
  assert.equal(
    await markdownOf(t, { body, numbering }),
    '1. a\n2. b\n   - 2.1 b1\n   - 2.2 b2\n     - a) x\n3. c\n   - 3.1 c1\n\nbetween\n\n4. d',
  );
});

test('a numbering that starts anew does so once, and shares its counters otherwise', async (t) => {
  const body = item('a', 1) + p(r('-')) + item('b', 3) + item('c', 3) + p(r('-')) + item('d', 1);
  assert.equal(await markdownOf(t, { body, numbering }), '1. a\n\n\\-\n\n5. b\n6. c\n\n\\-\n\n7. d');
});

test('numbers of headings are part of them, in any script', async (t) => {
  const head = (text: string, num: number) => p(r(text), `${style('H1')}<w:numPr><w:numId w:val="${num}"/></w:numPr>`);
  assert.equal(
    await markdownOf(t, { body: head('A', 4) + head('B', 4) + head('C', 5), styles, numbering }),
    '## Article I A\n\n## Article II B\n\n## 第一章 C',
  );
});

test('lists of styles, lists inside lists of another kind, and a numbering switched off', async (t) => {
  const off = p(r('no item'), `${style('LB')}<w:numPr><w:numId w:val="0"/></w:numPr>`);
  const inner = p(r('inside'), '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr>');
  assert.equal(
    await markdownOf(t, {
      body: item('a', 1) + inner + item('b', 1) + p(r('c'), style('LB')) + off,
      styles,
      numbering,
    }),
    '1. a\n   - inside\n2. b\n\n- c\n\nno item',
  );
});

test('tables keep both spans, tables in cells and deleted rows out', async (t) => {
  const body = table(
    row(c('A', '<w:gridSpan w:val="2"/>'), c('B', '<w:vMerge w:val="restart"/>')),
    row(c('1'), cell(p(r('2')) + table(row(c('x'), c('y')))), c('', '<w:vMerge/>')),
    `<w:tr><w:trPr><w:del w:id="1"/></w:trPr>${c('gone')}${c('gone')}${c('gone')}</w:tr>`,
    `<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>${c('3')}${c('4')}</w:tr>`,
  );
  assert.equal(
    await markdownOf(t, body),
    '<table><tr><td colspan="2">A</td><td rowspan="2">B</td></tr><tr><td>1</td><td>2<table><tr><td>x</td><td>y</td></tr></table></td></tr><tr><td></td><td>3</td><td>4</td></tr></table>',
  );
});

test('a row that repeats on each page is the head; a frame of one cell is its content', async (t) => {
  const head = `<w:tr><w:trPr><w:tblHeader/></w:trPr>${c('H')}${c('I')}</w:tr>`;
  const { pages } = await documentOf(t, { body: table(head, row(c('1'), c('2'))) + table(row(c('boxed'))) });
  const [first, second] = pages[0]?.blocks ?? [];
  assert.ok(
    first?.type === 'table' &&
      first.rows[0]?.cells[0]?.header === true &&
      first.rows[1]?.cells[0]?.header === undefined,
  );
  assert.equal(second?.type, 'text');
});

test('links lead outside by relation and inside by bookmark', async (t) => {
  const body =
    p(`<w:hyperlink r:id="L">${r('out')}</w:hyperlink>${r(' ')}<w:hyperlink w:anchor="here">${r('in')}</w:hyperlink>`) +
    p(`<w:bookmarkStart w:id="1" w:name="other"/><w:bookmarkStart w:id="2" w:name="here"/>${r('target')}`);
  const parts = { body, relations: { L: 'hyperlink http://e.org/?a=1 External' } };
  assert.equal(await markdownOf(t, parts), '[out](http://e.org/?a=1) [in](#here)\n\ntarget');
  assert.equal((await documentOf(t, parts)).pages[0]?.blocks[1]?.anchor, 'here');
});

test('of fields the result is kept and the code is not, nested or simple', async (t) => {
  const body =
    p(
      r('a ') +
        field('REF x', r('one')) +
        r(' b ') +
        field('HYPERLINK "http://e.org" \\l "p"', r('two')) +
        r(' c ') +
        field('IF 1 = 1', field('PAGE', r('3'))) +
        `<w:fldSimple w:instr="DATE">${r(' d')}</w:fldSimple>`,
    ) + p(field('XE "entry"', '') + r('e'));
  assert.equal(await markdownOf(t, body), 'a one b [two](http://e.org#p) c 3 d\n\ne');
});

test('a table of contents is an index', async (t) => {
  const entry = (text: string) => p(`${r(text)}<w:r><w:tab/></w:r>${r('7')}`, style('TOC1'));
  const body =
    p(`${mark('begin')}<w:r><w:instrText>TOC \\o</w:instrText></w:r>${mark('separate')}${r('Zero')}`) +
    entry('One') +
    entry('Two') +
    p(mark('end')) +
    p(r('text'));
  const document = await documentOf(t, { body, styles });
  assert.deepEqual(
    document.pages[0]?.blocks.map(({ type }) => type),
    ['index', 'text'],
  );
  assert.equal(await markdownOf(t, { body, styles }), '- Zero\n- One 7\n- Two 7\n\ntext');
});

test('foot- and endnotes are numbered in the order of the text, comments apart and by option', async (t) => {
  const ref = (name: string, id: number) => `<w:r><w:${name}Reference w:id="${id}"/></w:r>`;
  const parts = {
    body: p(r('a') + ref('endnote', 2) + r(' b') + ref('footnote', 5) + ref('comment', 1) + ref('footnote', 99)),
    footnotes: `<w:footnote w:type="separator" w:id="0">${p('')}</w:footnote><w:footnote w:id="5">${p(`<w:r><w:footnoteRef/></w:r>${r(' foot')}`)}${p(r('more'))}</w:footnote>`,
    endnotes: `<w:endnote w:id="2">${p(r('end'))}</w:endnote>`,
    comments: `<w:comment w:id="1" w:author="Ann" w:date="2025-01-02T03:04:05Z">${p(r('why?'))}</w:comment>`,
  };
  assert.equal(
    await markdownOf(t, parts),
    'a[^1] b[^2][^c1]\n\n[^1]: end\n\n[^2]: foot  \n    more\n\n[^c1]: **Ann (2025-01-02)**: why?',
  );
  assert.equal(await markdownOf(t, parts, { comments: false }), 'a[^1] b[^2]\n\n[^1]: end\n\n[^2]: foot  \n    more');
});

test('what was inserted is kept, what was deleted or moved away is not, and a deleted end joins paragraphs', async (t) => {
  const body =
    p(
      `${r('a')}<w:ins w:id="1">${r(' in')}</w:ins><w:del w:id="2"><w:r><w:delText>out</w:delText></w:r></w:del><w:moveFrom w:id="3">${r('gone')}</w:moveFrom><w:moveTo w:id="4">${r(' come')}</w:moveTo>`,
    ) +
    p(r('first '), '<w:rPr><w:del w:id="5"/></w:rPr>') +
    p(r('second'));
  assert.equal(await markdownOf(t, body), 'a in come\n\nfirst second');
});

test('hidden text is left out, by run and by style', async (t) => {
  const body = p(
    r('seen') +
      r('no', '<w:vanish/>') +
      r('no', '<w:rStyle w:val="Secret"/>') +
      r(' yes', '<w:rStyle w:val="Secret"/><w:vanish w:val="0"/>'),
  );
  assert.equal(await markdownOf(t, { body, styles }), 'seen yes');
});

test('characters keep their styles', async (t) => {
  const body = p(
    r('b', '<w:rStyle w:val="Strong"/>') +
      r(' i', '<w:i/>') +
      r(' u', '<w:u w:val="single"/>') +
      r(' s', '<w:strike/>') +
      r('2', '<w:vertAlign w:val="superscript"/>') +
      r(' n', '<w:b w:val="0"/>') +
      '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:noBreakHyphen/><w:t>x</w:t><w:br/><w:t>y</w:t></w:r>',
  );
  assert.equal(await markdownOf(t, { body, styles }), '**b** *i* <u>u</u> ~~s~~<sup>2</sup> n✓-x  \ny');
});

test('pictures of both drawing languages, linked ones by their address; a broken relation costs the picture alone', async (t) => {
  const vml = `<w:r><w:pict><v:shape alt="old"><v:imagedata r:id="P"/></v:shape></w:pict></w:r>`;
  const parts = {
    body:
      p(blip('P', 'A duck. AI-generated content may be incorrect.')) +
      p(r('in ') + blip('P') + r(' line')) +
      p(vml) +
      p(blip('L').replace('r:embed', 'r:link')) +
      p(blip('nowhere') + r('still here')) +
      p(blip('gone')),
    relations: { P: 'image media/a.png', L: 'image http://e.org/x.png External', gone: 'image media/gone.png' },
    members: { 'word/media/a.png': png },
  };
  assert.equal(
    await markdownOf(t, parts),
    '![A duck.](images/x.png)\n\nin ![](images/x.png) line\n\n![old](images/x.png)\n\n![](http://e.org/x.png)\n\nstill here',
  );
  const document = await documentOf(t, parts);
  assert.deepEqual([document.assets.length, document.warnings.length], [1, 2]);
});

test('text boxes come with the paragraph that they hang on, once', async (t) => {
  const box = (text: string) => `<w:txbxContent>${p(r(text))}</w:txbxContent>`;
  const body = p(
    `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="1"/><a:graphic><a:graphicData><wps:wsp><wps:txbx>${box('boxed')}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>${box('boxed')}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>${r('text')}`,
  );
  assert.equal(await markdownOf(t, body), 'boxed\n\ntext');
});

test('charts become tables with their title, diagrams lists', async (t) => {
  const graphic = (inner: string) =>
    p(
      `<w:r><w:drawing><wp:inline><wp:docPr id="1"/><a:graphic><a:graphicData>${inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`,
    );
  const points = (...values: string[]) =>
    values.map((value, at) => `<c:pt idx="${at}"><c:v>${value}</c:v></c:pt>`).join('');
  const chart = `<c:chartSpace ${wordNamespaces()}><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Sales</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser><c:tx><c:strRef><c:strCache>${points('2025')}</c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache>${points('A', 'B')}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache><c:formatCode>0%</c:formatCode>${points('0.5', '0.25')}</c:numCache></c:numRef></c:val></c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>`;
  const point = (id: string, text: string, type = 'node') =>
    `<dgm:pt modelId="${id}" type="${type}"><dgm:t><a:p><a:r><a:t>${text}</a:t></a:r></a:p></dgm:t></dgm:pt>`;
  const arrow = (from: string, to: string) => `<dgm:cxn srcId="${from}" destId="${to}" srcOrd="0"/>`;
  const diagram = `<dgm:dataModel ${wordNamespaces()}><dgm:ptLst>${point('0', '', 'doc')}${point('1', 'Plan')}${point('2', 'Do')}</dgm:ptLst><dgm:cxnLst>${arrow('0', '1')}${arrow('1', '2')}${arrow('2', '1')}</dgm:cxnLst></dgm:dataModel>`;
  const parts = {
    body: graphic('<c:chart r:id="C"/>') + graphic('<dgm:relIds r:dm="D"/>'),
    relations: { C: 'chart charts/chart1.xml', D: 'diagramData diagrams/data1.xml' },
    members: { 'word/charts/chart1.xml': chart, 'word/diagrams/data1.xml': diagram },
  };
  assert.equal(
    await markdownOf(t, parts),
    'Sales\n\n|  | 2025 |\n| --- | --- |\n| A | 50% |\n| B | 25% |\n\n- Plan\n  - Do',
  );
});

test('formulas stand in the line or, alone, on a line of their own', async (t) => {
  const half =
    '<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>';
  const body =
    p(r('so ') + half + r(' it is')) + p(half) + p(`${r('and')}<m:oMathPara>${half}</m:oMathPara>${r('then')}`);
  assert.equal(
    await markdownOf(t, body),
    'so $\\frac{1}{2}$ it is\n\n$$\n\\frac{1}{2}\n$$\n\nand\n\n$$\n\\frac{1}{2}\n$$\n\nthen',
  );
});

test('check boxes of controls and of old forms make tasks, other controls give what they hold', async (t) => {
  const box = (checked: string) =>
    `<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="${checked}"/></w14:checkbox></w:sdtPr><w:sdtContent>${r('?')}</w:sdtContent></w:sdt>`;
  const old =
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>';
  const body =
    p(box('1') + r(' done')) +
    p(box('0') + r(' open')) +
    p(old + r(' old')) +
    `<w:sdt><w:sdtContent>${p(r('held'))}</w:sdtContent></w:sdt>` +
    p(r('yes ') + box('1'));
  assert.equal(await markdownOf(t, body), '- [x] done\n- [ ] open\n- [x] old\n\nheld\n\nyes ☒');
});

test('code by style and by font, in blocks and in lines', async (t) => {
  const mono = '<w:rFonts w:ascii="Courier New"/>';
  const prose = p(r('Much more of the text is set in a usual font than in one of fixed width, as it should be.'));
  const body =
    prose +
    p(r('if x:'), style('Code')) +
    p('', style('Code')) +
    p(`<w:r><w:tab/></w:r>${r('y()')}`, style('Code')) +
    p(r('run ') + r('ls -l', mono) + r(' or ') + r('pwd', '<w:rStyle w:val="VC"/>')) +
    p(r('  cd /', mono));
  assert.equal(
    (await markdownOf(t, { body, styles })).split('\n\n').slice(1).join('\n\n'),
    '```\nif x:\n\n\ty()\n```\n\nrun `ls -l` or `pwd`\n\n```\n  cd /\n```',
  );
});

test('quotes and captions', async (t) => {
  const body =
    p(r('q'), style('Quote')) +
    p(r('Table 1: T'), style('Caption')) +
    table(row(c('1'), c('2'))) +
    p(r('alone'), style('Caption'));
  const document = await documentOf(t, { body, styles });
  assert.deepEqual(
    document.pages[0]?.blocks.map(({ type }) => type),
    ['text', 'table', 'caption'],
  );
  assert.match(await markdownOf(t, { body, styles }), /^> q\n\nTable 1: T\n\n\| 1 \| 2 \|/);
});

test('headers and footers are furniture, those that no page shows are not there', async (t) => {
  const part = (tag: string, text: string) => `<w:${tag} ${wordNamespaces()}>${p(r(text))}</w:${tag}>`;
  const section = ['default H', 'first F', 'even E']
    .map((said) => said.split(' '))
    .map(([type, id]) => `<w:headerReference w:type="${type}" r:id="${id}"/>`)
    .join('');
  const document = await documentOf(t, {
    body: `${p(r('text'))}<w:sectPr>${section}<w:footerReference w:type="default" r:id="N"/></w:sectPr>`,
    relations: { H: 'header h.xml', F: 'header f.xml', E: 'header e.xml', N: 'footer n.xml' },
    members: {
      'word/h.xml': part('hdr', 'Head'),
      'word/f.xml': part('hdr', 'First'),
      'word/e.xml': part('hdr', 'Even'),
      'word/n.xml': part('ftr', '12'),
    },
  });
  assert.deepEqual(
    document.pages[0]?.blocks.map((block) => [block.type, 'content' in block ? block.content[0] : '']),
    [
      ['header', { type: 'text', text: 'Head' }],
      ['text', { type: 'text', text: 'text' }],
      ['page_number', { type: 'text', text: '12' }],
    ],
  );
});

test('Strict files read the same', async (t) => {
  const body = p(r('A'), style('H1')) + p(`<w:hyperlink r:id="L">${r('out')}</w:hyperlink>`);
  assert.equal(
    await markdownOf(t, { body, styles, strict: true, relations: { L: 'hyperlink http://e.org External' } }),
    '## A\n\n[out](http://e.org)',
  );
});

test('readings of characters, large first letters and breaks typed for paragraphs', async (t) => {
  const ruby = `<w:r><w:ruby><w:rt>${r('かんじ')}</w:rt><w:rubyBase>${r('漢字')}</w:rubyBase></w:ruby></w:r>`;
  const drop = p(r('O'), '<w:framePr w:dropCap="drop"/>') + p(r('nce upon a time'));
  assert.equal(
    await markdownOf(t, p(ruby) + drop + p('<w:r><w:t>a</w:t><w:br/><w:br/><w:t>b</w:t></w:r>')),
    '漢字(かんじ)\n\nOnce upon a time\n\na\n\nb',
  );
});

test('tables nested without end and spans without measure do no harm', async (t) => {
  const deep = `${'<w:tbl><w:tr><w:tc>'.repeat(200)}${p(r('deep'))}${'</w:tc></w:tr></w:tbl>'.repeat(200)}${p(r('after'))}`;
  assert.equal(await markdownOf(t, deep), 'after');
  const { pages } = await documentOf(t, {
    body: table(row(c('a', '<w:gridSpan w:val="1000000000"/>'), c('b')), row(c('c'), c('d'))),
  });
  assert.equal(pages[0]?.blocks[0]?.type, 'table');
});

test('a body of a hundred thousand paragraphs and notes takes time in proportion', async (t) => {
  const document = await documentOf(t, {
    body: p(r('x'), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>').repeat(100_000),
    numbering,
  });
  const [list] = document.pages[0]?.blocks ?? [];
  assert.ok(list?.type === 'list' && list.items.length === 100_000);
});

test('pages of HTML and texts that stand in a text of Word are read where they stand', async (t) => {
  const page = `<html><body><h2>Report</h2><table><tr><th>a</th></tr><tr><td>1</td></tr></table></body></html>`;
  const saved = `MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: file:///C:/fake/document.html\r\n\r\n<p>gr=C3=BC=C3=9F</p>\r\n--b--\r\n`;
  const document = await convert(t, {
    format: 'docx',
    data: await makeDocx({
      body: `${p(r('before'))}<w:altChunk r:id="H"/><w:altChunk r:id="M"/><w:altChunk r:id="T"/><w:altChunk r:id="R"/>${p(r('after'))}`,
      relations: {
        H: 'aFChunk afchunk.htm',
        M: 'aFChunk afchunk.mht',
        T: 'aFChunk afchunk.txt',
        R: 'aFChunk afchunk.rtf',
      },
      members: {
        'word/afchunk.htm': page,
        'word/afchunk.mht': saved,
        'word/afchunk.txt': 'plain',
        'word/afchunk.rtf': '{\\rtf1 x}',
      },
    }),
  });
  assert.equal(await toMarkdown(document), 'before\n\n## Report\n\n| a |\n| --- |\n| 1 |\n\ngrüß\n\nplain\n\nafter');
  assert.deepEqual(document.warnings, [
    { code: 'member_skipped', params: { member: 'word/afchunk.rtf', reason: 'unsupported_format' } },
  ]);
});

test('an embedded object shows its picture', async (t) => {
  const shape = '<v:shape><v:imagedata r:id="P" o:title="sheet"/></v:shape>';
  const object = `<w:r><w:object>${shape}<o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="O"/></w:object></w:r>`;
  const document = await convert(t, {
    format: 'docx',
    data: await makeDocx({
      body: p(r('before')) + p(object),
      relations: { P: 'image media/a.png', O: 'package embeddings/a.xlsx' },
      members: { 'word/media/a.png': png, 'word/embeddings/a.xlsx': 'PK' },
    }),
  });
  assert.equal(await toMarkdown(document), 'before\n\n![sheet](images/x.png)');
});
