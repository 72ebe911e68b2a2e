/** Commands that look the same on the page, by the one that stands for all of them. */
const synonyms: Readonly<Record<string, string>> = {
  '\\le': '\\leq',
  '\\ge': '\\geq',
  '\\to': '\\rightarrow',
  '\\ne': '\\neq',
  '\\mid': '|',
  '\\top': 'T',
  '\\widehat': '\\hat',
  '\\overline': '\\bar',
  '\\boldsymbol': '\\mathbf',
  '\\ast': '*',
};

/** latexTokens gives the signs and commands of a formula, without what only changes its look: sizes, spaces, numbers, groups of one. */
export function latexTokens(latex: string): readonly string[] {
  const plain = subscriptsFirst(latex)
    .replace(/\\tag\{[^}]*\}/g, '')
    .replace(/\\begin\{matrix\}|\\end\{matrix\}/g, (name) => name.replace('matrix', 'vmatrix'))
    .replace(/\\left\s*\|\s*(?=\\begin\{vmatrix\})/g, '')
    .replace(/(\\end\{vmatrix\})\s*\\right\s*\|/g, '$1')
    .replace(/\\(?:left|right|quad)(?![A-Za-z])/g, ' ')
    .replace(/\\[,;!]/g, ' ')
    .replace(/\\(?:text|mathrm|operatorname)\{([^}]*)\}/g, (_, words: string) => words.replace(/\s/g, ''));
  const tokens = plain.match(/\\[A-Za-z]+|\\.|[^\s]/g) ?? [];
  return tokens.filter((token) => token !== '{' && token !== '}').map((token) => synonyms[token] ?? token);
}

const group = String.raw`(\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+|[^\s{}\\])`;
const upsideDown = new RegExp(String.raw`\^${group}\s*_${group}`, 'g');

/** `x^{2}_{i}` and `x_{i}^{2}` are the same. */
function subscriptsFirst(latex: string): string {
  return latex.replace(upsideDown, '_$2^$1');
}

/** latexScore gives how much of a formula was read: 1 without a token added, missing or changed, 0 when none is right. */
export function latexScore(read: string, truth: string): number {
  const [a, b] = [latexTokens(read), latexTokens(truth)];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [index, token] of a.entries()) {
    const next = [index + 1];
    for (const [at, other] of b.entries())
      next.push(Math.min((row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1, (row[at] ?? 0) + (token === other ? 0 : 1)));
    row = next;
  }
  return 1 - (row[b.length] ?? 0) / Math.max(1, a.length, b.length);
}

/** displayedFormulas gives the formulas of Markdown that stand on lines of their own, in order. */
export function displayedFormulas(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^\$\$\n([\s\S]*?)\n\$\$$/gm)].map(([, latex = '']) => latex);
}
