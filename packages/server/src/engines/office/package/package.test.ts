import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { AppError } from '#errors';
import { makeZip, type ZipMembers } from '../../../../../../test/fixtures/zip-maker.ts';
import { defaultArchiveLimits } from '../../engine.ts';
import { openPackage } from './office-package.ts';
import { coreMetadata } from './properties.ts';

async function setup(t: TestContext, members: ZipMembers, limits = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-package-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  writeFileSync(path, await makeZip(members));
  return openPackage(path, { ...defaultArchiveLimits, ...limits });
}

const refusedWith = (code: string, limit?: string) => (error: unknown) =>
  error instanceof AppError && error.code === code && (limit === undefined || error.params.limit === limit);

test('relations lead to parts by name, and never out of the package', async (t) => {
  const file = await setup(t, {
    'word/document.xml': '<a/>',
    'word/_rels/document.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
      <Relationship Id="1" Type="x/styles" Target="styles.xml"/>
      <Relationship Id="2" Type="x/image" Target="../../../../etc/passwd"/>
      <Relationship Id="3" Type="x/image" Target="/word/media/a%20b.png"/>
      <Relationship Id="4" Type="x/hyperlink" Target="file:///etc/passwd" TargetMode="External"/>
    </Relationships>`,
  });
  const relations = file.relations('word/document.xml');
  assert.equal(relations.get('1')?.part, 'word/styles.xml');
  assert.equal(relations.get('2')?.part, 'etc/passwd');
  assert.equal(relations.get('3')?.part, 'word/media/a b.png');
  assert.equal(relations.get('4')?.url, 'file:///etc/passwd');
  assert.equal(file.related('word/document.xml', 'styles'), 'word/styles.xml');
  assert.equal(file.read('etc/passwd'), undefined);
  assert.equal(file.relations('word/styles.xml').size, 0);
});

test('names of members are keys in any case, with either slash, and a name with dots harms nothing', async (t) => {
  const file = await setup(t, { 'Word\\Document.xml': '<a/>', '../../evil': 'x', '/abs': 'y' });
  assert.equal(file.xml('word/document.xml')?.name, 'a');
  assert.equal(file.read('../../evil')?.toString(), 'x');
});

test('what passes a limit is refused with its name', async (t) => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`m${at}`, '']));
  await assert.rejects(setup(t, many, { maxEntries: 19 }), refusedWith('archive_limit', 'MAX_ARCHIVE_ENTRIES'));
  await assert.rejects(setup(t, { a: '12345' }, { maxBytes: 4 }), refusedWith('archive_limit', 'MAX_ARCHIVE_BYTES'));
  const bomb = Buffer.alloc(65 * 1_024 * 1_024);
  await assert.rejects(setup(t, { a: bomb }), refusedWith('archive_limit', 'MAX_ARCHIVE_RATIO'));
  const file = await setup(t, { a: '<a>12345</a>' }, { maxXmlBytes: 5 });
  assert.throws(() => file.xml('a'), refusedWith('archive_limit', 'MAX_XML_BYTES'));
});

test('a member that is longer than it says is refused as damaged', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-package-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  const zip = await makeZip({ a: 'x'.repeat(10_000) });
  const entry = zip.indexOf('PK\x01\x02');
  zip.writeUInt32LE(10, entry + 24);
  writeFileSync(path, zip);
  const file = await openPackage(path);
  assert.throws(() => file.read('a'), refusedWith('file_corrupt'));
  assert.equal(file.tryXml('a'), undefined);
});

test('what is no zip is refused as damaged', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-package-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  writeFileSync(path, 'PK\x03\x04 and no more');
  await assert.rejects(openPackage(path), refusedWith('file_corrupt'));
});

test('properties tell title, authors and times', async (t) => {
  const file = await setup(t, {
    'docProps/core.xml': `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
      xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/"><d:title> A &amp; B </d:title>
      <d:creator>Ann; Bob</d:creator><t:created>2025-01-02T03:04:05Z</t:created></cp:coreProperties>`,
  });
  assert.deepEqual(coreMetadata(file), { title: 'A & B', authors: ['Ann', 'Bob'], createdAt: '2025-01-02T03:04:05Z' });
});
