import type { Block } from '@docmill/document';
import { quoteAt } from '../building/quoted.ts';

/** A line of an earlier message: `> text`, `>> text` */
const quoteMark = /^(?:> ?)+/;

/** plainBody makes paragraphs of a message's text: blank lines part them, what it quotes of earlier ones is marked as quoted, as deep as it is. */
export function plainBody(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let depth = 0;
  const end = () => {
    const words = lines.join('\n').trimEnd();
    if (words.trim() !== '') blocks.push({ type: 'text', content: [{ type: 'text', text: words }], ...quoteAt(depth) });
    lines = [];
  };
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const mark = quoteMark.exec(line)?.[0] ?? '';
    const words = line.slice(mark.length);
    const deep = mark.replaceAll(' ', '').length;
    if (deep !== depth || words.trim() === '') end();
    depth = deep;
    if (words.trim() !== '') lines.push(words);
  }
  end();
  return blocks;
}
