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
