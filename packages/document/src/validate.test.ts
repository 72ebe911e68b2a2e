import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Document } from './document.ts';
import { mergeDocuments } from './merge.ts';
import { documentJsonSchema } from './schema.ts';
import { validateDocument, validatePage } from './validate.ts';
import { textOf } from './visit.ts';

const documentOf = (pages: Document['pages'], assets: Document['assets'] = []): Document => ({
  schemaVersion: 1,
  metadata: {},
  pages,
  assets,
  warnings: [],
});
const picture = { name: 'a.png', mediaType: 'image/png', bytes: 1 };
const issuesOf = (value: unknown) => {
  const checked = validateDocument(value);
  return checked.ok ? [] : checked.issues.map((issue) => `${issue.path}: ${issue.message}`);
};

test('a document that fits the model passes', () => {
  assert.deepEqual(
    issuesOf(
      documentOf(
        [{ index: 0, width: 10, height: 10, blocks: [{ type: 'image', asset: 'a.png', bbox: [0, 0, 1, 1] }] }],
        [picture],
      ),
    ),
    [],
  );
});

test('faults are named with their place', () => {
  const bad = (block: unknown) => validatePage({ index: 0, blocks: [block] }).ok;
  assert.equal(bad({ type: 'text', content: [{ type: 'text', text: '' }] }), false);
  assert.equal(bad({ type: 'text', content: [], bbox: [5, 0, 1, 1] }), false);
  assert.equal(bad({ type: 'text', content: [], bbox: [0, 0, Number.NaN, 1] }), false);
  assert.equal(bad({ type: 'title', level: 7, content: [] }), false);
  assert.equal(bad({ type: 'text', content: [], color: 'red' }), false);
  assert.equal(
    bad({ type: 'text', content: [{ type: 'text', text: 'a', styles: ['superscript', 'subscript'] }] }),
    false,
  );
  assert.deepEqual(
    issuesOf(
      documentOf([
        { index: 1, blocks: [] },
        { index: 1, blocks: [] },
      ]),
    ),
    ['pages.1.index: must rise from page to page'],
  );
  assert.match(
    issuesOf(documentOf([{ index: 0, blocks: [{ type: 'image', asset: 'lost.png' }] }]))[0] ?? '',
    /lost\.png/,
  );
});

test('the JSON Schema names its version', () => {
  const schema = documentJsonSchema();
  assert.equal(schema.$id, 'urn:docmill:document:1');
  assert.equal(schema.type, 'object');
});

test('documents of page ranges merge into one', () => {
  const half = (word: string): Document => ({
    ...documentOf(
      [
        {
          index: 0,
          blocks: [
            {
              type: 'text',
              content: [{ type: 'text', text: word }],
              bbox: [0, 0, 1, 1],
              regions: [{ pageIndex: 0, bbox: [0, 0, 1, 1] }],
            },
          ],
        },
      ],
      [picture],
    ),
    warnings: [{ code: 'no_text_layer', pageNumber: 1 }],
  });
  const merged = mergeDocuments([
    { document: half('a'), pageOffset: 0 },
    { document: half('b'), pageOffset: 50 },
  ]);
  assert.deepEqual(
    merged.pages.map((page) => page.index),
    [0, 50],
  );
  assert.deepEqual(merged.pages[1]?.blocks[0]?.regions, [{ pageIndex: 50, bbox: [0, 0, 1, 1] }]);
  assert.deepEqual(
    merged.warnings.map((warning) => warning.pageNumber),
    [1, 51],
  );
  assert.equal(merged.assets.length, 1);
  const [block] = merged.pages[1]?.blocks ?? [];
  assert.equal(block?.type === 'text' && textOf(block.content), 'b');
  assert.deepEqual(issuesOf(merged), []);
});
