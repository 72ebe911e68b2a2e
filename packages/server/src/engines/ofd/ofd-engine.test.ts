import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Page, renderMarkdown, type Warning } from '@docmill/document';
import { makeOfd, ofdLine, ofdText } from '../../../../../test/fixtures/ofd-maker.ts';
import { makeZip } from '../../../../../test/fixtures/zip-maker.ts';
import { engineConformance } from '../conformance.ts';
import { type AssetBytes, draftsInMemory } from '../engine.ts';
import { png } from '../office/testing/convert.ts';
import type { PdfDraft } from '../pdf/laid-out.ts';
import { createOfdEngine } from './index.ts';

const limits = { maxPages: 100, maxPixels: 1_000_000, maxOutputBytes: 20_000_000 };

interface Read {
  readonly markdown: string;
  readonly pages: readonly Page[];
  readonly warnings: readonly Warning[];
  readonly assets: readonly AssetBytes[];
}

async function read(t: TestContext, data: Uint8Array): Promise<Read> {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-ofd-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  writeFileSync(path, data);
  const file = { path, format: 'ofd', bytes: data.byteLength, name: 'a.ofd' };
  const run = { file, options: {}, limits, signal: new AbortController().signal };
  const engine = createOfdEngine();
  const survey = await engine.survey(run);
  const drafts: PdfDraft[] = [];
  const indexes = Array.from({ length: survey.pageCount }, (_, index) => index);
  for await (const draft of engine.readPages(run, indexes)) {
    if ('error' in draft) throw draft.error;
    drafts.push(draft);
  }
  const pages = await Array.fromAsync(engine.assemble(run, draftsInMemory(drafts), survey));
  const markdown = (await Array.fromAsync(renderMarkdown(pages))).join('').replace(/images\/[0-9a-f]{64}/g, 'images/x');
  return {
    markdown: markdown.trim(),
    pages,
    warnings: drafts.flatMap((draft) => draft.warnings),
    assets: drafts.flatMap((draft) => draft.assets),
  };
}

const heading = ofdText('电子发票（普通发票）', [60, 8], { size: 7 });
const prose = (y: number) =>
  [
    '这是一份由机器生成的文件，其中的每一个字符都有自己的位置，所以',
    '段落由行组成，行由字符组成，读者看到的顺序就是文件的顺序。',
  ].map((line, at) => ofdText(line, [20, y + 6 * at]));
const columns = [20, 70, 110, 150];
const rows = [60, 70, 80, 90];
const grid = [...rows.map((y) => ofdLine([20, y, 150, y])), ...columns.map((x) => ofdLine([x, 60, x, 90]))];
const cells = [
  ['项目名称', '数量', '金额'],
  ['办公用品', '12', '345.60'],
  ['运输服务', '3', '78.00'],
].flatMap((row, at) =>
  row.map((cell, column) =>
    ofdText(cell, [(columns[column] ?? 0) + 3, (rows[at] ?? 0) + 2.5], { step: /\d/.test(cell) ? 2 : 4 }),
  ),
);

test('an invoice: its title, its lines, and its table by the rulings of the template', async (t) => {
  const data = await makeOfd({ template: [heading, ...grid].join(''), pages: [[...prose(30), ...cells].join('')] });
  const { markdown, pages } = await read(t, data);
  assert.match(markdown, /^# 电子发票（普通发票）$/m);
  assert.match(markdown, /有自己的位置，所以段落由行组成/);
  assert.match(
    markdown,
    /\| 项目名称 \| 数量 \| 金额 \|\n\|[ :|-]+\n\| 办公用品 \| 12 \| 345.60 \|\n\| 运输服务 \| 3 \| 78.00 \|/,
  );
  assert.equal(Math.round(pages[0]?.width ?? 0), 595);
});

test('steps between characters are read, repeated ones too, and gaps part words', async (t) => {
  const text = `<ofd:TextObject ID="1" Boundary="20 20 100 8" Font="1" Size="4">
    <ofd:TextCode X="0" Y="4" DeltaX="2 2 2 2 3.5 g 4 2">HelloWorld</ofd:TextCode></ofd:TextObject>`;
  const { markdown } = await read(t, await makeOfd({ pages: [text] }));
  assert.equal(markdown, 'Hello World');
});

test('a label from top to bottom in its cell, and text scaled by its matrix', async (t) => {
  const down = `<ofd:TextObject ID="1" Boundary="24 60 10 30" Font="1" Size="4">
    <ofd:TextCode X="0" Y="5" DeltaY="g 2 6">购买方</ofd:TextCode></ofd:TextObject>`;
  const scaled = `<ofd:TextObject ID="2" Boundary="40 63 60 10" CTM="4 0 0 4 0 0" Font="1" Size="1">
    <ofd:TextCode X="0" Y="1" DeltaX="g 5 1">纳税人识别号</ofd:TextCode></ofd:TextObject>`;
  const box = [
    ofdLine([20, 60, 150, 60]),
    ofdLine([35, 75, 150, 75]),
    ofdLine([20, 90, 150, 90]),
    ...[20, 35, 90, 150].map((x) => ofdLine([x, 60, x, 90])),
  ];
  const more = [ofdText('91310000', [95, 63], { step: 2 }), ofdText('名称', [40, 80]), ofdText('公司', [95, 80])];
  const { markdown } = await read(t, await makeOfd({ pages: [[down, scaled, ...box, ...more].join('')] }));
  assert.match(markdown, /rowspan="2">购买方<\/td><td>纳税人识别号<\/td><td>91310000</);
});

test('pictures, links, annotations and attachments', async (t) => {
  const picture = '<ofd:ImageObject ID="5" Boundary="20 60 30 30" CTM="30 0 0 30 0 0" ResourceID="7"/>';
  const link = ofdText('more', [20, 50], { step: 2 }).replace(
    '<ofd:TextCode',
    '<ofd:Actions><ofd:Action Event="CLICK"><ofd:URI URI="https://example.org/a"/></ofd:Action></ofd:Actions><ofd:TextCode',
  );
  const annotation = (type: string, text: string) =>
    `<ofd:Annot ID="9" Type="${type}"><ofd:Appearance Boundary="100 100 60 20">${ofdText(text, [2, 2])}</ofd:Appearance></ofd:Annot>`;
  const space = 'xmlns:ofd="http://www.ofdspec.org/2016"';
  const data = await makeOfd({
    pages: [[...prose(20), link, picture].join('')],
    resources:
      '<ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>',
    document:
      '<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations><ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>',
    members: {
      'Doc_0/Res/a.png': png,
      'Doc_0/Annots/Annotations.xml': `<ofd:Annotations ${space}><ofd:Page PageID="100"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>`,
      'Doc_0/Annots/Page_0/Annotation.xml': `<ofd:PageAnnot ${space}>${annotation('Stamp', '已核对')}${annotation('Watermark', '样张')}</ofd:PageAnnot>`,
      'Doc_0/Attachs/Attachments.xml': `<ofd:Attachments ${space}><ofd:Attachment ID="1" Name="invoice.xml"><ofd:FileLoc>a.xml</ofd:FileLoc></ofd:Attachment></ofd:Attachments>`,
    },
  });
  const { markdown, warnings, assets } = await read(t, data);
  assert.match(markdown, /\[more\]\(https:\/\/example.org\/a\)/);
  assert.match(markdown, /!\[\]\(images\/x.png\)/);
  assert.match(markdown, /已核对/);
  assert.doesNotMatch(markdown, /样张/);
  assert.equal(assets.length, 1);
  assert.deepEqual(warnings, [
    { code: 'member_skipped', pageNumber: 1, params: { member: 'invoice.xml', reason: 'attachment' } },
  ]);
});

test('graphics that draw themselves without end, endless repetitions and names above the root cost nothing', async (t) => {
  const unit = (id: number, inner: string) =>
    `<ofd:CompositeGraphicUnit ID="${id}" Width="9" Height="9"><ofd:Content>${inner}</ofd:Content></ofd:CompositeGraphicUnit>`;
  const call = (id: number) => `<ofd:CompositeObject ID="1" Boundary="0 0 90 90" ResourceID="${id}"/>`;
  const data = await makeOfd({
    pages: [
      `${call(50)}${ofdText('text', [20, 20], { step: 2 })}
      <ofd:TextObject ID="1" Boundary="20 40 10 5" Font="1" Size="4" DrawParam="3"><ofd:TextCode X="0" Y="4" DeltaX="g 1e12 2">ab</ofd:TextCode></ofd:TextObject>
      <ofd:PathObject ID="1" Boundary="0 0 9 9"><ofd:AbbreviatedData>${'M 1 1 L 2 2 '.repeat(50_000)}</ofd:AbbreviatedData></ofd:PathObject>
      <ofd:ImageObject ID="5" Boundary="20 60 30 30" ResourceID="7"/>`,
    ],
    resources: `<ofd:CompositeGraphicUnits>${unit(50, call(50).repeat(30))}</ofd:CompositeGraphicUnits>
      <ofd:DrawParams><ofd:DrawParam ID="3" Relative="3"/></ofd:DrawParams>
      <ofd:MultiMedias><ofd:MultiMedia ID="7"><ofd:MediaFile>../../../../etc/hostname</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>`,
  });
  const { markdown, warnings } = await read(t, data);
  assert.match(markdown, /text/);
  assert.match(markdown, /ab/);
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ['image_skipped', 'page_truncated'],
  );
});

engineConformance('ofd', {
  create: createOfdEngine,
  good: [
    { name: 'three pages', format: 'ofd', data: await makeOfd({ pages: [30, 40, 50].map((y) => prose(y).join('')) }) },
  ],
  bad: [
    { name: 'a file of noise', format: 'ofd', data: Buffer.from('PK\x03\x04 nothing'), refusedWith: 'file_corrupt' },
    { name: 'a file without pages', format: 'ofd', data: await makeOfd({ pages: [] }), refusedWith: 'no_pages' },
    {
      name: 'a file with a password',
      format: 'ofd',
      data: await makeZip({ 'OFD.xml': '<OFD/>', 'Encryptions.xml': '<a/>' }),
      refusedWith: 'password_required',
    },
  ],
});
