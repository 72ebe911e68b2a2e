import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { renderMarkdown, validateDocument } from '@docmill/document';
import { makeMsg } from '../../../../../test/fixtures/msg-maker.ts';
import { createBuiltInEngines } from '../built-in.ts';
import { engineConformance } from '../conformance.ts';
import { type DocumentEngine, defaultArchiveLimits } from '../engine.ts';
import { htmlInRtf } from './rtf-html.ts';

function createEngine(): DocumentEngine {
  const engine = createBuiltInEngines().find((candidate) => candidate.describe().name === 'mail');
  assert.ok(engine?.type === 'document');
  return engine;
}

async function convert(t: TestContext, data: string | Uint8Array, archive = defaultArchiveLimits, format = 'eml') {
  const folder = await mkdtemp(join(tmpdir(), 'docmill-mail-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  await writeFile(path, data);
  const file = { path, format, bytes: Buffer.byteLength(data), name: 'file.eml' };
  const limits = { maxPages: 10, maxPixels: 1_000_000, maxOutputBytes: 20_000_000, archive };
  const run = { file, options: {}, limits, signal: new AbortController().signal, workFolder: folder };
  const { document, assets } = await createEngine().convert(run, () => undefined);
  assert.deepEqual(await readdir(folder), ['file'], 'no scratch file stays');
  const checked = validateDocument(document);
  assert.deepEqual(checked.ok ? [] : checked.issues, []);
  return { document, assets, markdown: (await Array.fromAsync(renderMarkdown(document.pages))).join('') };
}

const lines = (...all: readonly string[]) => all.join('\r\n');

/** mixed makes a message of parts, each a head and a body. */
function mixed(kind: string, ...parts: readonly string[]): string {
  const mark = `=_${kind}`;
  const inner = parts.map((part) => lines(`--${mark}`, part, '')).join('');
  return lines(`Content-Type: multipart/${kind}; boundary="${mark}"`, '', `${inner}--${mark}--`, '');
}

function part(type: string, body: string, ...headers: readonly string[]): string {
  return lines(`Content-Type: ${type}`, ...headers, '', body);
}

const base64 = (data: string | Buffer) => Buffer.from(data).toString('base64');
const head = lines(
  'From: =?utf-8?B?SsO2cmc=?= <j@e.org>',
  'To: "Ann, B." <a@e.org>, c@e.org',
  'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=',
  'Date: Tue, 3 Mar 2026 10:00:00 +0100',
  'MIME-Version: 1.0',
  '',
);
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP4z8AAQRAKAB/uA/2ULhjfAAAAAElFTkSuQmCC';

engineConformance('mail', {
  create: createEngine,
  good: [
    { name: 'a plain message', format: 'eml', data: Buffer.from(`${head}${part('text/plain', 'hello')}`) },
    {
      name: 'a message with a file',
      format: 'eml',
      data: Buffer.from(head + mixed('mixed', part('text/plain', 'a'), part('text/csv; name=b.csv', 'x,y\r\n1,2'))),
    },
  ],
  bad: [
    {
      name: 'a damaged Outlook file',
      format: 'msg',
      data: Buffer.from('d0cf11e0a1b11ae100', 'hex'),
      refusedWith: 'file_corrupt',
    },
    { name: 'blanks', format: 'eml', data: Buffer.from('\r\n\r\n  \r\n'), refusedWith: 'file_empty' },
  ],
});

test('a message begins with its subject and what its head says, decoded', async (t) => {
  const { document, markdown } = await convert(
    t,
    `${head}${part('text/plain; charset=utf-8', 'Hi\r\n\r\n> old\r\n> text\r\n>> older\r\nnew')}`,
  );
  assert.equal(
    markdown,
    '# Grüße\n\n**From:** Jörg \\<j@e.org>  \n**To:** Ann, B. \\<a@e.org>, c@e.org  \n**Date:** Tue, 3 Mar 2026 10:00:00 +0100\n\nHi\n\n> old  \n> text\n\n> > older\n\nnew\n',
  );
  assert.deepEqual(document.metadata, { title: 'Grüße', authors: ['Jörg'], createdAt: '2026-03-03T09:00:00.000Z' });
});

test('the HTML of a message is preferred, its pictures lie in the message and are not listed as files', async (t) => {
  const html =
    '<h2>News</h2><p>see <img src="cid:p@1"> <img src="https://e.org/pixel.png" width=1 height=1></p><img src="https://e.org/far.png" alt=far>';
  const { markdown, assets } = await convert(
    t,
    head +
      mixed(
        'related',
        mixed('alternative', part('text/plain', 'plain words'), part('text/html; charset=utf-8', html)),
        part('image/png; name=p.png', png, 'Content-Transfer-Encoding: base64', 'Content-ID: <p@1>'),
      ),
  );
  assert.equal(assets.length, 1);
  assert.doesNotMatch(markdown, /plain words|Attachments|pixel/);
  assert.match(markdown, /## News\n\nsee !\[\]\(images\/[0-9a-f]{64}\.png\)\n\n!\[far\]\(https:\/\/e\.org\/far\.png\)/);
});

const attached = (name: string, data: string | Buffer, type = 'application/octet-stream') =>
  part(
    `${type}; name="${name}"`,
    base64(data),
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="${name}"`,
  );

test('attachments are listed and read by what they are, whatever they are called', async (t) => {
  const { document, markdown } = await convert(
    t,
    head +
      mixed(
        'mixed',
        part('text/plain', 'see'),
        attached('a.csv', 'x,y\n1,2\n'),
        attached('b.json', '<!doctype html><h1>T</h1>'),
        attached('c.bin', Buffer.from([0, 1, 2])),
      ),
  );
  assert.match(
    markdown,
    /\*\*Attachments:\*\* a\.csv, b\.json, c\.bin\n\nsee\n\n## a\.csv\n\n\| x \| y \|\n\| --- \| --- \|\n\| 1 \| 2 \|\n\n## b\.json\n\n### T\n\n## c\.bin\n$/,
  );
  assert.deepEqual(document.warnings, [
    { code: 'format_corrected', params: { member: 'b.json', extension: 'json', format: 'html' } },
    { code: 'member_skipped', params: { member: 'c.bin', reason: 'unsupported_format' } },
  ]);
});

test('messages inside messages are read as deep as MAX_ARCHIVE_DEPTH allows', async (t) => {
  let inner = `Subject: level 0\r\nFrom: a@e.org\r\nTo: b@e.org\r\n${part('text/plain', 'core')}`;
  for (let level = 1; level < 6; level += 1)
    inner = `Subject: level ${level}\r\nFrom: a@e.org\r\nTo: b@e.org\r\n${mixed(`m${level}`, part('text/plain', 'x'), part('message/rfc822', inner))}`;
  const { document, markdown } = await convert(t, inner);
  assert.match(markdown, /level 3/);
  assert.doesNotMatch(markdown, /core/);
  assert.ok(document.warnings.some(({ params }) => params?.reason === 'archive_limit: MAX_ARCHIVE_DEPTH'));
  assert.match((await convert(t, inner, { ...defaultArchiveLimits, maxDepth: 9 })).markdown, /core/);
});

test('what attachments take up is limited by name', async (t) => {
  const message =
    head + mixed('mixed', part('text/plain', 'see'), attached('a.txt', 'a'.repeat(100)), attached('b.txt', 'b'));
  const limit = (error: unknown) => (error as { params?: { limit?: string } }).params?.limit;
  await assert.rejects(
    convert(t, message, { ...defaultArchiveLimits, maxEntries: 1 }),
    (error) => limit(error) === 'MAX_ARCHIVE_ENTRIES',
  );
  await assert.rejects(
    convert(t, message, { ...defaultArchiveLimits, maxBytes: 50 }),
    (error) => limit(error) === 'MAX_ARCHIVE_BYTES',
  );
});

test('names of attachments lead nowhere', async (t) => {
  const { markdown } = await convert(
    t,
    head + mixed('mixed', part('text/plain', 'see'), attached('../../../tmp/evil.txt', 'words')),
  );
  assert.match(markdown, /evil\.txt\n\nwords/);
});

test('a message of Outlook is read as any other', async (t) => {
  const data = makeMsg({
    subject: 'Grüße',
    sender: ['Jörg', 'j@e.org'],
    to: [
      ['Ann', 'a@e.org'],
      ['b@e.org', 'b@e.org'],
    ],
    body: 'plain words',
    html: '<meta charset=utf-8><p>größer <img src="cid:p@1"></p>',
    files: [
      { name: 'p.png', data: Buffer.from(png, 'base64'), contentId: 'p@1' },
      { name: 'a.csv', data: Buffer.from('x,y\n1,2\n') },
    ],
  });
  const { document, assets, markdown } = await convert(t, data, defaultArchiveLimits, 'msg');
  assert.equal(
    markdown,
    `# Grüße\n\n**From:** Jörg \\<j@e.org>  \n**To:** Ann \\<a@e.org>, b@e.org  \n**Attachments:** a.csv\n\ngrößer ![](images/${assets[0]?.asset.name})\n\n## a.csv\n\n| x | y |\n| --- | --- |\n| 1 | 2 |\n`,
  );
  assert.deepEqual(document.metadata, { title: 'Grüße', authors: ['Jörg'] });
  const plain = makeMsg({ subject: 's', sender: ['', 'j@e.org'], to: [], body: 'only\r\n\r\nwords' });
  assert.equal(
    (await convert(t, plain, defaultArchiveLimits, 'msg')).markdown,
    '# s\n\n**From:** j@e.org\n\nonly\n\nwords\n',
  );
});

const hostile: Readonly<Record<string, string>> = {
  'parts inside parts': Array.from({ length: 5_000 }, (_, at) =>
    lines(`Content-Type: multipart/mixed; boundary=b${at}`, '', `--b${at}`),
  ).join('\r\n'),
  'a head without end': `Subject: x\r\nX-A: ${'y'.repeat(5_000_000)}`,
  'many recipients': `Subject: x\r\nTo: ${'a@e.org, '.repeat(50_000)}\r\n\r\ntext`,
  'many empty parts': head + mixed('mixed', ...Array.from({ length: 9_000 }, () => part('text/plain', 'x'))),
};
for (const [name, data] of Object.entries(hostile)) {
  test(`${name} cost neither the stack nor much time`, { timeout: 60_000 }, async (t) => {
    await convert(t, data).catch((error) => assert.match(error.code, /^(file_corrupt|archive_limit|file_empty)$/));
  });
}

test('HTML that Outlook wrapped in RTF is taken out of it', () => {
  const rtf = String.raw`{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}{\*\htmltag64 <p>}\htmlrtf {\b \htmlrtf0 caf\'e9 \u8364?{\*\htmltag92 <b>}x\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}}`;
  const body = Buffer.from(rtf, 'latin1');
  const header = Buffer.alloc(16);
  header.writeUInt32LE(body.length + 12, 0);
  header.writeUInt32LE(body.length, 4);
  header.write('MELA', 8, 'latin1');
  assert.equal(htmlInRtf(Buffer.concat([header, body])), '<p>café €<b>x</p>');
  header.writeUInt32LE(0x7fff_fff0, 0);
  assert.equal(htmlInRtf(Buffer.concat([header, body])), undefined);
});
