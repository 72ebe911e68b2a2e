import type { Inline } from '../inline.ts';
import { textOf } from '../visit.ts';
import { cutText, type Limit } from './split-text.ts';

/**
 * splitInlines cuts a line's content where `cutText` cuts its plain text, so that styles end with each part and begin anew with the next.
 * Links, formulas, code and pictures stay whole, in the part in which they begin. What marks and addresses take is not counted.
 */
export function splitInlines(content: readonly Inline[], limit: Limit): readonly (readonly Inline[])[] {
  const texts = content.map((inline) => textOf([inline]));
  const whole = texts.join('');
  let [at, start, end] = [0, 0, 0];
  return cutText(whole, limit).map((piece) => {
    const begin = end;
    end += piece.length;
    const part: Inline[] = [];
    for (let inline = content[at]; inline !== undefined; inline = content[at]) {
      const text = texts[at] ?? '';
      if (start >= end && end < whole.length) break;
      if (inline.type !== 'text') part.push(...(start >= begin ? [inline] : []));
      else part.push({ ...inline, text: text.slice(Math.max(0, begin - start), end - start) });
      if (start + text.length > end) break;
      start += text.length;
      at += 1;
    }
    return part;
  });
}
