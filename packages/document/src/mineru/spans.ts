import type { Inline, LinkInline, Style } from '../inline.ts';
import { joinRuns } from '../render/runs.ts';
import { textOf } from '../visit.ts';
import { mineruText } from './text.ts';

/** SpanV2 is a piece of a line in MinerU's `content_list_v2.json`. */
export interface SpanV2 {
  readonly type: 'text' | 'equation_inline' | 'code_inline' | 'hyperlink';
  readonly content: string;
  readonly url?: string;
  readonly style?: readonly Style[];
  readonly children?: readonly SpanV2[];
}

/** spansOf writes a line as spans; a line of blanks alone gives none. */
export function spansOf(inlines: readonly Inline[]): readonly SpanV2[] {
  const spans = joinRuns(inlines).map(spanOf);
  return spans.every((span) => span.content.trim() === '') ? [] : spans;
}

function spanOf(inline: Inline): SpanV2 {
  switch (inline.type) {
    case 'text':
      return { type: 'text', content: inline.text, ...styleOf(inline.styles) };
    case 'equation':
      return { type: 'equation_inline', content: inline.latex };
    case 'code':
      return { type: 'code_inline', content: inline.text };
    case 'link':
      return linkOf(inline);
    case 'note':
    case 'image':
      // The format has no span for a picture or the mark of a note inside a line.
      return { type: 'text', content: mineruText([inline]) };
  }
}

/** A link of one run carries that run's style itself; `children` tell the pieces of any other. */
function linkOf({ url, children }: LinkInline): SpanV2 {
  const pieces = joinRuns(children);
  const [first] = pieces;
  const link = { type: 'hyperlink', content: textOf(pieces) || mineruText(pieces), url } as const;
  if (pieces.length === 1 && first?.type === 'text') return { ...link, ...styleOf(first.styles) };
  return pieces.length === 0 ? link : { ...link, children: pieces.map(spanOf) };
}

function styleOf(styles: readonly Style[] | undefined): { style?: readonly Style[] } {
  return styles === undefined || styles.length === 0 ? {} : { style: styles };
}
