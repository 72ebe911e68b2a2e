import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { column, makePdf } from '../fixtures/pdf-maker.ts';
import { docmill } from './docmill.ts';
import { type Answer, dataFolder, startService, submit, untilStatus } from './service.ts';

const gray = new Uint8Array(30 * 30).fill(99);
const paper = makePdf({
  pages: ['The mill stood at the river.', 'Its wheel turned slowly.'].map((line) => ({
    words: column({ lines: [line], x: 72, y: 700 }),
    images: [{ x: 72, y: 400, width: 100, height: 100, pixels: { width: 30, height: 30 }, gray }],
  })),
});
const merged =
  '<title>Mills</title><html lang="en"><table><tr><th>k</th><th>v</th></tr><tr><td rowspan="2">a</td><td>1</td></tr><tr><td>2</td></tr></table>';
const repeated = '---\ntitle: "Mills"\nlang: "en"\n---\n\n| k | v |\n| --- | --- |\n| a | 1 |\n| a | 2 |\n';
const marked = '<!-- page 1 -->\n\nThe mill stood at the river.\n\n<!-- page 2 -->\n\nIts wheel turned slowly.\n';

test('options of the rendering mean the same to v1, to /file_parse and to both commands', async (t) => {
  const folder = dataFolder(t);
  const { url } = await startService(t, { data: folder });
  writeFileSync(join(folder, 'paper.pdf'), paper);
  writeFileSync(join(folder, 'mills.html'), merged);
  const cases = [
    { file: 'mills.html', data: merged, fields: { tables: 'repeat', front_matter: 'true' }, expected: repeated },
    { file: 'paper.pdf', data: paper, fields: { images: 'drop', page_marks: 'on' }, expected: marked },
  ];
  for (const { file, data, fields, expected } of cases) {
    const { body } = await submit(url, { name: file, data }, fields);
    const answer = await untilStatus(url, body.task_id, ['completed', 'failed']);
    assert.equal(answer.markdown_content, expected);
    assert.deepEqual(answer.images, []);
    const form = new FormData();
    form.append('files', new Blob([data as string]), file);
    for (const [name, value] of Object.entries({ ...fields, return_html: 'true' })) form.append(name, value);
    const { results } = (await (await fetch(`${url}/file_parse`, { method: 'POST', body: form })).json()) as Answer;
    const [result] = Object.values(results) as Answer[];
    assert.equal(result?.md_content, expected);
    assert.match(result?.html_content, /^<!doctype html>/);
    const flags = Object.entries(fields).flatMap(([name, value]) => {
      const flag = `--${name.replace('_', '-')}`;
      return value === 'true' || value === 'on' ? [flag] : [flag, value];
    });
    assert.equal((await docmill(folder, ['parse', file, '-o', '-', ...flags])).stdout, expected);
    const sent = await docmill(folder, ['submit', file, '-o', 'out', '--url', url, '--html', '--passages', ...flags]);
    assert.equal(sent.code, 0, sent.stderr);
    const [made = ''] = readdirSync(join(folder, 'out')).filter((name) => name.startsWith(file.split('.')[0] ?? ''));
    const written = readdirSync(join(folder, 'out', made));
    const stem = file.split('.')[0];
    for (const name of [`${stem}.html`, `${stem}_passages.jsonl`]) assert.ok(written.includes(name), name);
    assert.equal(readFileSync(join(folder, 'out', made, `${stem}.md`), 'utf8'), expected);
  }
});

test('pictures that are dropped are nowhere in the result, whatever the format', async (t) => {
  const folder = dataFolder(t);
  const png =
    'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFElEQVR4nGP8z8DAwMDAxAADCBYAG10BBdmYuAsAAAAASUVORK5CYII=';
  writeFileSync(join(folder, 'a.html'), `<p>one <img alt="sign" src="data:image/png;base64,${png}"></p><p>two</p>`);
  const parse = async (...flags: readonly string[]) => {
    const { code, stderr } = await docmill(folder, ['parse', 'a.html', '-o', flags.join('') || 'all', ...flags]);
    assert.equal(code, 0, stderr);
    return readdirSync(join(folder, flags.join('') || 'all', 'a/auto'));
  };
  assert.ok((await parse()).includes('images'));
  assert.ok(!(await parse('--images=drop')).includes('images'));
  const dropped = join(folder, '--images=drop', 'a/auto');
  assert.equal(readFileSync(join(dropped, 'a.md'), 'utf8'), 'one sign\n\ntwo\n');
  assert.doesNotMatch(readFileSync(join(dropped, 'a_content_list.json'), 'utf8'), /\.png/);
});

test('a value that is not allowed is refused by the name of its field or flag', async (t) => {
  const folder = dataFolder(t);
  const { url } = await startService(t, { data: folder, env: { EMBEDDED_WORKER: 'false' } });
  writeFileSync(join(folder, 'a.txt'), 'a');
  const wrong: readonly (readonly [string, string, string])[] = [
    ['tables', 'ascii', 'gfm, html, repeat'],
    ['images', 'both', 'link, embed, drop'],
    ['furniture', 'all', 'drop, notes, keep'],
    ['front_matter', 'maybe', 'true, false'],
    ['page_marks', '2', 'true, false'],
    ['hidden', 'x', 'true, false'],
    ['passage_size', '15', 'a whole number from 16'],
    ['passage_size', 'many', 'a whole number'],
  ];
  for (const [field, value, allowed] of wrong) {
    const { status, body } = await submit(url, { name: 'a.txt', data: 'a' }, { [field]: value });
    assert.deepEqual([status, body.error.code, body.error.field], [422, 'invalid_parameter', field]);
    assert.ok(body.error.message.endsWith(`Allowed: ${allowed}.`), body.error.message);
    const form = new FormData();
    form.append('files', new Blob(['a']), 'a.txt');
    form.append(field, value);
    const refused = await fetch(`${url}/file_parse`, { method: 'POST', body: form });
    assert.deepEqual([refused.status, ((await refused.json()) as Answer).error.field], [422, field]);
  }
  for (const flags of [
    ['--tables', 'ascii'],
    ['--passage-size', '15'],
  ]) {
    const { code, stderr } = await docmill(folder, ['parse', 'a.txt', '-o', '-', ...flags]);
    assert.equal(code, 2);
    assert.match(stderr, new RegExp(flags[0] ?? ''));
  }
});

test('pictures are embedded where the operator says so, unless the caller wants links', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t), env: { MINERU_EMBED_IMAGES_IN_MD: 'true' } });
  const markdownOf = async (fields: Record<string, string>) => {
    const { body } = await submit(url, { name: 'paper.pdf', data: paper }, fields);
    return (await untilStatus(url, body.task_id, ['completed', 'failed'])).markdown_content;
  };
  assert.match(await markdownOf({}), /\(data:image\/png;base64,/);
  assert.match(await markdownOf({ images: 'link' }), /\(images\/\w+\.png\)/);
});

test('the documentation of the interfaces names every option', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t), env: { EMBEDDED_WORKER: 'false' } });
  const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as Answer;
  for (const path of ['/api/v1/tasks/submit', '/file_parse']) {
    const { properties } = paths[path].post.requestBody.content['multipart/form-data'].schema;
    assert.deepEqual(properties.tables.enum, ['gfm', 'html', 'repeat'], path);
    assert.deepEqual([properties.page_marks.type, properties.page_marks.default], ['boolean', false]);
    assert.equal(properties.passage_size.minimum, 16);
  }
});

test('a file that shows nothing says so: pages without content in a warning, anything else in its error', async (t) => {
  const folder = dataFolder(t);
  const { url } = await startService(t, { data: folder });
  const blank = makePdf({ pages: [{}, {}] });
  const { body } = await submit(url, { name: 'blank.pdf', data: blank });
  const answer = await untilStatus(url, body.task_id, ['completed', 'failed']);
  assert.deepEqual([answer.status, answer.outcome, answer.markdown_content], ['completed', 'full', '']);
  assert.deepEqual(
    answer.warnings.map(({ code }: Answer) => code),
    ['no_content'],
  );
  assert.match(answer.warnings[0].message, /^No page has text or pictures/);
  writeFileSync(join(folder, 'blank.pdf'), blank);
  const sent = await docmill(folder, ['submit', 'blank.pdf', '--wait', '--url', url]);
  assert.match(sent.stderr, /^ {2}1 warning: No page has text or pictures/);
  writeFileSync(join(folder, 'blank.txt'), ' \n');
  const parsed = await docmill(folder, ['parse', 'blank.pdf', 'blank.txt', '-o', 'out']);
  assert.equal(parsed.code, 1);
  assert.match(
    parsed.stderr,
    /blank\.pdf -> out\/blank\/auto \(2 pages\)\n {2}1 warning: No page has text or pictures/,
  );
  assert.match(parsed.stderr, /^blank\.txt: The file 'blank\.txt' is empty: it shows neither text nor pictures\.$/m);
});

test('warnings are counted, told once a kind, and given to programs with their sentences', async (t) => {
  const folder = dataFolder(t);
  const scan = { images: [{ x: 0, y: 0, width: 612, height: 792, pixels: { width: 30, height: 30 }, gray }] };
  writeFileSync(join(folder, 'scan.pdf'), makePdf({ pages: [scan, scan, scan] }));
  const { stderr } = await docmill(folder, ['parse', 'scan.pdf', '-o', '-']);
  assert.match(stderr, /^ {2}3 warnings: Page 1 has no text layer, [^.]*\. \(\+2 more like it\)\n$/);
  const zh = await docmill(folder, ['parse', 'scan.pdf', '-o', '-'], { LANG: 'zh_CN.UTF-8' });
  assert.match(zh.stderr, /3 条警告： 第 1 页/);
  const { stdout } = await docmill(folder, ['parse', 'scan.pdf', '-o', 'out', '--json']);
  const [warning] = JSON.parse(stdout).warnings;
  assert.deepEqual([warning.code, warning.pageNumber], ['no_text_layer', 1]);
  assert.match(warning.message, /^Page 1 has no text layer/);
});
