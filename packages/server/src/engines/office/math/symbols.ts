/** Names of functions that LaTeX knows. */
export const functionNames: ReadonlySet<string> = new Set(
  'sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth exp log ln lg lim liminf limsup max min sup inf det dim ker deg gcd arg hom Pr'.split(
    ' ',
  ),
);

const greek =
  'alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho varsigma sigma tau upsilon varphi chi psi omega'.split(
    ' ',
  );

const named =
  'Γ Gamma Δ Delta ∆ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega ϵ epsilon ϕ phi ϑ vartheta ϖ varpi ϱ varrho ∑ sum ∏ prod ∐ coprod ∫ int ∬ iint ∭ iiint ∮ oint ∯ oiint ∂ partial ∇ nabla ∞ infty ± pm ∓ mp × times ÷ div ⋅ cdot · cdot ∙ bullet • bullet ∗ ast ⋆ star ∘ circ ≤ leq ≥ geq ≪ ll ≫ gg ≠ neq ≈ approx ≅ cong ≃ simeq ≡ equiv ∼ sim ∝ propto ≺ prec ≻ succ ∈ in ∉ notin ∋ ni ⊂ subset ⊃ supset ⊆ subseteq ⊇ supseteq ∪ cup ∩ cap ⋃ bigcup ⋂ bigcap ⋁ bigvee ⋀ bigwedge ⨁ bigoplus ⨂ bigotimes ∖ setminus ∅ emptyset ∀ forall ∃ exists ∄ nexists ∧ wedge ∨ vee ¬ neg ⊕ oplus ⊗ otimes ⊥ perp ∥ parallel ∣ mid ∠ angle △ triangle ⊢ vdash ⊨ models → to ← leftarrow ↔ leftrightarrow ⇒ Rightarrow ⇐ Leftarrow ⇔ Leftrightarrow ↦ mapsto ⟶ longrightarrow ⟵ longleftarrow ⟹ Longrightarrow ⟺ Longleftrightarrow ↑ uparrow ↓ downarrow ↗ nearrow ↘ searrow ⇀ rightharpoonup ⇌ rightleftharpoons … ldots ⋯ cdots ⋮ vdots ⋱ ddots ′ prime ″ prime\\prime ℏ hbar ℓ ell ℜ Re ℑ Im ℵ aleph ℘ wp ⟨ langle ⟩ rangle 〈 langle 〉 rangle ⌈ lceil ⌉ rceil ⌊ lfloor ⌋ rfloor ‖ Vert ∎ blacksquare □ square ◦ circ † dagger ‡ ddagger ∴ therefore ∵ because √ surd ℃ degree\\mathrm{C}';

const letters: Readonly<Record<string, string>> = {
  ℝ: '\\mathbb{R}',
  ℕ: '\\mathbb{N}',
  ℤ: '\\mathbb{Z}',
  ℚ: '\\mathbb{Q}',
  ℂ: '\\mathbb{C}',
  ℙ: '\\mathbb{P}',
  ℋ: '\\mathcal{H}',
  ℒ: '\\mathcal{L}',
  ℱ: '\\mathcal{F}',
  ℳ: '\\mathcal{M}',
  ℛ: '\\mathcal{R}',
  ℎ: 'h',
};

/** Marks that LaTeX reads as something else, spaces of other widths, and signs that only guide the layout. */
const marks: Readonly<Record<string, string>> = {
  '−': '-',
  '–': '-',
  '—': '-',
  '\\': '\\backslash',
  '{': '\\{',
  '}': '\\}',
  '#': '\\#',
  $: '\\$',
  '%': '\\%',
  '&': '\\&',
  _: '\\_',
  '~': '\\sim',
  '°': '^{\\circ}',
  ' ': ' ',
  '\u2003': '\\quad',
  '\u2002': '\\;',
  '\u2004': '\\;',
  '\u2005': '\\:',
  '\u2006': '\\,',
  '\u2009': '\\,',
  '\u200a': '\\,',
  '\u200b': '',
  '\u2061': '',
  '\u2062': '',
  '\u2063': '',
  '\u2064': '',
};

/** symbols gives the LaTeX of a character that is not written as itself. */
export const symbols: ReadonlyMap<string, string> = new Map([
  ...greek.map((name, at) => [String.fromCodePoint(0x3b1 + at), name === 'omicron' ? 'o' : `\\${name}`] as const),
  ...named.split(' ').flatMap((part, at, all) => (at % 2 === 0 ? [[part, `\\${all[at + 1]}`] as const] : [])),
  ...Object.entries(letters),
  ...Object.entries(marks),
]);

/** accents gives the command for a combining mark above or below. */
export const accents: ReadonlyMap<string, string> = new Map([
  ['\u0300', '\\grave'],
  ['\u0301', '\\acute'],
  ['\u0302', '\\hat'],
  ['^', '\\hat'],
  ['\u0303', '\\tilde'],
  ['~', '\\tilde'],
  ['\u0304', '\\bar'],
  ['\u00af', '\\bar'],
  ['\u0305', '\\overline'],
  ['\u033f', '\\overline'],
  ['\u0306', '\\breve'],
  ['\u0307', '\\dot'],
  ['\u02d9', '\\dot'],
  ['\u0308', '\\ddot'],
  ['\u00a8', '\\ddot'],
  ['\u030a', '\\mathring'],
  ['\u030c', '\\check'],
  ['\u0332', '\\underline'],
  ['\u20d0', '\\overleftarrow'],
  ['\u20d1', '\\vec'],
  ['\u20d6', '\\overleftarrow'],
  ['\u20d7', '\\vec'],
  ['\u2192', '\\vec'],
  ['\u20db', '\\dddot'],
  ['\u20e1', '\\overleftrightarrow'],
]);

/** delimiters gives what may follow `\left` and `\right`; `.` for none. */
export const delimiters: ReadonlyMap<string, string> = new Map([
  ['', '.'],
  ['(', '('],
  [')', ')'],
  ['[', '['],
  [']', ']'],
  ['{', '\\{'],
  ['}', '\\}'],
  ['|', '|'],
  ['∣', '|'],
  ['‖', '\\|'],
  ['∥', '\\|'],
  ['/', '/'],
  ['\\', '\\backslash'],
  ['⟨', '\\langle'],
  ['⟩', '\\rangle'],
  ['〈', '\\langle'],
  ['〉', '\\rangle'],
  ['⌈', '\\lceil'],
  ['⌉', '\\rceil'],
  ['⌊', '\\lfloor'],
  ['⌋', '\\rfloor'],
  ['<', '\\langle'],
  ['>', '\\rangle'],
]);
