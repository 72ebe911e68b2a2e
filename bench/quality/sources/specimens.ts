import type { SourceBlock } from './model.ts';
import { createRandom } from './random.ts';

type Formula = Extract<SourceBlock, { readonly kind: 'formula' }>;

/** The same formula for a reader (LaTeX) and for Typst. */
const pairs: readonly (readonly [latex: string, typst: string])[] = [
  ['E = m c^{2}', 'E = m c^2'],
  ['a_{n+1} = \\frac{a_{n} + b_{n}}{2}', 'a_(n+1) = (a_n + b_n)/2'],
  ['\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}', 'sum_(i=1)^n i = (n(n+1))/2'],
  ['\\int_{0}^{\\infty} e^{-x^{2}} d x = \\frac{\\sqrt{\\pi}}{2}', 'integral_0^infinity e^(-x^2) d x = sqrt(pi)/2'],
  ['\\alpha \\leq \\beta + \\gamma', 'alpha <= beta + gamma'],
  ['x = \\frac{-b \\pm \\sqrt{b^{2} - 4 a c}}{2 a}', 'x = (-b plus.minus sqrt(b^2 - 4 a c))/(2 a)'],
  ['\\lim_{x \\to 0} \\frac{\\sin x}{x} = 1', 'lim_(x -> 0) (sin x)/x = 1'],
  ['A = \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}', 'A = mat(1, 2; 3, 4)'],
  ['f(x) = \\prod_{k=1}^{m} (x - \\lambda_{k})', 'f(x) = product_(k=1)^m (x - lambda_k)'],
  ['\\nabla \\cdot \\mathbf{E} = \\frac{\\rho}{\\varepsilon_{0}}', 'nabla dot bold(upright(E)) = rho/epsilon_0'],
];

/** formulas gives all specimens, numbered, beginning at another one for each seed. */
export function formulas(seed: number): readonly Formula[] {
  return pairs.map((_, at) => {
    const [latex = '', typst = ''] = pairs[(at + seed) % pairs.length] ?? [];
    return { kind: 'formula', latex, typst, number: `${at + 1}` };
  });
}

/** Harder ones, for browsers as MathML too. */
const hard: readonly (readonly [latex: string, typst: string, mathml: string])[] = [
  [
    'f(x) = \\begin{cases} x & x \\geq 0 \\\\ - x & x < 0 \\end{cases}',
    'f(x) = cases(x & x >= 0, -x & x < 0)',
    '<mi>f</mi><mo>(</mo><mi>x</mi><mo>)</mo><mo>=</mo><mrow><mo>{</mo><mtable><mtr><mtd><mi>x</mi></mtd><mtd><mi>x</mi><mo>≥</mo><mn>0</mn></mtd></mtr><mtr><mtd><mo>−</mo><mi>x</mi></mtd><mtd><mi>x</mi><mo>&lt;</mo><mn>0</mn></mtd></mtr></mtable></mrow>',
  ],
  [
    '\\frac{1}{1 + \\frac{1}{1 + x}} = y',
    '1/(1 + 1/(1 + x)) = y',
    '<mfrac><mn>1</mn><mrow><mn>1</mn><mo>+</mo><mfrac><mn>1</mn><mrow><mn>1</mn><mo>+</mo><mi>x</mi></mrow></mfrac></mrow></mfrac><mo>=</mo><mi>y</mi>',
  ],
  [
    '\\sqrt[3]{x + y} = z',
    'root(3, x + y) = z',
    '<mroot><mrow><mi>x</mi><mo>+</mo><mi>y</mi></mrow><mn>3</mn></mroot><mo>=</mo><mi>z</mi>',
  ],
  [
    '\\sum_{k=0}^{n} \\binom{n}{k} x^{k} = (1 + x)^{n}',
    'sum_(k=0)^n binom(n, k) x^k = (1 + x)^n',
    '<munderover><mo>∑</mo><mrow><mi>k</mi><mo>=</mo><mn>0</mn></mrow><mi>n</mi></munderover><mrow><mo>(</mo><mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac><mo>)</mo></mrow><msup><mi>x</mi><mi>k</mi></msup><mo>=</mo><msup><mrow><mo>(</mo><mn>1</mn><mo>+</mo><mi>x</mi><mo>)</mo></mrow><mi>n</mi></msup>',
  ],
  [
    '\\det \\begin{vmatrix} 1 & 2 \\\\ 3 & 4 \\end{vmatrix} = - 2',
    'det mat(delim: "|", 1, 2; 3, 4) = -2',
    '<mi>det</mi><mrow><mo>|</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd><mtd><mn>4</mn></mtd></mtr></mtable><mo>|</mo></mrow><mo>=</mo><mo>−</mo><mn>2</mn>',
  ],
  [
    '\\hat{\\beta} = (X^{T} X)^{-1} X^{T} y',
    'hat(beta) = (X^T X)^(-1) X^T y',
    '<mover><mi>β</mi><mo>^</mo></mover><mo>=</mo><msup><mrow><mo>(</mo><msup><mi>X</mi><mi>T</mi></msup><mi>X</mi><mo>)</mo></mrow><mrow><mo>−</mo><mn>1</mn></mrow></msup><msup><mi>X</mi><mi>T</mi></msup><mi>y</mi>',
  ],
  [
    '\\frac{\\partial u}{\\partial t} = \\alpha \\frac{\\partial^{2} u}{\\partial x^{2}}',
    '(partial u)/(partial t) = alpha (partial^2 u)/(partial x^2)',
    '<mfrac><mrow><mo>∂</mo><mi>u</mi></mrow><mrow><mo>∂</mo><mi>t</mi></mrow></mfrac><mo>=</mo><mi>α</mi><mfrac><mrow><msup><mo>∂</mo><mn>2</mn></msup><mi>u</mi></mrow><mrow><mo>∂</mo><msup><mi>x</mi><mn>2</mn></msup></mrow></mfrac>',
  ],
];

/** hardFormulas gives all of the harder specimens, beginning at another one for each seed; those of even places are numbered. */
export function hardFormulas(seed: number): readonly Formula[] {
  return hard.map((_, at) => {
    const [latex = '', typst = '', mathml = ''] = hard[(at + seed) % hard.length] ?? [];
    return { kind: 'formula', latex, typst, mathml, ...(at % 2 === 0 ? { number: `${at + 1}` } : {}) };
  });
}

const listings: readonly [string, ...string[]] = [
  'def mean(values):\n    total = 0\n    for value in values:\n        total += value\n    return total / len(values)\n\nprint(mean([1, 2, 3]))',
  'export function area(width: number, height: number): number {\n  if (width < 0) {\n    throw new RangeError("width");\n  }\n  return width * height;\n}',
  '#include <stdio.h>\n\nint main(void) {\n    for (int i = 0; i < 3; i++) {\n        printf("%d\\n", i);\n    }\n    return 0;\n}',
  'server:\n  port: 8000\n  limits:\n    upload: 200MB\n    pages: 1000\nqueue:\n  - name: fast\n    slots: 2',
];

/** codeBlock gives a listing. */
export function codeBlock(seed: number): SourceBlock {
  return { kind: 'code', text: createRandom(seed).pick(listings) };
}
