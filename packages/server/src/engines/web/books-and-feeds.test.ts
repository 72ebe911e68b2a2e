import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { renderMarkdown, validateDocument } from '@docmill/document';
import { makeZip as zipOf } from '../../../../../test/fixtures/zip-maker.ts';
import { engineConformance } from '../conformance.ts';
import { createWebEngine } from './index.ts';

async function convert(t: TestContext, format: string, data: string | Uint8Array, maxPages = 10) {
  const folder = await mkdtemp(join(tmpdir(), 'docmill-web-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  await writeFile(path, data);
  const file = { path, format, bytes: Buffer.byteLength(data), name: `file.${format}` };
  const limits = { maxPages, maxPixels: 1_000_000, maxOutputBytes: 20_000_000 };
  const run = { file, options: {}, limits, signal: new AbortController().signal };
  const { document, assets } = await createWebEngine().convert(run, () => undefined);
  const checked = validateDocument(document);
  assert.deepEqual(checked.ok ? [] : checked.issues, []);
  return { document, assets, markdown: (await Array.fromAsync(renderMarkdown(document.pages))).join('') };
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP4z8AAQRAKAB/uA/2ULhjfAAAAAElFTkSuQmCC',
  'base64',
);

type Files = Readonly<Record<string, string | Uint8Array>>;

const chapter = (body: string) =>
  `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>${body}</body></html>`;

function bookOf(files: Files): Promise<Buffer> {
  return zipOf({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml':
      '<container xmlns="urn:x"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
    'OEBPS/book.opf': `<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
      <dc:title>The Mill</dc:title><dc:creator>Ann</dc:creator><dc:creator>Bob</dc:creator><dc:language>en</dc:language><dc:date>2026-03-01</dc:date>
      <meta name="cover" content="c"/></metadata>
      <manifest><item id="c" href="img/cover%201.png" media-type="image/png"/><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
      <item id="b" href="text/b.xhtml" media-type="application/xhtml+xml"/><item id="a" href="text/a.xhtml" media-type="application/xhtml+xml"/>
      <item id="e" href="text/notes.xhtml" media-type="application/xhtml+xml"/><item id="gone" href="gone.xhtml" media-type="application/xhtml+xml"/></manifest>
      <spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="gone"/><itemref idref="e"/></spine></package>`,
    ...files,
  });
}

const book = await bookOf({
  'OEBPS/img/cover 1.png': png,
  'OEBPS/nav.xhtml': chapter(
    '<nav epub:type="toc"><ol><li><a href="text/a.xhtml">One</a></li><li><a href="text/b.xhtml#p">Two</a></li></ol></nav>',
  ),
  'OEBPS/text/a.xhtml': chapter(
    '<h1>One</h1><p>text<a epub:type="noteref" href="notes.xhtml#n1">1</a> and<a id="x"/> more</p>',
  ),
  'OEBPS/text/b.xhtml': chapter(
    '<h1 id="p">Two</h1><p>see <a href="a.xhtml">one</a>, <a href="https://e.org/">far</a><a epub:type="noteref" href="#f">*</a></p><aside epub:type="footnote" id="f"><p>near</p></aside><img src="../img/none.png" alt="lost"/>',
  ),
  'OEBPS/text/notes.xhtml': chapter(
    '<ol><li epub:type="endnote" id="n1"><p>the note <a href="a.xhtml#r" role="doc-backlink">back</a></p></li></ol>',
  ),
});

engineConformance('web, for other formats', {
  create: createWebEngine,
  good: [
    { name: 'a book', format: 'epub', data: book },
    {
      name: 'a feed',
      format: 'feed',
      data: Buffer.from('<rss><channel><title>T</title><item><title>A</title></item></channel></rss>'),
    },
    {
      name: 'a drawing',
      format: 'svg',
      data: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><text>words</text></svg>'),
    },
  ],
  bad: [
    {
      name: 'a book without a list of parts',
      format: 'epub',
      data: await zipOf({ a: 'b' }),
      refusedWith: 'file_corrupt',
    },
    { name: 'a book without chapters', format: 'epub', data: await bookOf({}), refusedWith: 'file_empty' },
    {
      name: 'an encrypted book',
      format: 'epub',
      data: await bookOf({ 'META-INF/encryption.xml': '<a><CipherReference URI="OEBPS/text/a.xhtml"/></a>' }),
      refusedWith: 'password_required',
    },
    {
      name: 'a saved page without a page',
      format: 'mhtml',
      data: Buffer.from('Content-Type: text/plain\r\n\r\nx'),
      refusedWith: 'file_corrupt',
    },
  ],
});

test('a book has a page for each chapter in reading order, its cover, contents, notes and links', async (t) => {
  const { document, assets, markdown } = await convert(t, 'epub', book);
  assert.deepEqual(document.metadata, {
    title: 'The Mill',
    authors: ['Ann', 'Bob'],
    language: 'en',
    createdAt: '2026-03-01',
  });
  assert.deepEqual(
    document.pages.map(({ blocks }) => blocks.map(({ type }) => type)),
    [['image', 'title', 'text', 'index'], ['title', 'text'], ['title', 'text', 'note', 'image'], [], ['note']],
  );
  assert.equal(
    markdown,
    `![The Mill](images/${assets[0]?.asset.name})\n\n# The Mill\n\n**Authors:** Ann, Bob\n\n- [One](#OEBPS/text/a.xhtml)\n- [Two](#p)\n\n# One\n\ntext[^c5-n1] and more\n\n# Two\n\nsee [one](#OEBPS/text/a.xhtml), [far](https://e.org/)[^c3-f]\n\n[^c3-f]: near\n\n![lost](../img/none.png)\n\n[^c5-n1]: the note\n`,
  );
  assert.deepEqual(document.warnings, [
    { code: 'member_skipped', params: { member: 'OEBPS/gone.xhtml', reason: 'file_corrupt' } },
  ]);
});

test('what a book says of itself stands before it, unless its first pages tell it', async (t) => {
  const opf =
    '<package><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Mill</dc:title><dc:creator>Ann</dc:creator><dc:creator>Bob</dc:creator></metadata><manifest><item id="a" href="a.xhtml" media-type="text/html"/></manifest><spine><itemref idref="a"/></spine></package>';
  const read = async (body: string) =>
    (await convert(t, 'epub', await bookOf({ 'OEBPS/book.opf': opf, 'OEBPS/a.xhtml': chapter(body) }))).markdown;
  assert.equal(await read('<h2>One</h2>text'), '# The Mill\n\n**Authors:** Ann, Bob\n\n## One\n\ntext\n');
  assert.equal(await read('<h1>THE MILL</h1><p>by Ann</p>text'), '**Authors:** Bob\n\n# THE MILL\n\nby Ann\n\ntext\n');
});

test('a book of too many chapters is refused by the limit of pages', async (t) => {
  await assert.rejects(convert(t, 'epub', book, 3), { code: 'too_many_pages' });
});

const saved = [
  'From: <Saved by Blink>',
  'Snapshot-Content-Location: https://e.org/a/',
  'MIME-Version: 1.0',
  'Content-Type: multipart/related;',
  '\ttype="text/html"; boundary="--B--"',
  '',
  '----B--',
  'Content-Type: text/html',
  'Content-Transfer-Encoding: quoted-printable',
  'Content-Location: https://e.org/a/',
  '',
  '<meta charset=3Dutf-8><h1>Gr=C3=BC=',
  '=C3=9Fe</h1><img src=3D"https://e.org/p.png"><img src=3D"q.png"><img src=3D"cid:z@y"><img src=3D"far.png" alt=3Dfar>',
  ...['https://e.org/p.png', 'https://e.org/a/q.png'].flatMap((location) => [
    '----B--',
    'Content-Type: image/png',
    'Content-Transfer-Encoding: base64',
    `Content-Location: ${location}`,
    '',
    png.toString('base64'),
  ]),
  '----B--',
  'Content-Type: image/png',
  'Content-ID: <z@y>',
  'Content-Transfer-Encoding: base64',
  '',
  png.toString('base64'),
  '----B----',
  '',
].join('\r\n');

test('a saved page finds its pictures in itself, by address and by id', async (t) => {
  const { markdown, assets } = await convert(t, 'mhtml', saved);
  const own = `![](images/${assets[0]?.asset.name})`;
  assert.equal(assets.length, 1);
  assert.equal(markdown, `# Grüße\n\n${own}\n\n${own}\n\n${own}\n\n![far](far.png)\n`);
});

test('feeds of all kinds give a heading, author, date and text for each entry', async (t) => {
  const rss = `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
    <title>News &amp; more</title><link>https://e.org/</link><description>All of it</description><language>de</language>
    <item><title>First &lt;b&gt;one&lt;/b&gt;</title><link>https://e.org/1</link><dc:creator>Ann</dc:creator><pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate>
      <description>short</description><content:encoded><![CDATA[<h1>Part</h1><p>long <i>text</i></p>]]></content:encoded><enclosure url="https://e.org/1.mp3"/></item>
    <item><link>javascript:alert(1)</link><description>&lt;p&gt;only words&lt;/p&gt;</description></item></channel></rss>`;
  const { document, markdown } = await convert(t, 'feed', rss);
  assert.equal(
    markdown,
    '# News & more\n\n[https://e.org/](https://e.org/)\n\nAll of it\n\n## First one\n\n*Ann, Tue, 03 Mar 2026 10:00:00 GMT*\n\n[https://e.org/1](https://e.org/1)\n\n### Part\n\nlong *text*\n\n[https://e.org/1.mp3](https://e.org/1.mp3)\n\nonly words\n',
  );
  assert.deepEqual(document.metadata, { title: 'News & more', language: 'de' });
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>T</title><updated>2026-03-03T10:00:00Z</updated><link rel="self" href="x"/>
    <entry><title type="text">a &lt; b</title><link href="https://e.org/2"/><author><name>Bob</name></author><updated>2026-03-02</updated>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x<br/>y</p></div></content></entry>
    <entry><title>c</title><summary type="html">&lt;p&gt;s&lt;/p&gt;</summary></entry></feed>`;
  assert.equal(
    (await convert(t, 'feed', atom)).markdown,
    '# T\n\n## a < b\n\n*Bob, 2026-03-02*\n\n[https://e.org/2](https://e.org/2)\n\nx  \ny\n\n## c\n\ns\n',
  );
  const rdf =
    '<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/"><channel><title>R</title></channel><item><title>i</title><link>https://e.org/3</link></item></rdf:RDF>';
  assert.equal((await convert(t, 'feed', rdf)).markdown, '# R\n\n## i\n\n[https://e.org/3](https://e.org/3)\n');
});

test('of a drawing its words are kept, without any its source', async (t) => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg"><title>Plan</title><script>no()</script><g><text x="1">Hall <tspan>A</tspan></text></g><image href="file:///etc/passwd"/></svg>';
  assert.equal((await convert(t, 'svg', svg)).markdown, '# Plan\n\nHall A\n');
  assert.equal(
    (await convert(t, 'svg', '<svg><path d="M0"/></svg>')).markdown,
    '```xml\n<svg><path d="M0"/></svg>\n```\n',
  );
});

const bomb = `<!DOCTYPE rss [<!ENTITY a "deep">${Array.from({ length: 30 }, (_, at) => `<!ENTITY a${at} "${`&a${at - 1};`.repeat(10)}">`).join('')}<!ENTITY x SYSTEM "file:///etc/passwd">]>`;
const hostile: Readonly<Record<string, readonly [format: string, data: string]>> = {
  'entities that multiply or read files': [
    'feed',
    `${bomb}<rss><channel><title>deep</title><item><title>&a29;</title><description>&x;</description></item></channel></rss>`,
  ],
  'entities in a page': ['html', `${bomb}<html><p>deep &x; &a29;</p>`],
  'entities in a drawing': ['svg', `${bomb}<svg><text>deep &x;</text></svg>`],
  'tags in tags': [
    'feed',
    `<rss><channel><title>deep</title><item><title>${'<a>'.repeat(100_000)}</title></item></channel></rss>`,
  ],
  'groups in groups': ['svg', `<svg><title>deep</title>${'<g>'.repeat(100_000)}<text>x</text></svg>`],
  'parts in parts': [
    'mhtml',
    `Content-Type: multipart/related; boundary=a\n\n--a\nContent-Type: text/html\n\n<p>deep${'\n--a\nContent-Type: multipart/related; boundary=a\n'.repeat(50_000)}`,
  ],
};
for (const [name, [format, data]] of Object.entries(hostile)) {
  test(`${name} cost neither the stack, memory nor much time, and show nothing of this machine`, {
    timeout: 60_000,
  }, async (t) => {
    const { markdown } = await convert(t, format, data);
    assert.match(markdown, /deep/);
    assert.doesNotMatch(markdown, /root:/);
    assert.ok(markdown.length < 3 * data.length);
  });
}
