/** Quotations and lists in one line; what is deeper is text: `> > > ... > text` */
const deepLine = /^((?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))){50})[ \t]*(?=[->*+\d])/gm;

/** A line that begins a block of its own. */
const blockStart = /^[ \t]*(?:$|[-*+>#|]|\d{1,9}[.)]|\[[^\]\n]{1,999}\]:)/;
const fence = /^ {0,3}(?:```|~~~)/;
const signs = '[]*_~`';
const specials = /[[\]*_~`]/g;
/** Characters of the private use area that stand for the signs: an escape would cost the parser as much as the sign. */
const firstMark = 0xe0f2;
const marks = /[\uE0F2-\uE0F7]/g;

/** The parser takes the square of these signs in one paragraph; no paragraph for people has so many. */
const mostSpecials = 1_000;

/** tame takes the meaning from signs whose reading would cost more than a text is worth: nesting and emphasis without end. */
export function tame(text: string): string {
  const shallow = text.replace(marks, '\uFFFD').replace(deepLine, '$1 \\');
  const written: string[] = [];
  let [paragraph, count, fenced]: [string[], number, boolean] = [[], 0, false];
  const end = () => {
    const isWild = count > mostSpecials;
    for (const line of paragraph) written.push(isWild ? marked(line) : line);
    [paragraph, count] = [[], 0];
  };
  for (const line of shallow.split('\n')) {
    const isFence = fence.test(line);
    if (isFence || fenced || blockStart.test(line)) end();
    if (isFence) fenced = !fenced;
    paragraph.push(line);
    if (!isFence && !fenced) count += line.match(specials)?.length ?? 0;
  }
  end();
  return written.join('\n');
}

function marked(line: string): string {
  return line.replace(specials, (sign) => String.fromCharCode(firstMark + signs.indexOf(sign)));
}

/** untame gives a text its signs back. */
export function untame(text: string): string {
  return text.replace(marks, (mark) => signs[mark.charCodeAt(0) - firstMark] ?? mark);
}
