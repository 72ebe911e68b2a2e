import { childElements, collapse, type Element, rawText } from './dom.ts';

/** Formulas nested deeper than this come as their plain characters. */
const maxDepth = 60;

/** mathmlToLatex writes presentation MathML as LaTeX. `<msup><mi>x</mi><mn>2</mn></msup>` -> `x^{2}` */
export function mathmlToLatex(math: Element): string {
  return collapse(rowOf(math, 0));
}

function rowOf(element: Element, depth: number): string {
  return childElements(element)
    .map((child) => latexOf(child, depth + 1))
    .filter((part) => part !== '')
    .join(' ');
}

function latexOf(element: Element, depth: number): string {
  if (depth > maxDepth) return literal(element);
  const [a = '', b = '', c = ''] = isScript(element)
    ? childElements(element)
        .slice(0, 3)
        .map((child) => latexOf(child, depth + 1))
    : [];
  switch (element.tagName) {
    case 'mi':
    case 'mn':
    case 'mo':
      return symbol(element);
    case 'mtext':
    case 'ms':
      return textOf(element);
    case 'mfrac':
      return `\\frac{${a}}{${b}}`;
    case 'msqrt':
      return `\\sqrt{${rowOf(element, depth)}}`;
    case 'mroot':
      return `\\sqrt[${b}]{${a}}`;
    case 'msup':
      return `${base(a)}^{${b}}`;
    case 'msub':
      return `${base(a)}_{${b}}`;
    case 'msubsup':
    case 'munderover':
      return `${base(a)}_{${b}}^{${c}}`;
    case 'munder':
      return /^\\(sum|prod|lim|int|min|max|bigcup|bigcap)/.test(a) ? `${a}_{${b}}` : `\\underset{${b}}{${a}}`;
    case 'mover':
      return accents.has(b) ? `${accents.get(b)}{${a}}` : `\\overset{${b}}{${a}}`;
    case 'mtable':
      return `\\begin{matrix} ${rowsOf(element, depth)} \\end{matrix}`;
    case 'mfenced':
      return fenced(element, depth);
    case 'annotation':
    case 'annotation-xml':
    case 'mspace':
    case 'mphantom':
    case 'none':
      return '';
    default:
      return rowOf(element, depth);
  }
}

const scripts: ReadonlySet<string> = new Set('mfrac mroot msup msub msubsup munder mover munderover'.split(' '));

function isScript(element: Element): boolean {
  return scripts.has(element.tagName);
}

/** A base of several signs is held together. */
function base(latex: string): string {
  return /^(\\?[A-Za-z]+|\d+|\S|)$/.test(latex) ? latex : `{${latex}}`;
}

function rowsOf(table: Element, depth: number): string {
  const rows = childElements(table).map((row) =>
    childElements(row)
      .map((cell) => rowOf(cell, depth + 2))
      .join(' & '),
  );
  return rows.join(' \\\\ ');
}

function fenced(element: Element, depth: number): string {
  const value = (name: string, fallback: string) => element.attrs.find((attr) => attr.name === name)?.value ?? fallback;
  const separator = value('separators', ',').trim().slice(0, 1);
  const parts = childElements(element).map((child) => latexOf(child, depth + 1));
  return `${bracket(value('open', '('))} ${parts.join(`${separator} `)} ${bracket(value('close', ')'))}`;
}

function bracket(sign: string): string {
  return /^[{}]$/.test(sign) ? `\\${sign}` : sign;
}

function textOf(element: Element): string {
  const text = rawText(element).replace(/[\s\u00a0]+/g, ' ');
  return text.trim() === '' ? '' : `\\text{${text.replace(/([#$%&_{}])/g, '\\$1')}}`;
}

function literal(element: Element): string {
  return collapse(rawText(element)).replace(/([#$%&_{}])/g, '\\$1');
}

function symbol(element: Element): string {
  const sign = collapse(rawText(element));
  if (functions.has(sign)) return `\\${sign}`;
  if (element.tagName === 'mi' && /^[A-Za-z]{2,}$/.test(sign)) return `\\mathrm{${sign}}`;
  const known = [...sign].map((letter) => signs[letter] ?? letter.replace(/([#$%&_{}])/g, '\\$1'));
  return known.join('');
}

const functions: ReadonlySet<string> = new Set(
  'sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh exp log ln lg lim max min sup inf det dim ker deg gcd arg'.split(
    ' ',
  ),
);

const accents: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '^': '\\hat',
    '~': '\\tilde',
    '¯': '\\bar',
    '‾': '\\overline',
    '\\to': '\\vec',
    '˙': '\\dot',
    '.': '\\dot',
    '¨': '\\ddot',
  }),
);

const greek =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho varsigma sigma tau upsilon phi chi psi omega'.split(
    ' ',
  );

const signs: Readonly<Record<string, string>> = {
  ...Object.fromEntries(greek.map((name, at) => [String.fromCodePoint(0x3b1 + at), `\\${name}`])),
  ...Object.fromEntries(
    'Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Φ Phi Ψ Psi Ω Omega ∑ sum ∏ prod ∫ int ∮ oint ∂ partial ∇ nabla ∞ infty ± pm ∓ mp × times ÷ div ⋅ cdot · cdot ≤ leq ≥ geq ≠ neq ≈ approx ≡ equiv ∈ in ∉ notin ⊂ subset ⊆ subseteq ∪ cup ∩ cap ∀ forall ∃ exists → to ← leftarrow ⇒ Rightarrow ⇔ Leftrightarrow ↦ mapsto … ldots ⋯ cdots ′ prime ∅ emptyset ℝ mathbb{R} ℕ mathbb{N} ℤ mathbb{Z} ℚ mathbb{Q} ℂ mathbb{C} ∝ propto ∼ sim ⟨ langle ⟩ rangle ∧ wedge ∨ vee ¬ neg ⊕ oplus ⊗ otimes ∘ circ ϵ epsilon ϕ phi φ varphi'
      .split(' ')
      .flatMap((part, at, all) => (at % 2 === 0 ? [[part, `\\${all[at + 1]}`]] : [])),
  ),
  '−': '-',
  '\u2061': '',
  '\u2062': '',
  '\u2063': '',
  '\u2064': '',
  '\\': '\\backslash',
};
