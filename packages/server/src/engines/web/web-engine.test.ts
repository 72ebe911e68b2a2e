import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Block, renderMarkdownPage, validateDocument } from '@docmill/document';
import { engineConformance } from '../conformance.ts';
import { createWebEngine } from './index.ts';

const limits = { maxPages: 10, maxPixels: 1_000_000, maxOutputBytes: 20_000_000 };

async function convert(t: TestContext, data: string | Uint8Array, options: object = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'docmill-web-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  await writeFile(path, data);
  const file = { path, format: 'html', bytes: Buffer.byteLength(data), name: 'file.html' };
  const run = { file, options: { ...options }, limits, signal: new AbortController().signal };
  const { document, assets } = await createWebEngine().convert(run, () => undefined);
  const checked = validateDocument(document);
  assert.deepEqual(checked.ok ? [] : checked.issues, []);
  const blocks: readonly Block[] = document.pages[0]?.blocks ?? [];
  return { document, assets, blocks, markdown: document.pages.map((page) => renderMarkdownPage(page)).join('') };
}

/** same checks several pages against their Markdown. */
function same(name: string, cases: readonly (readonly [html: string, markdown: string])[]): void {
  test(name, async (t) => {
    for (const [html, markdown] of cases) assert.equal((await convert(t, html)).markdown, `${markdown}\n`, html);
  });
}

const sample = (name: string, data: string) => ({ name, format: 'html', data: Buffer.from(data) });
const bad = (name: string, data: string) => ({ ...sample(name, data), refusedWith: 'file_empty' });
const png =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP4z8AAQRAKAB/uA/2ULhjfAAAAAElFTkSuQmCC';

engineConformance('web', {
  create: createWebEngine,
  good: [
    sample('a page', '<!doctype html><title>T</title><h1>A</h1><p>b <a href=c>d</a><ul><li>e<ul><li>f</ul></ul>'),
    sample('a page with pictures', `<img src="${png}"><p>text <img src="${png}" alt=x> text<img src=far.png></p>`),
    sample(
      'a page without a closing tag',
      '<table><tr><td rowspan=0 colspan=1000>a<td>b<tr><td>c<dl><dd>x<b><i>y</b>z',
    ),
  ],
  bad: [
    bad('nothing but blanks', ' \n '),
    bad(
      'nothing that shows',
      '<title>x</title><script>y</script><p hidden>z</p><p>&nbsp;</p><ul><li></ul><table><tr><td></table>',
    ),
  ],
});

same('headings, paragraphs and bare text become blocks', [
  [
    '<h1>A</h1><h6>B</h6>bare<p>one</p><div>two<div>three</div>four</div>',
    '# A\n\n###### B\n\nbare\n\none\n\ntwo\n\nthree\n\nfour',
  ],
  ['<h2><b>Bold</b> <a class=headerlink href="#b">¶</a></h2><h3></h3>x', '## Bold\n\nx'],
  ['<h2 id=t><a href="#t">Title</a> <button>copy</button></h2>', '## Title'],
  ['<p>text<a href="#p"> ¶</a> <a href="#q">#</a>', 'text [#](#q)'],
  ['<div role=heading aria-level=3>T</div><hr>a<hr>b', '### T\n\na\n\nb'],
  ['<address>a<br>b</address>', 'a  \nb'],
]);

same('white space collapses as a browser shows it', [
  ['<p>\n a \t <b> b </b>\n c&nbsp;d<!-- no --> e </p>', 'a **b** c d e'],
  ['<p>a<b>\n</b>b', 'a b'],
  ['<p>水车在\n  河边', '水车在河边'],
  ['<p>hy&shy;phen<p>a<br><br><br>b', 'hyphen\n\na\n\nb'],
]);

same('styles of tags and of style attributes are kept', [
  [
    '<b>a</b><strong>b</strong> <em>c</em> <u>d</u> <del>e</del> x<sup>2</sup> H<sub>2</sub>O',
    '**ab** *c* <u>d</u> ~~e~~ x<sup>2</sup> H<sub>2</sub>O',
  ],
  ['<span style="font-weight:700">a</span> <b style="font-weight:normal">b</b>', '**a** b'],
  ['<constructor>a</constructor><toString> b', 'a b'],
  ['<sup>a<sub>b</sub></sup>', '<sup>a</sup><sub>b</sub>'],
  ['<code>a  b</code><kbd> c</kbd> <q>d</q> <mark>e</mark>', '`a b c` “d” e'],
]);

same('links lead where it is safe', [
  ['<a href="a.html"> x </a>y <a href="#z">z</a>', '[x](a.html) y [z](#z)'],
  ['<base href="https://e.org/d/"><a href="../a">x</a> <a href="#z">z</a>', '[x](https://e.org/a) [z](#z)'],
  ['<a href=" java\nscript:alert(1)">x</a> <a href="data:text/html,y">y</a> <a name=q>z</a>', 'x y z'],
  ['<a href="u"><h2>T</h2><p>p</p></a>', '## [T](u)\n\n[p](u)'],
]);

same('lists nest, count and keep their paragraphs', [
  ['<ol start=3><li>a<li>b<ul><li>c</ul></ol>', '3. a\n4. b\n   - c'],
  ['<ol><li value=7>a<li>b</ol>', '7. a\n8. b'],
  ['<ul><li><p>a</p><p>b</p></li><ul><li>c</ul></ul>', '- a\n\n  b\n  - c'],
  [
    '<ul><li><input type=checkbox checked> done<li><label><input type=checkbox> open</label></ul>',
    '- [x] done\n- [ ] open',
  ],
  ['<ul><li><h3>Teaser</h3>text</ul>', '- **Teaser**\n\n  text'],
  ['<dl><dt>term<dd>meaning<div><dt>a<dt>b<dd>c</div></dl>', '- **term**\n\n  meaning\n- **a**  \n  **b**\n\n  c'],
]);

same('tables keep spans, captions and what their cells hold', [
  [
    '<table><caption>C</caption><tfoot><tr><td>f<td>g</tfoot><thead><tr><th>a<th>b<tbody><tr><td>c<td><p>d<p>e</table>',
    'C\n\n| a | b |\n| --- | --- |\n| c | d<br>e |\n| f | g |',
  ],
  [
    '<table><tr><td rowspan=2>a<td>b<tr><td>c</table>',
    '<table><tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr></table>',
  ],
  [
    '<table><tr><th>a<th>b<tr><td><ul><li>x</ul><td><table><tr><td>1<td>2</table></table>',
    '<table><tr><th>a</th><th>b</th></tr><tr><td><ul><li>x</li></ul></td><td><table><tr><td>1</td><td>2</td></tr></table></td></tr></table>',
  ],
]);

same('spans say no more than there are rows and columns', [
  [
    '<table><tr><td colspan=1000>a<tr><td>b<td>c</table>',
    '<table><tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr></table>',
  ],
  ['<table><tr><td rowspan=65534 colspan=9999999999999999999999>a<td rowspan=0>b</table>', '| a | b |\n| --- | --- |'],
  [
    '<table><tr><td rowspan=0>a<td>b<tr><tr><td>c</table>',
    '<table><tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr></table>',
  ],
]);

same('tables that only lay out the page are taken apart', [
  ['<table role=presentation><tr><td>a<td>b</table>', 'a\n\nb'],
  ['<table><tr><td><h1>T</h1><p>x</p></table>', '# T\n\nx'],
  ['<table><tr><td><ul><li>menu</ul><td><h2>T</h2>x</table>', '- menu\n\n## T\n\nx'],
]);

same('code keeps its lines and its language', [
  ['<pre><code class="hljs language-js">a\n  b\n</code></pre>', '```js\na\n  b\n```'],
  ['<div class="highlight highlight-source-shell"><pre>x<br>y</pre></div>', '```shell\nx\ny\n```'],
  ['<pre class=lang-py>\n<span class=lineno>1</span><div>a</div><div>b</div></pre>', '```py\na\nb\n```'],
]);

same('quotations, details and figures keep their text', [
  ['<blockquote><p>a</p><p>b</p></blockquote>', '> a\n\n> b'],
  ['<blockquote>a<blockquote>b<br>c</blockquote></blockquote>', '> a\n\n> > b  \n> > c'],
  ['<details><summary>more</summary>text</details>', 'more\n\ntext'],
  ['<figure><img src="d/f%20g.png"><figcaption>Cap</figcaption></figure>', '![](d/f%20g.png)\n\nCap'],
  ['<p>a<textarea>b</textarea><button>c</button>d', 'a b c d'],
  ['<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字', '漢(kan)字'],
]);

test('pictures of data URLs become assets, each once', async (t) => {
  const { assets, blocks } = await convert(
    t,
    `<figure><img src="${png}" alt=A><figcaption>C</figcaption></figure><p>x <img src="${png}"></p>`,
  );
  const [{ asset, data } = assert.fail('no asset'), ...others] = assets;
  assert.deepEqual([others.length, asset.mediaType, asset.width, asset.height], [0, 'image/png', 3, 2]);
  assert.equal(asset.name, `${createHash('sha256').update(data).digest('hex')}.png`);
  assert.deepEqual(blocks[0], {
    type: 'image',
    asset: asset.name,
    alt: 'A',
    captions: [{ type: 'caption', content: [{ type: 'text', text: 'C' }] }],
  });
  assert.deepEqual(blocks[1], {
    type: 'text',
    content: [
      { type: 'text', text: 'x ' },
      { type: 'image', asset: asset.name },
    ],
  });
});

test('data that is no picture leaves its description and a warning', async (t) => {
  const { document, markdown } = await convert(t, '<p>a <img src="data:image/svg+xml,<svg/>" alt=words></p>');
  assert.equal(markdown, 'a words\n');
  assert.equal(document.warnings[0]?.code, 'image_skipped');
});

same('pictures elsewhere keep their addresses, for nothing is fetched', [
  ['<p>a <img src=x/y.png alt="An  owl"> b', 'a ![An owl](x/y.png) b'],
  ['<a href=u><img src=i.png alt=""> words</a> <img src=p.gif width=1 height=1>', '[words](u)'],
  [
    '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src=late.png alt=L><noscript><img src=late.png alt=L></noscript>',
    '![L](late.png)',
  ],
]);

const tex = '<semantics><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation></semantics>';
same('formulas are read once, as LaTeX', [
  [`<p>a <math>${tex}</math> b`, 'a $x^2$ b'],
  [`<math display=block>${tex}</math>`, '$$\nx^2\n$$'],
  [
    `<span class=katex-display><span class=katex><span class=katex-mathml><math>${tex}</math></span><span class=katex-html aria-hidden=true>x2</span></span></span>`,
    '$$\nx^2\n$$',
  ],
  [
    '<p>a <span class=MathJax_Preview>x2</span><script type="math/tex">x^2</script></p><script type="math/tex; mode=display">y</script>',
    'a $x^2$\n\n$$\ny\n$$',
  ],
  [
    '<span class=mwe-math-element><span style="display:none"><math alttext="{\\displaystyle a}"><mi>a</mi></math></span><img class=mwe-math-fallback-image-inline alt=a src=b></span>',
    '$a$',
  ],
  [
    '<math><mfrac><mn>1</mn><msup><mi>α</mi><mn>2</mn></msup></mfrac><mo>≤</mo><msqrt><mi>x</mi></msqrt></math>',
    '$\\frac{1}{\\alpha^{2}} \\leq \\sqrt{x}$',
  ],
]);

same('what does not show is left out, what shows without scripts is kept', [
  ['a<script>b</script><style>c</style><template>d</template><noscript>e</noscript>', 'ae'],
  ['<p hidden>a</p><p style="color:red; display : none">b</p><input type=hidden value=c>d', 'd'],
  [
    '<p>a<i aria-hidden=true>★</i></p><p aria-label="Share this"><span aria-hidden=true>Share this</span></p><p aria-hidden=true>kept</p>',
    'a\n\nkept',
  ],
]);

test('what stands around the main part is furniture, but only where there is a main part', async (t) => {
  const around = '<header>site</header><nav><a href=a>x</a></nav>';
  const typesOf = async (html: string) => (await convert(t, html)).blocks.map((block) => block.type);
  assert.deepEqual(await typesOf(`${around}<main>text</main><aside>s</aside><footer>f</footer>`), [
    'header',
    'aside_text',
    'text',
    'aside_text',
    'footer',
  ]);
  assert.deepEqual(await typesOf(`${around}<p>text</p><footer>f</footer>`), ['text', 'text', 'text', 'text']);
  assert.deepEqual(await typesOf(`${around}<main><script>app()</script></main>text`), ['text', 'text', 'text']);
  assert.deepEqual(
    await typesOf('<header><h1>T</h1></header><article><header>by me</header>text<aside>s</aside></article>'),
    ['title', 'text', 'text', 'text'],
  );
});

const prose =
  'A mill stood beside the river for two hundred years, and it ground the grain that farmers brought from the valley.';

test('of a page only its subject is read where that is wanted', async (t) => {
  const read = async (html: string) => (await convert(t, html, { mainContent: true })).markdown;
  const links =
    '<ul><li><a href=a>A long line of links to all the other pages of this site</a><li><a href=b>and another one of them here</a></ul>';
  const body = `<h2>Part</h2><p>${prose}</p><p>${prose}</p><ul><li>${prose}</li></ul>`;
  const expected = `# Head\n\n## Part\n\n${prose}\n\n${prose}\n\n- ${prose}\n`;
  assert.equal(
    await read(
      `<div>${links}</div><div><h1>Head</h1><i>by me</i></div><div class=x>${body}</div><div>${links}<p>short words</p></div>`,
    ),
    expected,
  );
  assert.equal(
    await read(`<header><h1>Head</h1>${links}</header><main>${body}</main><footer>${prose}</footer>`),
    expected,
  );
  assert.equal(await read('<p>short words'), 'short words\n');
  assert.match(await read(`${'<div>'.repeat(50_000)}${prose}`), /mill/);
});

test('ids become anchors of the blocks they stand at', async (t) => {
  const html =
    '<section id=a><h2 id=b>T</h2></section><a name=c></a><p>x</p><ul><li id=d>y</ul><a href="#e">e</a><div id=e><p id=f>z</p></div>';
  const anchors = (await convert(t, html)).blocks.map((block) => block.anchor);
  assert.deepEqual(anchors, ['b', 'c', undefined, undefined, 'e']);
});

test('metadata come from the head', async (t) => {
  const { document } = await convert(
    t,
    '<html lang=de><title> A\n B </title><meta name=author content=" C "><svg><title>no</title></svg>x',
  );
  assert.deepEqual(document.metadata, { title: 'A B', authors: ['C'], language: 'de' });
});

test('the character set is the declared one, else it is found', async (t) => {
  const gb = Buffer.from('cbaeb3b5', 'hex');
  const page = (head: string, bytes: Uint8Array) => Buffer.concat([Buffer.from(`${head}<p>`), bytes]);
  const read = async (data: Uint8Array) => (await convert(t, data)).markdown.trim();
  assert.equal(await read(page('<META http-equiv="Content-Type" content="text/html; charset=gb2312">', gb)), '水车');
  assert.equal(await read(page("<!-- <meta charset=koi8-r> --><meta charset='GBK'>", gb)), '水车');
  assert.equal(await read(page('<?xml version="1.0" encoding="gb18030"?>', gb)), '水车');
  assert.equal(await read(page(`${' '.repeat(3_000)}<meta charset=gbk>`, gb)), '水车');
  assert.equal(await read(Buffer.from('\uFEFF<meta charset=gbk><p>水车', 'utf16le')), '水车');
  assert.equal(await read(Buffer.from('<meta charset=utf-16><p>水车')), '水车');
  assert.equal(await read(Buffer.from('<meta charset=nonsense><p>水车')), '水车');
});

same('empty tags of XHTML do not swallow the page', [
  [
    '<?xml version="1.0"?><html><head><script src="a.js"/><title/></head><body><p>a <a id="x"/>b</p></body></html>',
    'a b',
  ],
]);

const hostile: Readonly<Record<string, string>> = {
  'nested divisions': `${'<div>'.repeat(100_000)}deep`,
  'nested lists': '<ul><li>deep'.repeat(20_000),
  'nested tables': '<table><tr><th>deep<td>'.repeat(10_000),
  'nested quotations': '<blockquote>deep'.repeat(20_000),
  'nested formulas': `<math>${'<mrow>'.repeat(30_000)}<mi>deep`,
  'large spans': `<table><tr>${'<td colspan=1000 rowspan=0>deep'.repeat(20_000)}`,
  'one long line': `deep ${'word '.repeat(1_000_000)}`,
  'many breaks': 'deep<br>'.repeat(50_000),
  'many icons in one link': `<a href=x>deep${'<img src=a.png alt="">'.repeat(20_000)}`,
  'blank lines in code': `<pre>deep${'\n '.repeat(300_000)}`,
  'a huge attribute': `<p style="${'a:b;'.repeat(500_000)}">deep`,
  'crossed tags': `<b><i><a href=x><table><b></i>${'<p></b><i>deep'.repeat(2_000)}`,
};

for (const [name, html] of Object.entries(hostile)) {
  test(`${name} cost neither the stack nor much time`, { timeout: 10_000 }, async (t) => {
    assert.match((await convert(t, html)).markdown, /deep/);
  });
}

test('open tags that multiply are refused', async (t) => {
  const fonts = Array.from({ length: 3_000 }, (_, at) => `<font a${at}>`).join('');
  await assert.rejects(convert(t, `<p>${fonts}${'<p>x'.repeat(3_000)}`), { code: 'file_corrupt' });
});

test('a page of a million elements is read as far as memory goes, and that is said', async (t) => {
  const { document, blocks } = await convert(t, '<p>a'.repeat(1_000_000));
  assert.ok(blocks.length > 500_000 && blocks.length < 800_000);
  assert.deepEqual(document.warnings, [{ code: 'page_truncated', pageNumber: 1 }]);
});

test('a file above the limit is not read', async () => {
  const file = { path: '/nowhere', format: 'html', bytes: limits.maxOutputBytes + 1, name: 'file.html' };
  const run = { file, options: {}, limits, signal: new AbortController().signal };
  await assert.rejects(
    createWebEngine().convert(run, () => undefined),
    { code: 'output_too_large' },
  );
});
