import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bbox } from '@docmill/document';
import type { Picture } from '../page-content.ts';
import { withDescriptions } from './descriptions.ts';

const picture: Picture = { type: 'picture', bbox: [100, 100, 200, 160], asset: 'a.png' };
const altOf = (described: readonly { readonly bbox: Bbox; readonly alt: string }[]) =>
  withDescriptions([picture], described)[0]?.alt;

test('a picture has the words of what is drawn in its place, lines and all', () => {
  const wheel = 'A wheel beside a weir';
  const parts: readonly Bbox[] = [
    [105, 105, 195, 105],
    [105, 105, 105, 155],
    [120, 120, 190, 155],
  ];
  assert.equal(altOf(parts.map((bbox) => ({ bbox, alt: wheel }))), wheel);
});

test('words for something else, for a small part, and names of files are none', () => {
  assert.equal(altOf([{ bbox: [300, 100, 400, 160], alt: 'A pond' }]), undefined);
  assert.equal(altOf([{ bbox: [100, 100, 120, 120], alt: 'A sign' }]), undefined);
  assert.equal(altOf([{ bbox: [100, 100, 200, 160], alt: 'image12.png' }]), undefined);
});
