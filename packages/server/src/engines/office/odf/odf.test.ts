import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { AppError } from '#errors';
import { makeOdf, type OdfParts, odfNamespaces } from '../../../../../../test/fixtures/odf-maker.ts';
import { convert, png, toMarkdown } from '../testing/convert.ts';

const documentOf = async (t: TestContext, parts: Partial<OdfParts> & { body: string }, options = {}) => {
  const kind = parts.kind ?? 'text';
  return convert(t, { format: kind === 'text' ? 'odt' : 'odp', data: await makeOdf({ kind, ...parts }), options });
};
const markdownOf = async (t: TestContext, parts: (Partial<OdfParts> & { body: string }) | string, options = {}) =>
  toMarkdown(await documentOf(t, typeof parts === 'string' ? { body: parts } : parts, options));

const p = (content: string, style = '') =>
  `<text:p${style === '' ? '' : ` text:style-name="${style}"`}>${content}</text:p>`;
const paragraphStyle = (name: string, more = '', inner = '') =>
  `<style:style style:family="paragraph" style:name="${name}" ${more}>${inner}</style:style>`;
const textStyle = (name: string, properties: string) =>
  `<style:style style:family="text" style:name="${name}"><style:text-properties ${properties}/></style:style>`;
const span = (style: string, content: string) => `<text:span text:style-name="${style}">${content}</text:span>`;

const styles = [
  paragraphStyle('Title'),
  paragraphStyle('Quotations'),
  paragraphStyle('Preformatted_20_Text', 'style:display-name="Preformatted Text"'),
  paragraphStyle('Figure', 'style:parent-style-name="Caption"'),
  paragraphStyle('Caption'),
  paragraphStyle('Contents_20_1', 'style:display-name="Contents 1"'),
].join('');
const level = (at: number, format: string, more = '') =>
  `<text:list-level-style-number text:level="${at}" style:num-format="${format}" style:num-suffix="." ${more}/>`;
const bullet = (at: number, character = '•') =>
  `<text:list-level-style-bullet text:level="${at}" text:bullet-char="${character}"/>`;
const automatic = [
  paragraphStyle('P1', 'style:parent-style-name="Title"'),
  textStyle('B', 'fo:font-weight="bold"'),
  textStyle('I', 'fo:font-style="italic"'),
  textStyle('N', 'fo:font-weight="normal"'),
  textStyle('S', 'style:text-position="super 58%"'),
  textStyle('H', 'text:display="none"'),
  textStyle('M', 'style:font-name="Courier New"'),
  `<text:list-style style:name="L1">${level(1, '1')}${level(2, '1', 'text:display-levels="2"')}${level(3, 'a')}</text:list-style>`,
  `<text:list-style style:name="L2">${bullet(1)}${bullet(2)}</text:list-style>`,
  `<text:list-style style:name="L3">${bullet(1, ' ')}</text:list-style>`,
].join('');
const list = (style: string, items: string, more = '') =>
  `<text:list text:style-name="${style}" ${more}>${items}</text:list>`;
const item = (content: string, more = '') => `<text:list-item ${more}>${content}</text:list-item>`;

test('odt: titles, headings and characters', async (t) => {
  const body =
    p('T', 'P1') +
    `<text:h text:outline-level="1">A</text:h><text:h text:outline-level="3">B</text:h>` +
    p(
      `x ${span('B', `b${span('N', ' n')}`)} ${span('I', 'i')}${span('S', '2')}${span('H', 'hidden')}<text:s text:c="2"/>y<text:tab/>z<text:line-break/>w`,
    );
  assert.equal(
    await markdownOf(t, { body, automatic, styles }),
    '# T\n\n## A\n\n#### B\n\nx **b** n *i*<sup>2</sup>  y z  \nw',
  );
});

test('odt: lists are counted, nested and continued, with further paragraphs in their items', async (t) => {
  const body =
    list('L1', item(p('a') + p('more')) + item(p('b') + list('L1', item(p('b1')) + item(p('b2')))), 'xml:id="one"') +
    p('between') +
    list('L1', item(p('c')), 'text:continue-list="one"') +
    list('L2', item(`${p('x')}<text:list>${item(p('y'))}</text:list>`)) +
    list('L3', item(p('no item')));
  assert.equal(
    await markdownOf(t, { body, automatic }),
    '1. a\n\n   more\n2. b\n   - 2.1. b1\n   - 2.2. b2\n\nbetween\n\n3. c\n\n- x\n  - y\n\nno item',
  );
});

test('odt: tables with spans, repeated cells and tables in cells', async (t) => {
  const cell = (content: string, more = '') => `<table:table-cell ${more}>${content}</table:table-cell>`;
  const inner = `<table:table><table:table-row>${cell(p('i'))}${cell(p('j'))}</table:table-row></table:table>`;
  const body = `<table:table><table:table-header-rows><table:table-row>${cell(p('A'), 'table:number-columns-spanned="2"')}<table:covered-table-cell/>${cell(p('B'), 'table:number-rows-spanned="2"')}</table:table-row></table:table-header-rows><table:table-row>${cell(p('1') + inner)}${cell(p('2'))}<table:covered-table-cell/></table:table-row><table:table-row>${cell(p('z'), 'table:number-columns-repeated="3"')}</table:table-row></table:table>`;
  assert.equal(
    await markdownOf(t, body),
    '<table><tr><th colspan="2">A</th><th rowspan="2">B</th></tr><tr><td>1<table><tr><td>i</td><td>j</td></tr></table></td><td>2</td></tr><tr><td>z</td><td>z</td><td>z</td></tr></table>',
  );
});

test('odt: links, notes, comments and deleted text', async (t) => {
  const body =
    '<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>' +
    p(
      'a<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>foot</text:p></text:note-body></text:note> <text:a xlink:href="http://e.org">out</text:a> <text:a xlink:href="#t">in</text:a><office:annotation><dc:creator>Ann</dc:creator><dc:date>2025-01-02T00:00:00</dc:date><text:p>why?</text:p></office:annotation>',
    ) +
    p('<text:bookmark text:name="t"/>target');
  assert.equal(
    await markdownOf(t, body),
    'a[^1] [out](http://e.org) [in](#t)[^c1]\n\ntarget\n\n[^1]: foot\n\n[^c1]: **Ann (2025-01-02)**: why?',
  );
  assert.equal(
    await markdownOf(t, p('a<office:annotation><text:p>x</text:p></office:annotation>'), { comments: false }),
    'a',
  );
});

test('odt: pictures, captions, text boxes, charts and formulas', async (t) => {
  const frame = (inner: string, more = '') => `<draw:frame text:anchor-type="as-char" ${more}>${inner}</draw:frame>`;
  const object = (name: string) =>
    frame(`<draw:object xlink:href="./${name}"/><draw:image xlink:href="./ObjectReplacements/${name}"/>`);
  const row = (...cells: string[]) =>
    `<table:table-row>${cells.map((cell) => `<table:table-cell>${p(cell)}</table:table-cell>`).join('')}</table:table-row>`;
  const chart = `<office:document-content ${odfNamespaces}><office:body><office:chart><chart:chart><chart:title>${p('Sales')}</chart:title><table:table><table:table-rows>${row('', 'Q')}${row('A', '1')}</table:table-rows></table:table></chart:chart></office:chart></office:body></office:document-content>`;
  const body =
    p(frame(`<draw:image xlink:href="PictureStore/a.png"/><svg:desc>A duck</svg:desc>`)) +
    p(
      `<draw:frame text:anchor-type="paragraph"><draw:text-box>${p(`${frame('<draw:image xlink:href="PictureStore/a.png"/>')}Figure 1: it`, 'Figure')}</draw:text-box></draw:frame>text`,
    ) +
    p(object('Chart')) +
    p(`so ${object('Math')} is`) +
    p(frame('<draw:image xlink:href="PictureStore/none.png"/>'));
  const members = {
    'PictureStore/a.png': png,
    'Chart/content.xml': chart,
    'Math/content.xml':
      '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mfrac><mi>a</mi><mi>b</mi></mfrac><annotation encoding="StarMath 5.0">{a} over {b}</annotation></semantics></math>',
  };
  assert.equal(
    await markdownOf(t, { body, styles, members }),
    '![A duck](images/x.png)\n\n![](images/x.png)\n\nFigure 1: it\n\ntext\n\nSales\n\n|  | Q |\n| --- | --- |\n| A | 1 |\n\nso $\\frac{a}{b}$ is',
  );
});

test('odt: code, quotes, indexes and furniture', async (t) => {
  const body =
    `<text:table-of-content><text:index-body>${p('One 1', 'Contents_20_1')}</text:index-body></text:table-of-content>` +
    p('if x:', 'Preformatted_20_Text') +
    p('<text:s text:c="4"/>y()', 'Preformatted_20_Text') +
    p('q', 'Quotations') +
    p(`run ${span('M', 'ls')}`);
  const masters = `<style:master-page><style:header>${p('Head')}</style:header><style:footer>${p('7')}</style:footer></style:master-page>`;
  const document = await documentOf(t, { body, automatic, styles, masters });
  assert.deepEqual(
    document.pages[0]?.blocks.map(({ type }) => type),
    ['header', 'index', 'code', 'text', 'text', 'page_number'],
  );
  assert.equal(await toMarkdown(document), '- One 1\n\n```\nif x:\n    y()\n```\n\n> q\n\nrun `ls`');
});

test('odp: a page a slide, titles first, hidden slides left out, notes below', async (t) => {
  const frame = (kind: string, content: string) =>
    `<draw:frame presentation:class="${kind}" svg:y="1cm" svg:height="1cm"><draw:text-box>${content}</draw:text-box></draw:frame>`;
  const slide = (content: string, style = 'dp1') => `<draw:page draw:style-name="${style}">${content}</draw:page>`;
  const body =
    slide(
      frame('outline', list('L2', item(p('point')))) +
        frame('title', p('First')) +
        frame('page-number', p('1')) +
        `<presentation:notes>${frame('notes', p('say this'))}</presentation:notes>`,
    ) +
    slide(frame('title', p('Secret')), 'dp2') +
    slide(
      `<draw:custom-shape svg:y="1cm" svg:height="2cm">${p('Unnamed title')}</draw:custom-shape><draw:custom-shape svg:y="5cm">${p('body')}</draw:custom-shape>`,
    );
  const hidden =
    '<style:style style:family="drawing-page" style:name="dp2"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>';
  const presentation = { kind: 'presentation', body, automatic: automatic + hidden } as const;
  const document = await documentOf(t, presentation);
  assert.deepEqual([document.pages.length, document.pages[0]?.kind], [2, 'slide']);
  assert.match(await markdownOf(t, presentation, { hidden: true }), /# First[\s\S]*# Secret\n\n# Unnamed/);
  assert.equal(await toMarkdown(document), '# First\n\n- point\n\n> say this\n\n# Unnamed title\n\nbody');
});

test('odf: a file with a password says so', async (t) => {
  const members = {
    'META-INF/manifest.xml': `<manifest:manifest ${odfNamespaces}><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`,
  };
  await assert.rejects(
    documentOf(t, { body: p('x'), members }),
    (error) => error instanceof AppError && error.code === 'password_required',
  );
});
