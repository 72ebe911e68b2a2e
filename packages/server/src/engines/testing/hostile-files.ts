import { CFB, utils, type WorkBook, write } from '@e965/xlsx';
import { makeDocx, p, r } from '../../../../../test/fixtures/docx-maker.ts';
import { makeMsg } from '../../../../../test/fixtures/msg-maker.ts';
import { makeOdf, odfNamespaces } from '../../../../../test/fixtures/odf-maker.ts';
import { makeOfd, ofdText } from '../../../../../test/fixtures/ofd-maker.ts';
import { makeZip, type ZipMembers } from '../../../../../test/fixtures/zip-maker.ts';

/** Outside is what a hostile file asks for: an address that listens, and a file of this machine. */
export interface Outside {
  readonly far: string;
  readonly near: string;
}

/** Evil is what is put into a file besides its words. */
export interface Evil {
  /** Elements around the words, opened and closed. */
  readonly nested?: number;
  /** A document type before the root of the main part. */
  readonly doctype?: string;
  /** What is added to the words, as `&x;`. */
  readonly entity?: string;
  /** Rows and columns that a cell says it spans. */
  readonly span?: number;
  readonly outside?: Outside;
  /** Further members of the package. */
  readonly members?: ZipMembers;
}

/** Maker makes a file of its format that says `words`. */
export type Maker = (evil: Evil) => Promise<Uint8Array> | Uint8Array;

const far = ({ outside }: Evil) => outside?.far ?? 'https://example.org';
const near = ({ outside }: Evil) => outside?.near ?? 'file:///none';
const deep = (tag: string, { nested = 0 }: Evil, inside: string) =>
  `${`<${tag}>`.repeat(nested)}${inside}${`</${tag}>`.repeat(nested)}`;
const words = ({ entity = '' }: Evil) => `words ${entity}`;

/** htmlOf is a page with all that is evil in it. */
function htmlOf(evil: Evil): string {
  const { span = 1, doctype = '' } = evil;
  const pictures = `<img src="${far(evil)}/p"><img src="${near(evil)}"><iframe src="${near(evil)}"></iframe>`;
  const table = `<table><tr><td colspan="${span}" rowspan="${span}">a<td>b<tr><td>c</table>`;
  return `${doctype}<html><body><p>${words(evil)}</p>${pictures}${table}${deep('div', evil, 'deep')}</body></html>`;
}

const docx: Maker = (evil) => {
  const { span = 1, doctype = '', members = {} } = evil;
  const spans = `<w:tcPr><w:gridSpan w:val="${span}"/></w:tcPr>`;
  const table = `<w:tbl><w:tr><w:tc>${spans}${p(r('a'))}</w:tc></w:tr><w:tr><w:tc>${p(r('b'))}</w:tc></w:tr></w:tbl>`;
  const picture = `<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:link="P" r:embed="E"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;
  return makeDocx({
    body: p(`<w:r><w:t>${words(evil)}</w:t></w:r>${picture}`) + table + deep('w:sdt', evil, p(r('deep'))),
    relations: { P: `image ${far(evil)}/p External`, E: 'image ../../../../../../etc/hostname' },
    members,
    doctype,
  });
};

const relationsOf = (evil: Evil, own: string) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${own}
  <Relationship Id="far" Type="x/image" Target="${far(evil)}/i" TargetMode="External"/>
  <Relationship Id="near" Type="x/image" Target="../../../../../../etc/hostname"/></Relationships>`;

const pptx: Maker = (evil) => {
  const { span = 1, doctype = '', members = {} } = evil;
  const spaces =
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
  const text = (value: string) => `<a:p><a:r><a:t>${value}</a:t></a:r></a:p>`;
  const shape = `<p:sp><p:txBody>${text(words(evil))}</p:txBody></p:sp>`;
  const cell = `<a:tc gridSpan="${span}" rowSpan="${span}"><a:txBody>${text('a')}</a:txBody></a:tc>`;
  const table = `<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr>${cell}<a:tc><a:txBody>${text('b')}</a:txBody></a:tc></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>`;
  const picture = (id: string) => `<p:pic><p:blipFill><a:blip r:embed="${id}" r:link="${id}"/></p:blipFill></p:pic>`;
  const tree = `${shape}${picture('far')}${picture('near')}${table}${deep('p:grpSp', evil, `<p:sp><p:txBody>${text('deep')}</p:txBody></p:sp>`)}`;
  return makeZip({
    '_rels/.rels': relationsOf(evil, '<Relationship Id="a" Type="x/officeDocument" Target="ppt/presentation.xml"/>'),
    'ppt/presentation.xml': `<p:presentation ${spaces}><p:sldIdLst><p:sldId r:id="s"/></p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationsOf(
      evil,
      '<Relationship Id="s" Type="x/slide" Target="slides/slide1.xml"/>',
    ),
    'ppt/slides/slide1.xml': `${doctype}<p:sld ${spaces}><p:cSld><p:spTree>${tree}</p:spTree></p:cSld></p:sld>`,
    'ppt/slides/_rels/slide1.xml.rels': relationsOf(evil, ''),
    ...members,
  });
};

const xlsx: Maker = (evil) => {
  const { span = 1, doctype = '', members = {} } = evil;
  const spaces =
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
  const cell = (name: string, text: string) => `<c r="${name}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const rows = `<row r="1">${cell('A1', words(evil))}</row>${deep('g', evil, '')}<row r="1048576">${cell('XFD1048576', 'far')}</row>`;
  const merged =
    span > 1 ? '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B2:ZZZ99999999"/></mergeCells>' : '';
  return makeZip({
    '_rels/.rels': relationsOf(evil, '<Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/>'),
    'xl/workbook.xml': `<workbook ${spaces}><sheets><sheet name="S" sheetId="1" r:id="s"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationsOf(
      evil,
      '<Relationship Id="s" Type="x/worksheet" Target="worksheets/sheet1.xml"/>',
    ),
    'xl/worksheets/sheet1.xml': `${doctype}<worksheet ${spaces}><sheetData>${rows}</sheetData>${merged}</worksheet>`,
    ...members,
  });
};

/** A workbook of a library with a cell at the end of a row, and merged cells as far as its format goes. */
function workbook(bookType: 'xlsb' | 'biff8', corner: string): Maker {
  return ({ entity = '', span = 1 }) => {
    const book: WorkBook = utils.book_new();
    const sheet = utils.aoa_to_sheet([[`words ${entity}`]]);
    const end = corner.replace(/\d+/, '2');
    sheet[end] = { t: 's', v: 'far' };
    sheet['!ref'] = `A1:${end}`;
    if (span > 1) sheet['!merges'] = [utils.decode_range(`A1:${corner}`)];
    utils.book_append_sheet(book, sheet, 'S');
    const data: Uint8Array = write(book, { bookType, type: 'buffer' });
    return bookType === 'xlsb' ? withLastRow(data) : data;
  };
}

/** The library writes every row between, so the second one is made the last afterwards (BrtRowHdr, MS-XLSB 2.4.740). */
function withLastRow(data: Uint8Array): Uint8Array {
  const zip = CFB.read(data, { type: 'buffer' });
  const sheet = CFB.find(zip, '/xl/worksheets/sheet1.bin');
  if (sheet === null) throw new Error('the library writes its sheets elsewhere');
  const bytes = Buffer.from(sheet.content);
  const at = bytes.indexOf(Buffer.from([0, 25, 1, 0, 0, 0]));
  if (at === -1) throw new Error('the library writes rows in another way');
  bytes.writeUInt32LE(1_048_575, at + 2);
  sheet.content = bytes;
  return CFB.write(zip, { fileType: 'zip', type: 'buffer' }) as Uint8Array;
}

const odfTable = ({ span = 1 }: Evil) =>
  `<table:table><table:table-row table:number-rows-repeated="${span}"><table:table-cell table:number-columns-spanned="${span}" table:number-rows-spanned="${span}"><text:p>a</text:p></table:table-cell><table:table-cell table:number-columns-repeated="${span}"><text:p>b</text:p></table:table-cell></table:table-row></table:table>`;
const odfPicture = (evil: Evil) =>
  [`${far(evil)}/p`, near(evil), '../../../../../etc/hostname']
    .map((href) => `<draw:frame><draw:image xlink:href="${href}"/></draw:frame>`)
    .join('');

function odf(kind: 'text' | 'presentation'): Maker {
  return async (evil) => {
    const inside = `<text:p>${words(evil)}${kind === 'text' ? odfPicture(evil) : ''}</text:p>`;
    const body =
      kind === 'text'
        ? inside + odfTable(evil) + deep('text:section', evil, '<text:p>deep</text:p>')
        : `<draw:page><draw:frame><draw:text-box>${inside}</draw:text-box></draw:frame>${odfPicture(evil)}<draw:frame>${odfTable(evil)}</draw:frame>${deep('draw:g', evil, '')}</draw:page>`;
    return await makeOdf({ kind, body, members: evil.members ?? {}, doctype: evil.doctype ?? '' });
  };
}

const ods: Maker = (evil) => {
  const { span = 1, doctype = '', members = {} } = evil;
  const rows = `<table:table-row><table:table-cell office:value-type="string"><text:p>${words(evil)}</text:p></table:table-cell></table:table-row>
    <table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16383"/></table:table-row>
    <table:table-row><table:table-cell table:number-columns-repeated="16383"/><table:table-cell office:value-type="string" table:number-columns-spanned="${span}" table:number-rows-spanned="${span}"><text:p>far</text:p></table:table-cell></table:table-row>
    ${deep('table:table-row-group', evil, '')}
    ${span > 1 ? `<table:table-row table:number-rows-repeated="${span}"><table:table-cell table:number-columns-repeated="${span}" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>` : ''}`;
  return makeZip({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `${doctype}<office:document-content ${odfNamespaces}><office:body><office:spreadsheet><table:table table:name="S"><table:shapes>${odfPicture(evil)}</table:shapes>${rows}</table:table></office:spreadsheet></office:body></office:document-content>`,
    ...members,
  });
};

const epub: Maker = (evil) =>
  makeZip({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': '<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>',
    'a.opf': `<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="../../../../etc/hostname" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>`,
    'a.xhtml': `<?xml version="1.0"?>${htmlOf(evil)}`,
    ...evil.members,
  });

const ofd: Maker = (evil) =>
  makeOfd({
    pages: [
      ofdText(words(evil), [20, 20], { step: 2 }) +
        `<ofd:ImageObject ID="5" Boundary="20 60 30 30" ResourceID="7"/>${deep('ofd:PageBlock', evil, '')}`,
    ],
    resources:
      '<ofd:MultiMedias><ofd:MultiMedia ID="7"><ofd:MediaFile>../../../../../etc/hostname</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>',
    members: evil.members ?? {},
  });

const eml: Maker = (evil) =>
  Buffer.from(
    `From: a@e.org\r\nTo: b@e.org\r\nSubject: s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n${htmlOf(evil)}\r\n--b\r\nContent-Type: text/plain; name="../../../../etc/x.txt"\r\nContent-Disposition: attachment; filename="../../../../etc/x.txt"\r\n\r\nattached\r\n--b--\r\n`,
  );

const msg: Maker = (evil) =>
  makeMsg({
    subject: 's',
    sender: ['a', 'a@e.org'],
    to: [['b', 'b@e.org']],
    html: htmlOf(evil),
    files: [{ name: '../../../../etc/x.txt', data: Buffer.from('attached') }],
  });

const rtf: Maker = (evil) =>
  Buffer.from(
    `{\\rtf1 words {\\field{\\*\\fldinst INCLUDETEXT "${near(evil)}"}{\\fldrslt a}}{\\field{\\*\\fldinst INCLUDEPICTURE "${far(evil)}/p"}{\\fldrslt b}}\\par ${'{'.repeat(evil.nested ?? 0)}deep${'}'.repeat(evil.nested ?? 0)}\\par}`,
  );

/** The sheets that Excel 2003 and many programs since write as XML. */
const spreadsheet: Maker = (evil) => {
  const { span = 1, doctype = '' } = evil;
  const cell = (text: string, more = '') => `<Cell ${more}><Data ss:Type="String">${text}</Data></Cell>`;
  const row = `<Row>${cell(words(evil))}${cell('b', `ss:MergeAcross="${span}" ss:MergeDown="${span}" ss:HRef="${near(evil)}"`)}</Row>`;
  const far = `<Row ss:Index="${span > 1 ? span : 1_048_576}">${cell('far', `ss:Index="${span > 1 ? span : 16_384}"`)}</Row>`;
  return Buffer.from(
    `<?xml version="1.0"?>${doctype}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>${row}${far}</Table></Worksheet>${deep('Styles', evil, '')}</Workbook>`,
  );
};

/** packed are the formats that lie in a zip. */
export const packed: Readonly<Record<string, Maker>> = {
  docx,
  pptx,
  xlsx,
  ods,
  odt: odf('text'),
  odp: odf('presentation'),
  epub,
  ofd,
};

/** hostileMakers are makers by format. */
export const hostileMakers: Readonly<Record<string, Maker>> = {
  ...packed,
  xlsb: workbook('xlsb', 'XFD1048576'),
  xls: workbook('biff8', 'IV65536'),
  xml: spreadsheet,
  html: (evil) => Buffer.from(htmlOf(evil)),
  eml,
  msg,
  rtf,
};
