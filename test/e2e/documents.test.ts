import assert from 'node:assert/strict';
import { test } from 'node:test';
import { column, makeEncryptedPdf, makePdf } from '../fixtures/pdf-maker.ts';
import { dataFolder, startService, submit, untilStatus } from './service.ts';

const lines = [
  'The mill stood at the river for two hundred years and ground',
  'whatever the farmers of the valley brought to it.',
];
const gray = Uint8Array.from({ length: 40 * 40 }, (_, at) => at % 256);
const picture = { x: 72, y: 400, width: 200, height: 200, pixels: { width: 40, height: 40 }, gray };
const paper = makePdf({
  pages: [
    {
      words: [
        { text: 'Old mills', x: 72, y: 760, size: 20, font: 'Helvetica-Bold' },
        ...column({ lines, x: 72, y: 700 }),
      ],
      images: [picture],
    },
    { words: column({ lines, x: 72, y: 700 }) },
    { images: [{ ...picture, x: 0, y: 0, width: 595, height: 842 }] },
  ],
});

test('a PDF goes all the way: Markdown, content list, middle JSON and pictures', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t) });
  const { body } = await submit(url, { name: 'Old mills.pdf', data: paper });
  const answer = await untilStatus(url, body.task_id, ['completed', 'failed']);
  assert.equal(answer.status, 'completed', JSON.stringify(answer.error));
  assert.match(
    answer.markdown_content,
    /^# Old mills\n\nThe mill stood at the river for two hundred years and ground whatever/,
  );
  assert.match(answer.markdown_content, /!\[\]\(data:image\/png;base64,[A-Za-z0-9+/=]+\)/);
  assert.equal(answer.content_list[0].text_level, 1);
  assert.deepEqual(
    answer.content_list.map((item: { page_idx: number }) => item.page_idx),
    [0, 0, 0, 1, 2],
  );
  assert.deepEqual(
    answer.middle_json.pdf_info.map((page: { page_size: number[] }) => page.page_size),
    [
      [595, 842],
      [595, 842],
      [595, 842],
    ],
  );
  assert.equal(answer.images.length, 1, 'one picture, shown twice, is kept once');
  const [image] = answer.images;
  const bytes = Buffer.from(image.data_url.split(',')[1], 'base64');
  assert.equal(bytes.length, image.size_bytes);
  assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
  assert.deepEqual(
    answer.warnings.map((warning: { code: string; page_number: number }) => [warning.code, warning.page_number]),
    [['no_text_layer', 3]],
  );
  assert.deepEqual(answer.engine, { name: 'pdf', version: '2' });
  assert.deepEqual(answer.progress, { pages_done: 3, pages_total: 3, eta_seconds: null });
});

test('links instead of data URLs, and no pictures, when the operator says so', async (t) => {
  const env = { MINERU_EMBED_IMAGES_IN_MD: 'false', MINERU_RETURN_IMAGES_BASE64: 'false' };
  const { url } = await startService(t, { data: dataFolder(t), env });
  const { body } = await submit(url, { name: 'a.pdf', data: paper });
  const answer = await untilStatus(url, body.task_id, ['completed', 'failed']);
  assert.match(answer.markdown_content, /!\[\]\(images\/[0-9a-f]{64}\.png\)/);
  assert.deepEqual(answer.images, []);
  assert.equal(answer.data.has_images, true);
});

test('bad files fail with a code of their own each, and the service goes on', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t), env: { MAX_PAGES: '5' } });
  const refused: readonly [string, Uint8Array | string, string][] = [
    ['empty.pdf', '', 'file_empty'],
    [
      'picture.pdf',
      Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex'),
      'unsupported_format',
    ],
    ['unknown.xyz', new Uint8Array([0, 1, 2, 3, 4]), 'unsupported_format'],
  ];
  for (const [name, data, code] of refused) {
    const { status, body } = await submit(url, { name, data });
    assert.deepEqual([status, body.error.code], [422, code], name);
  }
  const failing: readonly [string, Uint8Array, string][] = [
    ['random.pdf', Uint8Array.from({ length: 500 }, (_, at) => (at * 7919) % 251), 'file_corrupt'],
    ['truncated.pdf', paper.slice(0, 200), 'file_corrupt'],
    ['locked.pdf', makeEncryptedPdf(), 'password_required'],
    ['no-pages.pdf', makePdf({ pages: [] }), 'no_pages'],
    ['long.pdf', makePdf({ pages: Array.from({ length: 6 }, () => ({})) }), 'too_many_pages'],
  ];
  for (const [name, data, code] of failing) {
    const { status, body } = await submit(url, { name, data });
    assert.equal(status, 200, name);
    const answer = await untilStatus(url, body.task_id, ['completed', 'failed']);
    assert.deepEqual([answer.status, answer.error?.code], ['failed', code], name);
    assert.ok(answer.error_message.length > 10);
    assert.equal(answer.attempts.length, 1, 'bad input is not tried again');
  }
  const { body } = await submit(url, {
    name: 'good.pdf',
    data: makePdf({ pages: [{ words: column({ lines, x: 72, y: 700 }) }] }),
  });
  assert.equal((await untilStatus(url, body.task_id, ['completed', 'failed'])).status, 'completed');
});
