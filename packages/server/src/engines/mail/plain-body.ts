import type { Block } from '@docmill/document';

/** A line of an earlier message: `> text`, `>> text` */
const quoteMark = /^(?:> ?)+/;

/** plainBody makes paragraphs of a message's text: blank lines part them, what it quotes of earlier ones is marked as quoted. */
export function plainBody(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let quoted = false;
  const end = () => {
    const words = lines.join('\n').trimEnd();
    if (words.trim() !== '')
      blocks.push({ type: 'text', content: [{ type: 'text', text: words }], ...(quoted ? { quote: true } : {}) });
    lines = [];
  };
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const isQuote = line.startsWith('>');
    const words = isQuote ? line.replace(quoteMark, '') : line;
    if (isQuote !== quoted || words.trim() === '') end();
    quoted = isQuote;
    if (words.trim() !== '') lines.push(words);
  }
  end();
  return blocks;
}
