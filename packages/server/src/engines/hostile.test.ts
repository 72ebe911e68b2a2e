import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Page, renderMarkdown, type Warning } from '@docmill/document';
import { AppError } from '#errors';
import { createBuiltInEngines } from './built-in.ts';
import { type ArchiveLimits, defaultArchiveLimits, type EngineRun } from './engine.ts';
import { createMemberConverter } from './members/convert-member.ts';
import { type Evil, hostileMakers, type Maker, packed } from './testing/hostile-files.ts';
import { startListener } from './testing/listener.ts';

const folder = mkdtempSync(join(tmpdir(), 'docmill-hostile-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const engines = createBuiltInEngines();
const convert = createMemberConverter(() => engines);

interface Read {
  readonly markdown: string;
  readonly pages: readonly Page[];
  readonly warnings: readonly Warning[];
}

/** read takes a file the whole way that files in archives take: type by content, its engine, Markdown. */
async function read(data: Uint8Array, name: string, archive: ArchiveLimits = defaultArchiveLimits): Promise<Read> {
  const path = join(folder, 'file');
  writeFileSync(path, data);
  const run: EngineRun = {
    file: { path, format: 'zip', bytes: data.byteLength, name },
    options: {},
    limits: { maxPages: 1_000, maxPixels: 1_000_000, maxOutputBytes: 100_000_000, maxTableCells: 20_000, archive },
    signal: AbortSignal.timeout(20_000),
    workFolder: folder,
  };
  const { document } = await convert(run, { name, path });
  const markdown = (await Array.fromAsync(renderMarkdown(document.pages))).join('');
  return { markdown, pages: document.pages, warnings: document.warnings };
}

const each = (
  name: string,
  makers: Readonly<Record<string, Maker>>,
  check: (format: string, make: Maker) => Promise<void>,
) => {
  for (const [format, make] of Object.entries(makers))
    test(`${format}: ${name}`, { timeout: 30_000 }, () => check(format, make));
};

const limitOf = (error: unknown): unknown =>
  error instanceof AppError && error.code === 'archive_limit' ? error.params.limit : error;

/** refusedBy checks that a limit is named. */
const refusedBy = (reading: Promise<unknown>, limit: string) =>
  assert.rejects(reading, (error) => limitOf(error) === limit);

each('more than an archive may unpack to is a limit with its name', packed, async (format, make) => {
  const data = await make({ members: { 'bomb.xml': Buffer.alloc(3_000_000) } });
  await refusedBy(read(data, `a.${format}`, { ...defaultArchiveLimits, maxBytes: 2_000_000 }), 'MAX_ARCHIVE_BYTES');
});

each('sixty thousand entries are a limit with its name', packed, async (format, make) => {
  const data = withEntries(await make({}), 60_000);
  await refusedBy(read(data, `a.${format}`), 'MAX_ARCHIVE_ENTRIES');
});

each('a part larger than XML may be is a limit with its name', packed, async (format, make) => {
  const data = await make({});
  await refusedBy(read(data, `a.${format}`, { ...defaultArchiveLimits, maxXmlBytes: 10 }), 'MAX_XML_BYTES');
});

each('a hundred thousand nested tags leave the words', hostileMakers, async (format, make) => {
  assert.match((await read(await make({ nested: 100_000 }), `a.${format}`)).markdown, /words/);
});

each('spans of a thousand million cells take no room', hostileMakers, async (format, make) => {
  const { markdown, pages } = await read(await make({ span: 1_000_000_000 }), `a.${format}`);
  assert.match(markdown, /words/);
  assert.ok(JSON.stringify(pages).length < 3_000_000);
});

each('names above the root lead nowhere', hostileMakers, async (format, make) => {
  const members = { '../../../etc/passwd': 'root:', 'a/../../b': 'x', '/etc/hostname': 'x' };
  assert.match((await read(await make({ members }), `a.${format}`)).markdown, /words/);
});

const laughs = Array.from({ length: 30 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('');

test('no entity grows or reads a file, no address is asked, whatever the format', { timeout: 60_000 }, async (t) => {
  const secret = 'the-secret-of-this-machine';
  writeFileSync(join(folder, 'secret.html'), secret);
  const { url, asked } = await startListener(t, secret);
  const outside = {
    far: url,
    near: `file://${folder}/secret.html`,
  };
  const doctype = `<!DOCTYPE a SYSTEM "${outside.far}/dtd" [<!ENTITY l0 "ha">${laughs}<!ENTITY x SYSTEM "${outside.near}"><!ENTITY % b SYSTEM "${outside.far}/b"> %b;]>`;
  const evil: Evil = { outside, doctype, entity: '&l30; &x;' };
  for (const [format, make] of Object.entries(hostileMakers)) {
    const { markdown, pages } = await read(await make(evil), `a.${format}`);
    assert.match(markdown, /words/, format);
    assert.ok(!JSON.stringify(pages).includes(secret), format);
    assert.ok(markdown.length < 20_000, format);
  }
  assert.deepEqual(asked, []);
});

each(
  'what is cut short or has wrong bytes is read or refused, and nothing else',
  hostileMakers,
  async (format, make) => {
    const data = Buffer.from(await make({}));
    for (const broken of brokenFrom(data)) {
      try {
        await read(broken, `a.${format}`);
      } catch (error) {
        assert.ok(error instanceof AppError, `${format}: ${error instanceof Error ? error.stack : error}`);
      }
    }
  },
);

test('half a million columns are read up to the limit of cells, which is named', async () => {
  const { warnings } = await read(Buffer.from(`${'a,'.repeat(500_000)}b\n${'1,'.repeat(500_000)}2\n`), 'a.csv');
  assert.deepEqual(warnings, [{ code: 'table_truncated', params: { limit: 'MAX_TABLE_CELLS', value: 20_000 } }]);
});

test('forty messages in one another end at MAX_ARCHIVE_DEPTH', async () => {
  const nested = (inside: string) =>
    `From: a@e.org\r\nTo: b@e.org\r\nSubject: s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b${inside.length}\r\n\r\n--b${inside.length}\r\nContent-Type: text/plain\r\n\r\nwords\r\n--b${inside.length}\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=a.eml\r\n\r\n${inside}\r\n--b${inside.length}--\r\n`;
  let message = 'From: a@e.org\r\nTo: b@e.org\r\nSubject: s\r\n\r\nlast\r\n';
  for (let level = 0; level < 40; level += 1) message = nested(message);
  const { markdown, warnings } = await read(Buffer.from(message), 'a.eml');
  assert.match(markdown, /words/);
  assert.ok(warnings.some(({ params }) => String(params?.reason).includes('MAX_ARCHIVE_DEPTH')));
});

/** withEntries names so many more members in the directory of a zip. */
function withEntries(zip: Uint8Array, count: number): Buffer {
  const data = Buffer.from(zip);
  const end = data.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const entry = Buffer.alloc(47);
  entry.write('PK\x01\x02', 'latin1');
  entry.writeUInt16LE(1, 28);
  entry.write('a', 46);
  const tail = Buffer.from(data.subarray(end));
  const total = count + tail.readUInt16LE(10);
  tail.writeUInt16LE(total, 8);
  tail.writeUInt16LE(total, 10);
  tail.writeUInt32LE(tail.readUInt32LE(12) + count * entry.byteLength, 12);
  return Buffer.concat([data.subarray(0, end), ...Array.from({ length: count }, () => entry), tail]);
}

/** brokenFrom cuts a file at several places and changes bytes all over it, the same way each time. */
function brokenFrom(data: Buffer): readonly Buffer[] {
  const cut = [0.2, 0.5, 0.8, 0.99].map((part) => data.subarray(0, Math.floor(part * data.byteLength)));
  const changed = Array.from({ length: 12 }, (_, seed) => {
    const copy = Buffer.from(data);
    let state = seed + 1;
    for (let count = 0; count < 10; count += 1) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      copy[state % copy.byteLength] = (state >>> 16) & 255;
    }
    return copy;
  });
  return [...cut, ...changed];
}
