import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { renderMarkdown } from '@docmill/document';
import type { Format } from '#capabilities';
import { makeZip } from '../../../../test/fixtures/zip-maker.ts';
import { createBuiltInEngines } from './built-in.ts';
import { startListener } from './testing/listener.ts';

const secret = 'the-secret-of-this-machine';

/** What documents may ask a reader to fetch: from the network, and from the disk of the machine. */
function pages(far: string, near: string): Readonly<Record<string, readonly [format: Format, data: string | Buffer]>> {
  const doctype = (root: string) =>
    `<!DOCTYPE ${root} SYSTEM "${far}/dtd" [<!ENTITY a SYSTEM "${near}"><!ENTITY % b SYSTEM "${far}/b"> %b;]>`;
  const html = `<link rel=stylesheet href="${far}/css"><script src="${far}/js"></script><base href="${near}"><p>words<img src="${far}/png"><img src="${near}"><img srcset="${far}/x 2x"><iframe src="${near}"></iframe><object data="${near}"></object><embed src="${far}/e"><video poster="${far}/p" src="${near}"></video><style>@import url(${far}/i)</style><input type=image src="${far}/in"><svg><image href="${near}"/><use href="${far}/u#a"/></svg>`;
  const message = `From: a@e.org\r\nTo: b@e.org\r\nSubject: s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n${html}\r\n--b\r\nContent-Type: message/external-body; access-type=URL; URL="${far}/body"\r\n\r\n\r\n--b--\r\n`;
  return {
    html: ['html', html],
    xhtml: [
      'html',
      `<?xml version="1.0"?>${doctype('html')}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>words &a;</p></body></html>`,
    ],
    xml: [
      'xml',
      `<?xml version="1.0"?><?xml-stylesheet href="${far}/xsl"?>${doctype('r')}<r xmlns:xi="http://www.w3.org/2001/XInclude">words &a;<xi:include href="${near}"/></r>`,
    ],
    svg: [
      'svg',
      `${doctype('svg')}<svg xmlns="http://www.w3.org/2000/svg"><text>words &a;</text><image href="${near}"/><foreignObject><iframe src="${far}/f"/></foreignObject></svg>`,
    ],
    feed: [
      'feed',
      `${doctype('rss')}<rss><channel><title>words &a;</title><item><link>${far}/l</link><enclosure url="${near}"/><description>&lt;img src="${far}/i"&gt;</description></item></channel></rss>`,
    ],
    md: ['md', `words ![a](${far}/a) ![b](${near}) <img src="${near}">\n\n${html}\n`],
    ipynb: [
      'ipynb',
      JSON.stringify({
        cells: [
          { cell_type: 'markdown', source: `words ![a](${near})` },
          { cell_type: 'code', source: 'x', outputs: [{ output_type: 'display_data', data: { 'text/html': html } }] },
        ],
        metadata: {},
      }),
    ],
    yaml: ['yaml', `words: !include ${near}`],
    eml: ['eml', message],
    mhtml: ['mhtml', `From: <Saved by Blink>\r\n${message}`],
  };
}

test('no document makes an engine open a connection or a file of this machine', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'docmill-outside-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'secret.html'), `<p>${secret}</p>`);
  const { url, asked } = await startListener(t, secret);
  const all = pages(url, `file://${folder}/secret.html`);
  const zip = await makeZip({
    ...Object.fromEntries(Object.entries(all).map(([name, [, data]]) => [`a.${name}`, data])),
    '../secret.html': '<p>words',
  });
  const engines = createBuiltInEngines();
  for (const [name, [format, data]] of Object.entries({ ...all, zip: ['zip', zip] } as const)) {
    const path = join(folder, 'file');
    await writeFile(path, data);
    const engine = engines.find((candidate) => candidate.describe().formats.includes(format as Format));
    assert.ok(engine?.type === 'document', name);
    const { document } = await engine.convert(
      {
        file: { path, format, bytes: Buffer.byteLength(data), name: `file.${name}` },
        options: {},
        limits: { maxPages: 100, maxPixels: 1_000_000, maxOutputBytes: 10_000_000 },
        signal: new AbortController().signal,
        workFolder: folder,
      },
      () => undefined,
    );
    const markdown = (await Array.fromAsync(renderMarkdown(document.pages))).join('');
    assert.match(markdown, /words/, name);
    assert.ok(!JSON.stringify(document).includes(secret), name);
  }
  assert.deepEqual(asked, []);
});
