import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeZip } from '../../../../test/fixtures/zip-maker.ts';
import { contradictedExtension, detectFormat } from './detect.ts';
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
  assert.equal(await detect('mail.eml', 'From: a'), 'eml');
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
  assert.equal(await detect('both.zip', archive), 'zip');
  assert.equal(await detect('both.pdf', archive), 'pdf');
  assert.equal(await detect('paper.docx', '%PDF-1.7 <html>'), 'pdf');
});

test('texts without a telling name are found by their beginning', async () => {
  assert.equal(await detect('notes', 'hello'), 'txt');
  assert.equal(await detect('i.ics', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'), 'txt');
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
  assert.equal(await detect('a.zip', zipMember('word/notes.txt')), 'zip');
});

test('a zip of office files that are not packed is an archive', async () => {
  const end = (size: number) => {
    const record = Buffer.alloc(22);
    record.write('PK\x05\x06', 'latin1');
    record.writeUInt32LE(size, 12);
    return record;
  };
  const names = ['[Content_Types].xml', 'word/document.xml'];
  const inner = Buffer.concat([...names.map((name) => zipMember(name)), ...names.map(directoryEntry), end(0)]);
  const outer = zipMember('a.docx');
  outer.writeUInt32LE(inner.byteLength, 18);
  const entry = directoryEntry('a.docx');
  const archive = Buffer.concat([outer, inner, entry, end(entry.byteLength)]);
  assert.deepEqual(await detectFormat({ head: archive, fileName: 'all.zip' }), { format: 'zip' });
  assert.deepEqual(await detectFormat({ head: archive.subarray(0, 60), tail: archive.subarray(60), fileName: 'a' }), {
    format: 'zip',
  });
});

test('an ODF file whose type is packed is known by its type all the same', async () => {
  const file = await makeZip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<a/>' });
  assert.equal(await detect('a', file), 'ods');
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

test('texts that show what they are need no telling name, and a wrong name does not mislead', async () => {
  const mail = 'Received: from a\r\n by b\r\nFrom: a@b.c\r\nTo: d@e.f\r\nSubject: s\r\n\r\ntext';
  const saved =
    'From: <Saved by Blink>\r\nSnapshot-Content-Location: https://e.org/\r\nSubject: s\r\nMIME-Version: 1.0\r\n';
  assert.equal(await detect('x', mail), 'eml');
  assert.equal(await detect('x.json', mail), 'eml');
  assert.equal(await detect('x', `From a@b.c Wed Nov 25 17:50:15 2026\n${mail}`), 'mbox');
  assert.equal(await detect('x', saved), 'mhtml');
  assert.equal(await detect('x', 'Note: a\nTo: b\nhello'), 'txt');
  assert.equal(await detect('x', '{"cells": [{"cell_type": "code"}]}'), 'ipynb');
  assert.equal(await detect('x', '{"a": 1}\n{"a": 2}\n'), 'jsonl');
  assert.equal(await detect('x.json', '{"a": 1}\n{"a": 2}\n'), 'jsonl');
  assert.equal(await detect('x.xml', '<?xml version="1.0"?><rss version="2.0">'), 'feed');
  assert.equal(await detect('x', '<feed xmlns="http://www.w3.org/2005/Atom">'), 'feed');
  assert.equal(await detect('x.xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'), 'svg');
  assert.equal(
    await detect('x.xml', '<?xml version="1.0"?>\n<?xml-stylesheet href="a"?><!-- b --><rss version="2.0">'),
    'feed',
  );
  assert.equal(
    await detect('x.xls', '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'),
    'xls',
  );
  assert.equal(await detect('x.json', '<?xml version="1.0"?><a/>'), 'xml');
  assert.equal(await detect('x.txt', '{"a": 1}'), 'txt');
  assert.equal(await detect('x.xls', 'a\tb\n1\t2'), 'tsv');
  assert.equal(await detect('x.xlsx', 'a;b\n1;2'), 'csv');
  assert.equal(await detect('x.doc', '<html><body>a'), 'html');
});

test('programs are found by their names and first lines, even those that write pages', async () => {
  assert.equal(await detect('a.py', 'import x'), 'code');
  assert.equal(await detect('run', '#!/bin/sh\nls'), 'code');
  assert.equal(await detect('Makefile', 'all:'), 'code');
  assert.equal(await detect('a.php', '<!doctype html><?php ?>'), 'code');
  assert.equal(await detect('constructor', 'a'), 'txt');
});

test('recordings, packages and messages are found by their bytes', async () => {
  assert.equal(await detect('a.bin', Buffer.from('fLaC\0\0\0\x22', 'latin1')), 'flac');
  assert.equal(
    await detect('a', Buffer.concat([Buffer.from('RIFF\x24\0\0\0WAVEfmt ', 'latin1'), Buffer.alloc(40)])),
    'wav',
  );
  assert.equal(
    await detect('a', Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\x7f\x7f', 'latin1'), Buffer.alloc(500)])),
    'mp3',
  );
  const compound = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
  assert.equal(await detect('a.msg', compound), 'msg');
  assert.equal(await detect('a', Buffer.concat([compound, Buffer.from('__substg1.0_0037001F', 'utf16le')])), 'msg');
});

test('a name that promises another format is told, one that promises less is not', () => {
  assert.equal(contradictedExtension('a.JSON', 'xml'), 'json');
  assert.equal(contradictedExtension('a.html', 'pdf'), 'html');
  assert.equal(contradictedExtension('a.pdf', 'html'), 'pdf');
  for (const [name, format] of [
    ['a.xml', 'feed'],
    ['a.rss', 'xml'],
    ['a', 'pdf'],
    ['a.bin', 'zip'],
    ['a.tgz', 'gz'],
  ] as const)
    assert.equal(contradictedExtension(name, format), undefined);
});
