/** Scripts that are written without blanks: each character is a word. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/**
 * searchWords splits a file name, or what somebody looks for, into words: letters and digits in lower case, `Q3_Report-论文.pdf` gives
 * `q3 report 论 文 pdf`. A job is found when each word of the search begins a word of its file's name.
 */
export function searchWords(text: string): readonly string[] {
  const words: string[] = [];
  for (const [run] of text
    .normalize('NFKC')
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    let word = '';
    for (const letter of run) {
      if (!unspaced.test(letter)) {
        word += letter;
        continue;
      }
      if (word !== '') words.push(word);
      words.push(letter);
      word = '';
    }
    if (word !== '') words.push(word);
  }
  return words;
}
