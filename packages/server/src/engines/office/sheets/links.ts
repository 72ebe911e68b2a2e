import type { Inline, LinkInline } from '@docmill/document';
import { safeAddress } from '../../web/address.ts';

/** linked makes a link of the content of a cell; the content alone where the address is missing or runs a program. */
export function linked(content: readonly Inline[], address: string | undefined): readonly Inline[] {
  const url = address === undefined ? undefined : safeAddress(address, undefined);
  if (url === undefined || url.startsWith('#')) return content;
  const children = content.filter((inline): inline is LinkInline['children'][number] => inline.type !== 'link');
  return children.length === 0 ? content : [{ type: 'link', url, children }];
}
