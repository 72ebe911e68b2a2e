import type { Inline, TextInline } from '../inline.ts';

/** joinRuns joins neighbours of the same style, so that `**a****b**` cannot arise. */
export function joinRuns<Piece extends Inline>(inlines: readonly Piece[]): readonly (Piece | TextInline)[] {
  const joined: (Piece | TextInline)[] = [];
  for (const inline of inlines) {
    const last = joined.at(-1);
    if (last?.type === 'text' && inline.type === 'text' && sameStyles(last, inline))
      joined[joined.length - 1] = { ...last, text: last.text + inline.text };
    else joined.push(inline);
  }
  return joined;
}

function sameStyles(a: TextInline, b: TextInline): boolean {
  return [...(a.styles ?? [])].sort().join() === [...(b.styles ?? [])].sort().join();
}
