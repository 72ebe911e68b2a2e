import { remembered } from '../remembered.ts';

/**
 * SymbolClass is how a sign behaves in a formula (The TeXbook, chapter 17), with the accents, and with `limits` for operators that carry
 * their limits above and below.
 */
export type SymbolClass =
  | 'ord'
  | 'limits'
  | 'bin'
  | 'rel'
  | 'open'
  | 'close'
  | 'fence'
  | 'punct'
  | 'over'
  | 'under'
  | 'radical';

/** MathSymbol is a sign as LaTeX writes it. */
export interface MathSymbol {
  readonly latex: string;
  readonly type: SymbolClass;
}

/** Pairs of a character and its command, by class. */
const table: Readonly<Record<SymbolClass, string>> = {
  ord: `Α A Β B Γ \\Gamma Δ \\Delta Ε E Ζ Z Η H Θ \\Theta Ι I Κ K Λ \\Lambda Μ M Ν N Ξ \\Xi Ο O Π \\Pi Ρ P Σ \\Sigma Τ T Υ \\Upsilon Φ \\Phi
    Χ X Ψ \\Psi Ω \\Omega α \\alpha β \\beta γ \\gamma δ \\delta ε \\varepsilon ζ \\zeta η \\eta θ \\theta ι \\iota κ \\kappa λ \\lambda μ \\mu
    ν \\nu ξ \\xi ο o π \\pi ρ \\rho ς \\varsigma σ \\sigma τ \\tau υ \\upsilon φ \\varphi χ \\chi ψ \\psi ω \\omega ϵ \\epsilon ϑ \\vartheta
    ϕ \\phi ϖ \\varpi ϱ \\varrho ϰ \\varkappa ϒ \\Upsilon \u00b5 \\mu \u2126 \\Omega \u2206 \\Delta ∂ \\partial ∇ \\nabla ∞ \\infty ∅ \\emptyset ⌀ \\varnothing
    ∀ \\forall ∃ \\exists ∄ \\nexists ¬ \\neg ⊤ \\top ⊥ \\perp ℏ \\hbar ħ \\hbar ℓ \\ell ℘ \\wp ℜ \\Re ℑ \\Im ℵ \\aleph ℶ \\beth ı \\imath
    ȷ \\jmath ′ ' ″ '' ‴ ''' ⁗ '''' ‵ \\backprime … \\ldots ⋯ \\cdots ⋮ \\vdots ⋱ \\ddots ∠ \\angle △ \\triangle □ \\square ◻ \\square
    ■ \\blacksquare ♭ \\flat ♮ \\natural ♯ \\sharp ♣ \\clubsuit ♢ \\diamondsuit ♡ \\heartsuit ♠ \\spadesuit ° ^{\\circ} % \\% # \\# & \\& $ \\$ _ \\_
    § \\S ℃ ^{\\circ}\\mathrm{C} Å \\mathring{A} ∎ \\blacksquare ! ! ? ? @ @ " '' ð \\eth`,
  limits: `∑ \\sum ∏ \\prod ∐ \\coprod ⋃ \\bigcup ⋂ \\bigcap ⋁ \\bigvee ⋀ \\bigwedge ⨁ \\bigoplus ⨂ \\bigotimes ⨀ \\bigodot ⨄ \\biguplus
    ⨆ \\bigsqcup ∫ \\int ∬ \\iint ∭ \\iiint ∮ \\oint ∯ \\oiint`,
  bin: `+ + − - - - ± \\pm ∓ \\mp × \\times ÷ \\div · \\cdot ⋅ \\cdot ∗ * * * ⋆ \\star ∘ \\circ ◦ \\circ • \\bullet ∙ \\bullet ∩ \\cap ∪ \\cup ⊎ \\uplus
    ⊓ \\sqcap ⊔ \\sqcup ∨ \\vee ∧ \\wedge ∖ \\setminus ⧵ \\setminus ≀ \\wr ⊕ \\oplus ⊖ \\ominus ⊗ \\otimes ⊘ \\oslash ⊙ \\odot † \\dagger ‡ \\ddagger
    ⨿ \\amalg ⋄ \\diamond ◇ \\diamond ⊞ \\boxplus ⊟ \\boxminus ⊠ \\boxtimes ⊡ \\boxdot ⋉ \\ltimes ⋊ \\rtimes ⊛ \\circledast ⊚ \\circledcirc
    ▷ \\triangleright ◁ \\triangleleft / / ∕ / ⁄ / \\ \\backslash`,
  rel: `= = < < > > : : ≤ \\leq ≥ \\geq ⩽ \\leqslant ⩾ \\geqslant ≪ \\ll ≫ \\gg ⋘ \\lll ⋙ \\ggg ≠ \\neq ≡ \\equiv ≢ \\not\\equiv ∼ \\sim ~ \\sim
    ≃ \\simeq ≅ \\cong ≈ \\approx ≉ \\not\\approx ≊ \\approxeq ≍ \\asymp ≐ \\doteq ≑ \\doteqdot ≔ := ∶ : ∷ :: ≜ \\triangleq ≟ \\stackrel{?}{=}
    ∝ \\propto ∈ \\in ∉ \\notin ∋ \\ni ⊂ \\subset ⊃ \\supset ⊆ \\subseteq ⊇ \\supseteq ⊄ \\not\\subset ⊈ \\nsubseteq ⊊ \\subsetneq ⊋ \\supsetneq
    ⊏ \\sqsubset ⊐ \\sqsupset ⊑ \\sqsubseteq ⊒ \\sqsupseteq ≺ \\prec ≻ \\succ ⪯ \\preceq ⪰ \\succeq ≼ \\preccurlyeq ≽ \\succcurlyeq ∣ \\mid ∤ \\nmid
     ∦ \\nparallel ⟂ \\perp ⊢ \\vdash ⊣ \\dashv ⊨ \\models ⊩ \\Vdash ⌣ \\smile ⌢ \\frown ⋈ \\bowtie ≲ \\lesssim ≳ \\gtrsim ≶ \\lessgtr
    ≦ \\leqq ≧ \\geqq ≮ \\nless ≯ \\ngtr ≰ \\nleq ≱ \\ngeq ∴ \\therefore ∵ \\because
    ← \\leftarrow → \\rightarrow ↔ \\leftrightarrow ⇐ \\Leftarrow ⇒ \\Rightarrow ⇔ \\Leftrightarrow ↑ \\uparrow ↓ \\downarrow ↕ \\updownarrow
    ⇑ \\Uparrow ⇓ \\Downarrow ⟵ \\longleftarrow ⟶ \\longrightarrow ⟷ \\longleftrightarrow ⟸ \\Longleftarrow ⟹ \\Longrightarrow
    ⟺ \\Longleftrightarrow ↦ \\mapsto ⟼ \\longmapsto ↪ \\hookrightarrow ↩ \\hookleftarrow ⇀ \\rightharpoonup ⇁ \\rightharpoondown
    ↼ \\leftharpoonup ↽ \\leftharpoondown ⇌ \\rightleftharpoons ⇋ \\leftrightharpoons ↗ \\nearrow ↘ \\searrow ↖ \\nwarrow ↙ \\swarrow
    ↠ \\twoheadrightarrow ⇝ \\rightsquigarrow ⇄ \\rightleftarrows ⇆ \\leftrightarrows ⇉ \\rightrightarrows ↛ \\nrightarrow ↺ \\circlearrowleft`,
  open: `( ( [ [ { \\{ ⟨ \\langle 〈 \\langle 〈 \\langle ⌈ \\lceil ⌊ \\lfloor ⟦ \\llbracket ⎰ \\lmoustache ⟮ \\lgroup`,
  close: `) ) ] ] } \\} ⟩ \\rangle 〉 \\rangle 〉 \\rangle ⌉ \\rceil ⌋ \\rfloor ⟧ \\rrbracket ⎱ \\rmoustache ⟯ \\rgroup`,
  fence: `| | ‖ \\| ∥ \\| ¦ |`,
  punct: `, , ; ; . .`,
  over: `^ \\hat ˆ \\hat \u0302 \\hat ˜ \\tilde \u0303 \\tilde ¯ \\bar ˉ \\bar \u0304 \\bar \u0305 \\overline ˙ \\dot \u0307 \\dot ¨ \\ddot \u0308 \\ddot \u20db \\dddot
    \u20d7 \\vec ˘ \\breve \u0306 \\breve ˇ \\check \u030c \\check ´ \\acute \u0301 \\acute \` \\grave \u0300 \\grave ˚ \\mathring \u030a \\mathring
    ⏞ \\overbrace ⏜ \\overparen ⎴ \\overbracket ‾ \\overline ― \\bar`,
  under: `⏟ \\underbrace ⏝ \\underparen ⎵ \\underbracket \u0332 \\underline`,
  radical: `√ \\sqrt`,
};

const symbols = new Map<string, MathSymbol>();
for (const [type, pairs] of Object.entries(table) as [SymbolClass, string][]) {
  const words = pairs.split(/\s+/).filter((word) => word !== '');
  for (let at = 0; at + 1 < words.length; at += 2)
    symbols.set(words[at] as string, { latex: words[at + 1] as string, type });
}

/** It is asked for every glyph, and nearly all are of ASCII. */
const asciiSymbols = Array.from({ length: 128 }, (_, code) => symbols.get(String.fromCharCode(code)));

/** symbolOf gives a sign as LaTeX writes it; undefined for letters, digits and what has no command. `≤` -> `\leq` */
export function symbolOf(character: string): MathSymbol | undefined {
  const code = character.charCodeAt(0);
  return code < 128 && character.length === 1 ? asciiSymbols[code] : symbols.get(character);
}

/** Accents over several signs have commands of their own. */
const wide: Readonly<Record<string, string>> = {
  '\\hat': '\\widehat',
  '\\tilde': '\\widetilde',
  '\\bar': '\\overline',
  '\\vec': '\\overrightarrow',
};

/** wideAccent gives the form of an accent over several signs. `\hat` -> `\widehat` */
export function wideAccent(command: string): string {
  return wide[command] ?? command;
}

const functions = new Set(
  `arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min Pr sec sin sinh sup tan
  tanh`.split(/\s+/),
);
const limited: ReadonlySet<string> = new Set(
  'det gcd inf lim liminf limsup max min Pr sup argmin argmax arg'.split(' '),
);
const operators: ReadonlySet<string> = new Set(
  'argmin argmax diag tr Tr rank sgn sign span vec Var Cov erf mod softmax sigmoid ReLU div curl grad dom Re Im supp conv dist'.split(
    ' ',
  ),
);

/** functionOf gives a word that is the name of a function as LaTeX; undefined for other words. `sin` -> `\sin` */
export function functionOf(word: string): string | undefined {
  if (functions.has(word)) return `\\${word}`;
  return operators.has(word) ? `\\operatorname{${word}}` : undefined;
}

/** beginsFunction tells the letters that names of functions begin with. */
export const beginsFunction = remembered((letter) =>
  [...functions, ...operators].some((name) => name.startsWith(letter)),
);

/** takesLimits tells whether what stands under a function's name belongs to it, as in `lim`. */
export function takesLimits(word: string): boolean {
  return limited.has(word);
}
