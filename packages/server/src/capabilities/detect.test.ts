import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectFormat } from './detect.ts';
import { normaliseOptions } from './options.ts';

const detect = async (fileName: string, head: string | Uint8Array) => {
  const detected = await detectFormat({ fileName, head: typeof head === 'string' ? Buffer.from(head) : head });
  return 'format' in detected ? detected.format : detected.unsupported;
};
const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex');

test('content comes before the extension', async () => {
  assert.equal(await detect('a.docx', '%PDF-1.4\n'), 'pdf');
  assert.equal(await detect('junk.bin', `${'\n'.repeat(900)}%PDF-1.7`), 'pdf');
  assert.equal(await detect('a.pdf', '<!DOCTYPE html><html>'), 'html');
  assert.equal(await detect('a.pdf', png), 'a file of type image/png');
});

test('the extension tells texts apart', async () => {
  for (const format of ['txt', 'md', 'csv', 'tsv', 'json', 'xml'])
    assert.equal(await detect(`A.${format.toUpperCase()}`, 'a'), format);
  assert.equal(await detect('page.html', 'hello'), 'html');
  assert.equal(await detect('mail.eml', 'From: a'), 'an e-mail');
});

test('a file that is two things at once is what it begins with, unless its name says PDF', async () => {
  const page = '<!-- saved --><html><body>%PDF-1.7 is how it begins</body></html>';
  assert.equal(await detect('page.html', page), 'html');
  assert.equal(await detect('page.pdf', page), 'pdf');
  const archive = Buffer.concat([
    Buffer.from('504b03041400000000000000', 'hex'),
    Buffer.alloc(200),
    Buffer.from('%PDF-1.7'),
  ]);
  assert.equal(await detect('both.zip', archive), 'a file of type application/zip');
  assert.equal(await detect('both.pdf', archive), 'pdf');
  assert.equal(await detect('paper.docx', '%PDF-1.7 <html>'), 'pdf');
});

test('texts without a telling name are found by their beginning', async () => {
  assert.equal(await detect('notes', 'hello'), 'txt');
  assert.equal(await detect('data', '\uFEFF {"a": 1}'), 'json');
  assert.equal(await detect('data', '<?xml version="1.0"?><a/>'), 'xml');
  assert.equal(await detect('data', '\n<?xml version="1.0"?> <!DOCTYPE html PUBLIC "x"><html/>'), 'html');
  assert.equal(await detect('字', Buffer.from('\uFEFF字', 'utf16le')), 'txt');
});

test('bytes that are no text are refused, unless their name says PDF: then the engine tells what is wrong', async () => {
  const bytes = Buffer.from([1, 2, 3, 0, 255]);
  assert.equal(await detect('a.bin', bytes), 'binary data of an unknown type');
  assert.equal(await detect('a.txt', bytes), 'binary data of an unknown type');
  assert.equal(await detect('a.pdf', bytes), 'pdf');
});

/** The local header of a member of a zip that is not packed, and its entry in the directory. */
function zipMember(name: string, content = ''): Buffer {
  const local = Buffer.alloc(30);
  local.write('PK\x03\x04', 'latin1');
  local.writeUInt16LE(name.length, 26);
  return Buffer.concat([local, Buffer.from(name + content)]);
}

function directoryEntry(name: string): Buffer {
  const entry = Buffer.alloc(46);
  entry.write('PK\x01\x02', 'latin1');
  entry.writeUInt16LE(name.length, 28);
  return Buffer.concat([entry, Buffer.from(name)]);
}

test('office files are known by what is in them, whatever they are called', async () => {
  const packageOf = (main: string) =>
    Buffer.concat(['[Content_Types].xml', '_rels/.rels', main].map((name) => zipMember(name)));
  assert.equal(await detect('a.zip', packageOf('word/document.xml')), 'docx');
  assert.equal(await detect('a.docx', packageOf('ppt/presentation.xml')), 'pptx');
  assert.equal(await detect('a.xlsm', packageOf('xl/workbook.xml')), 'xlsx');
  assert.equal(await detect('a', packageOf('xl/workbook.bin')), 'xlsb');
  assert.equal(await detect('a', zipMember('mimetype', 'application/vnd.oasis.opendocument.text-template')), 'odt');
  assert.equal(await detect('a', zipMember('OFD.xml')), 'ofd');
  assert.equal(await detect('a.txt', '{\\rtf1 x}'), 'rtf');
  assert.equal(await detect('a.zip', zipMember('word/notes.txt')), 'a file of type application/zip');
});

test('the list at the end of a zip tells what its beginning does not show', async () => {
  const head = Buffer.concat([
    zipMember('[Content_Types].xml'),
    zipMember('docProps/thumbnail.jpeg', '.'.repeat(5_000)),
  ]);
  const tail = Buffer.concat(['_rels/.rels', 'word/document.xml'].map(directoryEntry));
  assert.deepEqual(await detectFormat({ head: head.subarray(0, 4_100), tail, fileName: 'a' }), { format: 'docx' });
});

test('compound files are told apart by their streams, else by their name', async () => {
  const mark = Buffer.from('d0cf11e0a1b11ae1', 'hex');
  const compound = (stream: string) =>
    Buffer.concat([mark, Buffer.alloc(504), Buffer.from(stream, 'utf16le'), Buffer.alloc(64)]);
  assert.equal(await detect('a.doc', compound('WordDocument')), 'doc');
  assert.equal(await detect('a.doc', compound('PowerPoint Document')), 'ppt');
  assert.equal(await detect('a.bin', compound('Workbook')), 'xls');
  assert.equal(await detect('a.wps', compound('WordDocument')), 'wps');
  assert.equal(await detect('secret.pptx', compound('EncryptedPackage')), 'pptx');
  assert.equal(await detect('a.doc', compound('')), 'doc');
});

test('options that are not set come from the operator, else from the product', () => {
  const options = normaliseOptions({ method: 'ocr', lang: undefined }, { lang: 'en', method: 'txt' });
  assert.deepEqual(
    [options.lang, options.method, options.formulaEnable, options.onPageError],
    ['en', 'ocr', true, 'skip'],
  );
});
