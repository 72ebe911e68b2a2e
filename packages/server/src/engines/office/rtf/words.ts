import type { CharacterState, Destination, ParagraphState } from './state.ts';

/** characterWord gives how characters are written after a control word; undefined for a word of another kind. */
export function characterWord(
  state: CharacterState,
  name: string,
  value: number | undefined,
): CharacterState | undefined {
  const on = value !== 0;
  switch (name) {
    case 'plain':
      return state.deleted === true ? { deleted: true } : {};
    case 'b':
      return { ...state, bold: on };
    case 'i':
      return { ...state, italic: on };
    case 'strike':
    case 'striked':
      return { ...state, strike: on };
    case 'v':
      return { ...state, hidden: on };
    case 'deleted':
      return { ...state, deleted: on };
    case 'super':
      return { ...state, vertical: on ? 'superscript' : 'baseline' };
    case 'sub':
      return { ...state, vertical: on ? 'subscript' : 'baseline' };
    case 'nosupersub':
      return { ...state, vertical: 'baseline' };
    case 'up':
    case 'dn':
      return value === 0 ? { ...state, vertical: 'baseline' } : state;
    case 'f':
      return value === undefined ? state : { ...state, font: value };
    case 'cs':
      return value === undefined ? state : { ...state, style: value };
    case 'ulnone':
      return { ...state, underline: false };
    default:
      return underlines.has(name) ? { ...state, underline: on } : undefined;
  }
}

const underlines: ReadonlySet<string> = new Set(
  'ul uld uldash uldashd uldashdd uldb ulhwave ulldash ulth ulthd ulthdash ulthdashd ulthdashdd ulthldash ululdbwave ulw ulwave'.split(
    ' ',
  ),
);

/** paragraphWord gives how a paragraph is written after a control word; undefined for a word of another kind. */
export function paragraphWord(state: ParagraphState, name: string, value = 0): ParagraphState | undefined {
  switch (name) {
    case 'pard':
      return {};
    case 's':
      return { ...state, style: value };
    case 'outlinelevel':
      return { ...state, outline: value };
    case 'ls':
      return { ...state, list: value };
    case 'ilvl':
      return { ...state, level: value };
    case 'li':
    case 'lin':
      return { ...state, indent: value };
    case 'fi':
      return { ...state, firstLine: value };
    case 'intbl':
      return { ...state, tables: Math.max(1, state.tables ?? 0) };
    case 'itap':
      return { ...state, tables: value };
    default:
      return undefined;
  }
}

const characters: Readonly<Record<string, string>> = {
  tab: '\t',
  line: '\n',
  lbr: '\n',
  '~': '\u00a0',
  _: '-',
  '-': '',
  emdash: '—',
  endash: '–',
  emspace: '\u2003',
  enspace: '\u2002',
  qmspace: '\u2005',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  zwj: '\u200d',
  zwnj: '\u200c',
  ltrmark: '\u200e',
  rtlmark: '\u200f',
};

/** characterOf gives the character that a control word stands for. */
export function characterOf(name: string): string | undefined {
  return Object.hasOwn(characters, name) ? characters[name] : undefined;
}

const destinations: Readonly<Record<string, Destination>> = {
  fonttbl: 'fonts',
  stylesheet: 'styles',
  pict: 'picture',
  fldinst: 'instruction',
  listtext: 'mark',
  pntext: 'mark',
  bkmkstart: 'bookmark',
  atnauthor: 'author',
  info: 'info',
  title: 'title',
  author: 'creator',
};

/** Destinations that hold nothing to read. */
const skipped: ReadonlySet<string> = new Set(
  'colortbl listtable listoverridetable rsidtbl generator themedata colorschememapping latentstyles datastore xmlnstbl mmathPr revtbl fldtype datafield formfield bkmkend objdata objclass objname nonshppict shprslt picprop sp template operator company filetbl userprops ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn pnseclvl pn panose falt atnid atnref atnicn atndate atntime atrfstart atrfend nonesttables xe rxe tc tcn pgdsctbl upr listname leveltext levelnumbers blipuid private mmathPict xmlopen'.split(
    ' ',
  ),
);

/** Groups that begin with `\*` and are read all the same. */
const kept: ReadonlySet<string> = new Set(
  'shppict fldinst shpinst annotation atnauthor bkmkstart nesttableprops moMath moMathPara do dptxbxtext shptxt footnote ud'.split(
    ' ',
  ),
);

/** destinationOf gives what a group is for by its first word; undefined for a word that changes nothing about it. */
export function destinationOf(name: string, isOptional: boolean): Destination | undefined {
  if (skipped.has(name) || (isOptional && !kept.has(name) && destinations[name] === undefined)) return 'skip';
  return Object.hasOwn(destinations, name) ? destinations[name] : undefined;
}
