import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf, elementsOf, xmlText } from '../package/xml-query.ts';
import { joinLatex, type LetterStyle, runLatex, textLatex } from './latex.ts';
import { accents, delimiters, functionNames, symbols } from './symbols.ts';

/** ommlLatex writes a formula of Office (ISO 29500-1, 22.1) as LaTeX without delimiters; empty for an empty one. */
export function ommlLatex(formula: XmlElement): string {
  const lines = contentOf(formula)
    .split('\n')
    .map((line) => line.replace(/ {2,}/g, ' ').trim());
  if (lines.length === 1) return lines[0] ?? '';
  return lines.every(isBalanced) ? `\\begin{gathered}${lines.join(' \\\\ ')}\\end{gathered}` : lines.join(' ');
}

/** A line break inside braces cannot be one of the display. */
function isBalanced(line: string): boolean {
  const braces = line.replace(/\\[{}]/g, '');
  return braces.split('{').length === braces.split('}').length && !/^[^{]*\}/.test(braces);
}

/** Elements without content of their own. */
const silent = /^(?:m:\w+Pr|w:rPr|w:del|w:moveFrom|w:bookmark(?:Start|End)|w:proofErr)$/;

type Writer = (element: XmlElement) => string;

const writers: Readonly<Record<string, Writer>> = {
  'm:r': run,
  'm:f': fraction,
  'm:sSup': (element) => `${base(element)}^{${part(element, 'm:sup')}}`,
  'm:sSub': (element) => `${base(element)}_{${part(element, 'm:sub')}}`,
  'm:sSubSup': (element) => `${base(element)}_{${part(element, 'm:sub')}}^{${part(element, 'm:sup')}}`,
  'm:sPre': (element) => `{}_{${part(element, 'm:sub')}}^{${part(element, 'm:sup')}}${group(part(element, 'm:e'))}`,
  'm:nary': nary,
  'm:rad': radical,
  'm:d': delimited,
  'm:m': matrix,
  'm:acc': accent,
  'm:bar': (element) => `${property(element, 'pos') === 'top' ? '\\overline' : '\\underline'}{${part(element, 'm:e')}}`,
  'm:groupChr': groupCharacter,
  'm:limLow': (element) => limit(element, '_'),
  'm:limUpp': (element) => limit(element, '^'),
  'm:func': (element) => joinLatex([functionName(element), part(element, 'm:e')]),
  'm:eqArr': (element) => `\\begin{aligned}${rows(element)}\\end{aligned}`,
  'm:borderBox': (element) => `\\boxed{${part(element, 'm:e')}}`,
  'm:phant': phantom,
};

function write(element: XmlElement): string {
  if (silent.test(element.name)) return '';
  return (writers[element.name] ?? contentOf)(element);
}

function contentOf(element: XmlElement | undefined): string {
  return joinLatex(elementsOf(element).map(write));
}

function part(element: XmlElement, name: string): string {
  return contentOf(childOf(element, name)).trim();
}

/** property gives a value of an element's properties; undefined when it is not set, '' when it is set to nothing. */
function property(element: XmlElement, name: string): string | undefined {
  const found = childOf(childOf(element, `${element.name}Pr`), `m:${name}`);
  return found === undefined ? undefined : (found.attributes['m:val'] ?? '');
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !/^(?:0|off|false)$/.test(value);
}

const scripts: Readonly<Record<string, LetterStyle>> = {
  'double-struck': 'doubleStruck',
  script: 'script',
  fraktur: 'fraktur',
  'sans-serif': 'sansSerif',
  monospace: 'monospace',
};
const styles: Readonly<Record<string, LetterStyle>> = { p: 'upright', b: 'bold', bi: 'boldItalic', i: 'italic' };

function run(element: XmlElement): string {
  const properties = childOf(element, 'm:rPr');
  const value = (name: string) => childOf(properties, name)?.attributes['m:val'];
  const normal = childOf(properties, 'm:nor');
  const style = scripts[value('m:scr') ?? ''] ?? styles[value('m:sty') ?? ''] ?? 'italic';
  const pieces = elementsOf(element).map((child) => {
    if (child.name === 'w:br') return '\n';
    if (child.name === 'w:tab') return ' ';
    if (child.name !== 'm:t' && child.name !== 'w:t') return '';
    const text = xmlText(child);
    return normal !== undefined && isOn(normal.attributes['m:val'] ?? '1') && text.trim() !== ''
      ? textLatex(text)
      : runLatex(text, style);
  });
  const broken = childOf(properties, 'm:brk') === undefined ? '' : '\n';
  return broken + joinLatex(pieces);
}

function fraction(element: XmlElement): string {
  const [top, bottom] = [part(element, 'm:num'), part(element, 'm:den')];
  switch (property(element, 'type')) {
    case 'lin':
    case 'skw':
      return `${group(top)}/${group(bottom)}`;
    case 'noBar':
      return `\\genfrac{}{}{0pt}{}{${top}}{${bottom}}`;
    default:
      return `\\frac{${top}}{${bottom}}`;
  }
}

/** base writes what a script belongs to; more than one token needs braces. */
function base(element: XmlElement): string {
  return group(part(element, 'm:e'));
}

function group(latex: string): string {
  const single = /^(?:[^\\{}]|\\[A-Za-z]+|\\[^A-Za-z]|\\[A-Za-z]+\{[A-Za-z0-9]*\}|\d+)$/u.test(latex);
  return single || /^\\left\(.*\\right\)$/.test(latex) ? latex : `{${latex}}`;
}

function nary(element: XmlElement): string {
  const sign = property(element, 'chr') ?? '∫';
  const hides = (name: string) => property(element, name) !== undefined && isOn(property(element, name) || '1');
  const operator = symbols.get(sign) ?? sign;
  const isIntegral = /^[∫∬∭∮∯∰]$/.test(sign);
  const place = isIntegral && property(element, 'limLoc') === 'undOvr' ? '\\limits' : '';
  const [low, high] = [part(element, 'm:sub'), part(element, 'm:sup')];
  const sub = low === '' || hides('subHide') ? '' : `_{${low}}`;
  const sup = high === '' || hides('supHide') ? '' : `^{${high}}`;
  return joinLatex([`${operator}${sub || sup ? place : ''}${sub}${sup}`, part(element, 'm:e')]);
}

function radical(element: XmlElement): string {
  const degree = part(element, 'm:deg');
  const hidden = property(element, 'degHide') !== undefined && isOn(property(element, 'degHide') || '1');
  return degree === '' || hidden ? `\\sqrt{${part(element, 'm:e')}}` : `\\sqrt[${degree}]{${part(element, 'm:e')}}`;
}

function delimited(element: XmlElement): string {
  const [open, close] = [property(element, 'begChr') ?? '(', property(element, 'endChr') ?? ')'];
  const separator = property(element, 'sepChr') ?? '|';
  const inner = childrenOf(element, 'm:e');
  const only = inner.length === 1 ? elementsOf(inner[0]).filter(({ name }) => !silent.test(name)) : [];
  if (open === '{' && close === '' && only.length === 1 && only[0]?.name === 'm:eqArr')
    return `\\begin{cases}${rows(only[0])}\\end{cases}`;
  const content = inner.map((one) => contentOf(one).trim()).join(symbols.get(separator) ?? separator);
  const [left, right] = [delimiters.get(open), delimiters.get(close)];
  if (left === undefined || right === undefined) return joinLatex([runLatex(open), content, runLatex(close)]);
  return `${joinLatex([`\\left${left}`, content])}\\right${right}`;
}

function matrix(element: XmlElement): string {
  const lines = childrenOf(element, 'm:mr').map((row) =>
    childrenOf(row, 'm:e')
      .map((cell) => contentOf(cell).trim())
      .join(' & '),
  );
  return `\\begin{matrix}${lines.join(' \\\\ ')}\\end{matrix}`;
}

/** In an array of equations a bare `&` marks where the lines are aligned, and `#` the number of the equation. */
function rows(element: XmlElement): string {
  return childrenOf(element, 'm:e')
    .map((row) => {
      const line = contentOf(row).replaceAll('\\&', '&').trim();
      const number = /\\#\s*\\left\(([^()]*)\\right\)$|\\#\s*\(?([\w.-]+)\)?$/.exec(line);
      return number === null ? line : `${line.slice(0, number.index).trim()}\\tag{${number[1] ?? number[2]}}`;
    })
    .join(' \\\\ ');
}

function accent(element: XmlElement): string {
  const inner = part(element, 'm:e');
  const command = accents.get(property(element, 'chr') ?? '\u0302');
  if (command === undefined) return `\\overset{${runLatex(property(element, 'chr') ?? '')}}{${inner}}`;
  const wide = inner.replace(/\\[A-Za-z]+/g, 'x').length > 1 ? wideAccents[command] : undefined;
  return `${wide ?? command}{${inner}}`;
}

const wideAccents: Readonly<Record<string, string>> = {
  '\\hat': '\\widehat',
  '\\tilde': '\\widetilde',
  '\\bar': '\\overline',
  '\\vec': '\\overrightarrow',
};

function groupCharacter(element: XmlElement): string {
  const sign = property(element, 'chr') ?? '⏟';
  const inner = part(element, 'm:e');
  if (sign === '⏞') return `\\overbrace{${inner}}`;
  if (sign === '⏟') return `\\underbrace{${inner}}`;
  return property(element, 'pos') === 'top'
    ? `\\overset{${runLatex(sign)}}{${inner}}`
    : `\\underset{${runLatex(sign)}}{${inner}}`;
}

const takesLimits =
  /^\\(?:lim|liminf|limsup|max|min|sup|inf|det|gcd|Pr|sum|prod|int|underbrace|overbrace|operatorname)\b/;

function limit(element: XmlElement, place: '_' | '^'): string {
  const [inner, bound] = [functionOr(element), part(element, 'm:lim')];
  if (takesLimits.test(inner)) return `${inner}${place}{${bound}}`;
  return place === '_' ? `\\underset{${bound}}{${inner}}` : `\\overset{${bound}}{${inner}}`;
}

/** A name of letters that takes limits is an operator. */
function functionOr(element: XmlElement): string {
  return part(element, 'm:e').replace(/^\\mathrm\{([A-Za-z ]+)\}$/, '\\operatorname*{$1}');
}

function functionName(element: XmlElement): string {
  const name = part(element, 'm:fName');
  const plain = /^(?:\\mathrm\{|\\text\{)?([A-Za-z]{2,})\}?$/.exec(name)?.[1];
  if (plain === undefined) return name;
  return functionNames.has(plain) ? `\\${plain}` : `\\operatorname{${plain}}`;
}

function phantom(element: XmlElement): string {
  const inner = part(element, 'm:e');
  return isOn(property(element, 'show') === '' ? '1' : property(element, 'show')) ? inner : `\\phantom{${inner}}`;
}
