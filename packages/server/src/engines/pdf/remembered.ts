const bytes = 256;

/** remembered gives a test of texts that keeps its answers for single characters of one byte: tests with regular expressions are asked for every glyph. */
export function remembered(test: (text: string) => boolean): (text: string) => boolean {
  // 1 for no, 2 for yes, 0 where it was not asked yet.
  const answers = new Uint8Array(bytes);
  return (text) => {
    const code = text.length === 1 ? text.charCodeAt(0) : bytes;
    if (code >= bytes) return test(text);
    const known = answers[code];
    if (known !== 0) return known === 2;
    const answer = test(text);
    answers[code] = answer ? 2 : 1;
    return answer;
  };
}
