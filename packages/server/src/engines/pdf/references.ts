const referencesTitle =
  /^(references?(\s+cited|\s+and\s+notes)?|bibliograph(y|ie|ia)|literature(\s+cited)?|further\s+reading|works\s+cited|literatur(verzeichnis|angaben)?|quellen(verzeichnis)?|r[eé]f[eé]rences(\s+bibliographiques)?|bibliograf[ií]a|referencias(\s+bibliogr[aá]ficas)?|refer[eê]ncias(\s+bibliogr[aá]ficas)?|riferimenti(\s+bibliografici)?|literatuur|litteratur|bibliografia|literatura|список\s+литературы|литература|библиография|参\s*考\s*文\s*[献獻]|引用文献|참고\s*문헌|المراجع|المصادر)$/i;

/** isReferencesTitle tells the title of a bibliography in several languages. */
export function isReferencesTitle(text: string): boolean {
  return referencesTitle.test(
    text
      .replace(/^[\dIVX.\s]+(?=\p{L})/u, '')
      .replace(/[:.：]$/, '')
      .trim(),
  );
}

/** isReferenceMark tells the marks that entries of a bibliography begin with: `[12]`, `12.`, `(12)`, `[Knu84]`. */
export function isReferenceMark(marker: string | undefined): boolean {
  return marker !== undefined && /^(?:[[(]?\d{1,4}[\]).、]|\[.*\d\D?\])$/.test(marker);
}

const behindReferences =
  /^(about\s+the\s+authors?|(notes?\s+on\s+)?contributors|(the\s+)?authors?|author\s+(biograph(y|ies)|information)|corresponding\s+author|acknowledge?ments?|funding|conflicts?\s+of\s+interest)$/i;

/** endsReferences tells the headings of what stands behind a bibliography. */
export function endsReferences(text: string): boolean {
  return behindReferences.test(text.trim());
}
