import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { AppError } from '#errors';
import { makeDocx, p, r, wordNamespaces } from '../../../../../../test/fixtures/docx-maker.ts';
import { convert, toMarkdown } from '../testing/convert.ts';

const withDocument = (document: string) => makeDocx({ body: '', members: { 'word/document.xml': document } });

test('entities that grow without end, and those of other files, are left as they are written', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-secret-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'secret'), 'the secret words');
  const laughs = Array.from({ length: 30 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('');
  const type = `<!DOCTYPE d [<!ENTITY l0 "ha">${laughs}<!ENTITY x SYSTEM "file://${folder}/secret">]>`;
  const data = await withDocument(
    `${type}<w:document ${wordNamespaces()}><w:body>${p(r('a &l30; &x; b'))}</w:body></w:document>`,
  );
  const markdown = await toMarkdown(await convert(t, { format: 'docx', data }));
  assert.doesNotMatch(markdown, /secret words/);
  assert.ok(markdown.length < 100 && markdown.startsWith('a '));
});

test('no relation of a file opens a connection or a file of the machine', async (t) => {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const blip =
    '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:link="P"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>';
  const document = await convert(t, {
    format: 'docx',
    data: await makeDocx({
      body: p(r('text') + blip) + p('<w:r><w:pict><v:shape><v:imagedata r:id="E"/></v:shape></w:pict></w:r>'),
      relations: {
        P: `image ${url}/p.png External`,
        E: 'image ../../../../../../../../etc/passwd',
        T: `attachedTemplate ${url}/t.dotm External`,
        S: `styles ${url}/s.xml External`,
      },
    }),
  });
  assert.deepEqual(asked, []);
  assert.deepEqual(document.assets, []);
  assert.equal(
    document.warnings.some(({ code }) => code === 'image_skipped'),
    true,
  );
});

test('a hundred thousand nested tags overflow nothing', async (t) => {
  const inside = ['w:p', 'w:r', 'w:sdt', 'w:ins', 'w:txbxContent', 'm:e'];
  for (const tag of inside) {
    const deep = `${`<${tag}>`.repeat(100_000)}${r('deep')}${`</${tag}>`.repeat(100_000)}`;
    const data = await makeDocx({ body: `${p(r('before'))}${deep}${p(r('after'))}` });
    const markdown = await toMarkdown(await convert(t, { format: 'docx', data }));
    assert.ok(markdown.startsWith('before') && markdown.endsWith('after'), tag);
  }
});

/** A zip of empty members, which are all named in its directory only. */
function zipOfEntries(count: number): Buffer {
  const entry = Buffer.alloc(47);
  entry.write('PK\x01\x02', 'latin1');
  entry.writeUInt16LE(1, 28);
  entry.write('a', 46);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(count * entry.byteLength, 12);
  return Buffer.concat([...Array.from({ length: count }, () => entry), end]);
}

test('sixty thousand entries are a limit with its name', async (t) => {
  await assert.rejects(
    convert(t, { format: 'docx', data: zipOfEntries(60_000) }),
    (error) =>
      error instanceof AppError && error.code === 'archive_limit' && error.params.limit === 'MAX_ARCHIVE_ENTRIES',
  );
});
