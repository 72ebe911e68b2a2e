import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { renderMarkdown, validateDocument } from '@docmill/document';
import { column, makePdf } from '../../../../../test/fixtures/pdf-maker.ts';
import { makeZip as zipOf } from '../../../../../test/fixtures/zip-maker.ts';
import { createBuiltInEngines } from '../built-in.ts';
import { engineConformance } from '../conformance.ts';
import { type ArchiveLimits, type DocumentEngine, defaultArchiveLimits } from '../engine.ts';

function createEngine(): DocumentEngine {
  const engine = createBuiltInEngines().find((candidate) => candidate.describe().name === 'archive');
  assert.ok(engine?.type === 'document');
  return engine;
}

interface Given {
  readonly format?: string;
  readonly name?: string;
  readonly limits?: Partial<ArchiveLimits>;
}

async function convert(t: TestContext, data: Uint8Array, { format = 'zip', name = 'file', limits = {} }: Given = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'docmill-archive-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  await writeFile(path, data);
  const run = {
    file: { path, format, bytes: data.byteLength, name },
    options: {},
    limits: {
      maxPages: 1_000,
      maxPixels: 1_000_000,
      maxOutputBytes: 20_000_000,
      archive: { ...defaultArchiveLimits, ...limits },
    },
    signal: new AbortController().signal,
    workFolder: folder,
  };
  const { document } = await createEngine()
    .convert(run, () => undefined)
    .finally(async () => assert.deepEqual(await readdir(folder), ['file'], 'no scratch file stays'));
  const checked = validateDocument(document);
  assert.deepEqual(checked.ok ? [] : checked.issues, []);
  return { document, markdown: (await Array.fromAsync(renderMarkdown(document.pages))).join('') };
}

type Files = Readonly<Record<string, string | Uint8Array>>;

/** crowdedZip lists one file under so many names, as a writer of bombs would. */
function crowdedZip(count: number): Buffer {
  const local = Buffer.from('504b03040a00000000000000000043beb7e8010000000100000001000000' + '6161', 'hex');
  const listed = Array.from({ length: count }, (_, at) => {
    const name = Buffer.from(`${at}.txt`);
    const entry = Buffer.concat([
      Buffer.from('504b01020a000a00000000000000000043beb7e80100000001000000', 'hex'),
      Buffer.alloc(18),
      name,
    ]);
    entry.writeUInt16LE(name.length, 28);
    return entry;
  });
  const directory = Buffer.concat(listed);
  const end = Buffer.from('504b050600000000000000000000000000000000' + '0000', 'hex');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, directory, end]);
}

/** tarOf writes a tar by hand: `@long` names need a header of their own. */
function tarOf(files: Files): Buffer {
  const entry = (name: string, data: Uint8Array, type: string) => {
    const head = Buffer.alloc(512);
    head.write(name.slice(0, 100), 0);
    head.write('0000644\0', 100);
    head.write(`${data.byteLength.toString(8).padStart(11, '0')}\0`, 124);
    head.write('        ', 148);
    head.write(type, 156);
    head.write('ustar\x0000', 257);
    head.write(
      `${head
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    return Buffer.concat([head, data, Buffer.alloc((512 - (data.byteLength % 512)) % 512)]);
  };
  const parts = Object.entries(files).flatMap(([name, data]) => {
    const pax = ` path=${name}\n`;
    const line = Buffer.from(`${Buffer.byteLength(pax) + 3}${pax}`);
    return [
      ...(name.length > 99 ? [entry('pax', line, 'x')] : []),
      entry(name, Buffer.from(data), name.endsWith('/') ? '5' : '0'),
    ];
  });
  return Buffer.concat([...parts, Buffer.alloc(1_024)]);
}

const page = '<!doctype html><h1>Title</h1><p>text</p>';

engineConformance('archive', {
  create: createEngine,
  good: [{ name: 'a zip of texts', format: 'zip', data: await zipOf({ 'a.txt': 'one', 'b/c.md': '# two' }) }],
  bad: [
    {
      name: 'a zip cut off',
      format: 'zip',
      data: (await zipOf({ 'a.txt': 'one' })).subarray(0, 40),
      refusedWith: 'file_corrupt',
    },
    {
      name: 'a gz that is none',
      format: 'gz',
      data: Buffer.from('1f8b0800000000000003ffff', 'hex'),
      refusedWith: 'file_corrupt',
    },
    { name: 'an empty zip', format: 'zip', data: await zipOf({}), refusedWith: 'file_empty' },
    {
      name: 'a zip of what no engine reads',
      format: 'zip',
      data: await zipOf({ 'a.bin': Buffer.from([0, 1]) }),
      refusedWith: 'unsupported_format',
    },
  ],
});

test('each file stands under its name, its headings below that, whatever engine reads it', async (t) => {
  const files = {
    'notes/a.txt': 'one',
    'b.html': page,
    'c.csv': 'x,y\n1,2',
    '__MACOSX/b.html': 'no',
    'd/.DS_Store': 'no',
  };
  const expected =
    '# notes/a.txt\n\none\n\n# b.html\n\n## Title\n\ntext\n\n# c.csv\n\n| x | y |\n| --- | --- |\n| 1 | 2 |\n';
  assert.equal((await convert(t, await zipOf(files))).markdown, expected);
  assert.equal((await convert(t, tarOf({ 'notes/': '', ...files }), { format: 'tar' })).markdown, expected);
  assert.equal((await convert(t, gzipSync(tarOf(files)), { format: 'gz' })).markdown, expected);
});

test('a mailbox gives its messages one after the other; a line of text that begins like one parts nothing', async (t) => {
  const message = (subject: string, text: string) => `From: a@e.org\nTo: b@e.org\nSubject: ${subject}\n\n${text}\n`;
  const start = 'From a@e.org Wed Nov 25 17:50:15 2026\n';
  const data = `${start}${message('One', 'From here on\n>From there')}\n${start}${message('Two', 'text')}`;
  const { markdown } = await convert(t, Buffer.from(data), { format: 'mbox', name: 'a.mbox' });
  assert.match(markdown, /^# message-1\.eml\n\n## One\n/);
  assert.match(markdown, /From here on {2}\nFrom there\n\n# message-2\.eml\n\n## Two\n/);
});

test('a recording in an archive is named, and what would read it', async (t) => {
  const sound = Buffer.concat([Buffer.from('fLaC\0\0\0\x22', 'latin1'), Buffer.alloc(64)]);
  const { document } = await convert(t, await zipOf({ 'a.txt': 'text', 'talk.flac': sound }));
  assert.deepEqual(document.warnings, [
    { code: 'member_skipped', params: { member: 'talk.flac', reason: 'no_transcription' } },
  ]);
});

test('a single packed file is read under its name without the ending', async (t) => {
  const { markdown } = await convert(t, gzipSync(page), { format: 'gz', name: 'page.html.gz' });
  assert.equal(markdown, '# page.html\n\n## Title\n\ntext\n');
});

test('archives in archives are read, and files that cannot be read are named', async (t) => {
  const inner = await zipOf({ 'deep.md': '# Deep', 'x.bin': Buffer.from([0, 1]) });
  const { document, markdown } = await convert(t, await zipOf({ 'in.zip': inner, 'wrong.json': page }));
  assert.match(markdown, /^# in\.zip\n\n## deep\.md\n\n### Deep\n\n## x\.bin\n\n# wrong\.json\n\n## Title/);
  assert.deepEqual(
    document.warnings.map(({ code, params }) => [code, params?.member]),
    [
      ['member_skipped', 'in.zip/x.bin'],
      ['format_corrected', 'wrong.json'],
    ],
  );
});

test('a PDF in an archive is read page by page, its pages one after the other', async (t) => {
  const page = (line: string) => ({ words: column({ lines: [line], x: 72, y: 700 }) });
  const pdf = makePdf({ pages: [page('First page here.'), page('Second page here.')] });
  const { document, markdown } = await convert(t, await zipOf({ 'a.txt': 'one', 'b.pdf': pdf, 'c.txt': 'two' }));
  assert.equal(markdown, '# a.txt\n\none\n\n# b.pdf\n\nFirst page here.\n\nSecond page here.\n\n# c.txt\n\ntwo\n');
  assert.deepEqual(
    document.pages.map(({ index, width }) => [index, width]),
    [
      [0, undefined],
      [1, 595],
      [2, 595],
      [3, undefined],
    ],
  );
});

test('notes of several files stay apart', async (t) => {
  const { markdown } = await convert(t, await zipOf({ 'a.md': 'a[^1]\n\n[^1]: x', 'b.md': '- b[^1]\n\n[^1]: y' }));
  assert.equal(markdown, '# a.md\n\na[^m1-1]\n\n[^m1-1]: x\n\n# b.md\n\n- b[^m2-1]\n\n[^m2-1]: y\n');
});

test('names lead nowhere, and show neither control characters nor turned text', async (t) => {
  const long = `${'folder/'.repeat(30)}a.txt`;
  const { markdown } = await convert(
    t,
    tarOf({ '../../../tmp/evil.txt': 'a', '/etc/passwd': 'b', 'x\u202etxt.exe': 'c', '\u200e': 'e', [long]: 'd' }),
    { format: 'tar' },
  );
  assert.match(
    markdown,
    /^# \.\.\/\.\.\/\.\.\/tmp\/evil\.txt\n\na\n\n# \/etc\/passwd\n\nb\n\n# xtxt\.exe\n\nc\n\n# unnamed\n\ne\n\n# (folder\/){30}a\.txt\n\nd\n$/,
  );
});

test('names in the character set of an old machine are guessed', async (t) => {
  const name = Buffer.from('cbaeb3b5d4dabad3b1dfa3acc4a5b7bbd3ebb4e5d7afb5c4b9cacac2', 'hex').toString('latin1');
  const zip = await zipOf({ [`${name}.txt`]: 'a' });
  // The writer marks names as UTF-8; the bytes are put back into both headers.
  const utf8 = Buffer.from(`${name}.txt`);
  const raw = Buffer.concat([Buffer.from(name, 'latin1'), Buffer.from('.txt'.padEnd(utf8.length - name.length, 't'))]);
  for (let at = zip.indexOf(utf8); at >= 0; at = zip.indexOf(utf8)) raw.copy(zip, at);
  for (let at = zip.indexOf('PK\x03\x04', 0, 'latin1'); at >= 0; at = -1)
    zip.writeUInt16LE(zip.readUInt16LE(at + 6) & ~0x800, at + 6);
  const central = zip.indexOf('PK\x01\x02', 0, 'latin1');
  zip.writeUInt16LE(zip.readUInt16LE(central + 8) & ~0x800, central + 8);
  assert.match((await convert(t, zip)).markdown, /^# 水车在河边，磨坊与村庄的故事/);
});

const limitOf = (name: string) => (error: unknown) => {
  const { code, params } = error as { code: string; params: { limit: string } };
  assert.deepEqual([code, params.limit], ['archive_limit', name]);
  return true;
};

test('forty archives in one another end at MAX_ARCHIVE_DEPTH', async (t) => {
  let zip = await zipOf({ 'core.txt': 'core' });
  for (let level = 0; level < 40; level += 1) zip = await zipOf({ 'in.zip': zip });
  await assert.rejects(convert(t, zip), limitOf('MAX_ARCHIVE_DEPTH'));
  const { document, markdown } = await convert(t, await zipOf({ 'in.zip': zip, 'a.txt': 'words' }));
  assert.match(markdown, /# a\.txt\n\nwords/);
  assert.deepEqual(document.warnings, [
    { code: 'member_skipped', params: { member: 'in.zip', reason: 'archive_limit: MAX_ARCHIVE_DEPTH' } },
  ]);
});

test('60,000 files end at MAX_ARCHIVE_ENTRIES, also when they hide in several archives', async (t) => {
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`${at}.txt`, 'a']));
  await assert.rejects(convert(t, crowdedZip(60_000)), limitOf('MAX_ARCHIVE_ENTRIES'));
  const halves = await zipOf({ 'a.zip': crowdedZip(60), 'b.zip': crowdedZip(60) });
  await assert.rejects(convert(t, halves, { limits: { maxEntries: 100 } }), limitOf('MAX_ARCHIVE_ENTRIES'));
  await assert.rejects(
    convert(t, tarOf(many), { format: 'tar', limits: { maxEntries: 100 } }),
    limitOf('MAX_ARCHIVE_ENTRIES'),
  );
});

test('bombs end at MAX_ARCHIVE_BYTES or MAX_ARCHIVE_RATIO before they go off', { timeout: 60_000 }, async (t) => {
  const packed = gzipSync(Buffer.alloc(66 * 1_024 * 1_024), { level: 1 });
  await assert.rejects(convert(t, packed, { format: 'gz' }), limitOf('MAX_ARCHIVE_RATIO'));
  const small = { limits: { maxBytes: 1_000_000 } };
  await assert.rejects(convert(t, packed, { format: 'gz', ...small }), limitOf('MAX_ARCHIVE_BYTES'));
  const tar = gzipSync(tarOf({ 'a.txt': Buffer.alloc(2_000_000) }), { level: 1 });
  await assert.rejects(convert(t, tar, { format: 'gz', ...small }), limitOf('MAX_ARCHIVE_BYTES'));
  const nested = await zipOf({ 'a.gz': gzipSync('a'.repeat(600_000)), 'b.gz': gzipSync('b'.repeat(600_000)) });
  await assert.rejects(convert(t, nested, small), limitOf('MAX_ARCHIVE_BYTES'));
  const zip = crowdedZip(100);
  for (let at = zip.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4, 'latin1'))
    zip.writeUInt32LE(1_000_000, at + 24);
  await assert.rejects(convert(t, zip), limitOf('MAX_ARCHIVE_RATIO'));
  await assert.rejects(convert(t, zip, small), limitOf('MAX_ARCHIVE_BYTES'));
});

test('pages of all files together stay within the limit', async (t) => {
  const files = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`${at}.txt`, 'a\f'.repeat(10)]));
  await assert.rejects(convert(t, await zipOf(files)), { code: 'too_many_pages' });
});

test('a damaged tar ends where it is damaged, a cut one keeps what came before', async (t) => {
  const tar = tarOf({ 'a.txt': 'one', 'b.txt': 'two' });
  await assert.rejects(convert(t, tar.fill('x', 1_024, 1_100), { format: 'tar' }), { code: 'file_corrupt' });
  const packed = gzipSync(
    Buffer.concat([tarOf({ 'a.txt': 'one' }).subarray(0, 1_024), tarOf({ 'b.txt': 'x'.repeat(100_000) })]),
    { level: 0 },
  );
  const { document, markdown } = await convert(t, packed.subarray(0, 50_000), { format: 'gz' });
  assert.match(markdown, /^# a\.txt\n\none/);
  assert.equal(document.warnings[0]?.code, 'member_skipped');
});
