import type { TextBlock } from '@docmill/document';
import type { Transcript } from './service.ts';

/** A pause after which somebody begins anew, seconds. */
const longPause = 2;
/** A paragraph ends with the first sentence beyond this many characters, and anyhow at twice as many. */
const fullParagraph = 600;

/** paragraphsOf makes paragraphs of a transcript, each with the time it begins at, where the service tells times. `[00:01:05] text` */
export function paragraphsOf({ text, segments = [] }: Transcript): readonly TextBlock[] {
  if (segments.length === 0) return text.split(/\n\s*\n/).flatMap((part) => block(part.trim()));
  const blocks: TextBlock[] = [];
  let [words, start, last] = ['', 0, 0];
  const end = () => {
    blocks.push(...block(words.trim(), start));
    words = '';
  };
  for (const segment of segments) {
    const isFull =
      words.length > fullParagraph && (/[.!?。！？…]["”’)]?\s*$/.test(words) || words.length > 2 * fullParagraph);
    if (words !== '' && (isFull || segment.start - last >= longPause)) end();
    if (words === '') start = segment.start;
    words += segment.text;
    last = segment.end;
  }
  end();
  return blocks;
}

function block(words: string, start?: number): readonly TextBlock[] {
  if (words === '') return [];
  const text = start === undefined ? words : `[${clock(start)}] ${words}`;
  return [{ type: 'text', content: [{ type: 'text', text }] }];
}

/** 65.2 -> 00:01:05 */
function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
