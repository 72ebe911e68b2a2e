/** CaptionKind is what a caption belongs to. */
export type CaptionKind = 'figure' | 'table' | 'code' | 'equation';

/** CaptionStart is how a caption begins: what it names, and the printed label with its number (`Fig. 2a`). */
export interface CaptionStart {
  readonly kind: CaptionKind;
  readonly label: string;
}

/** Words that captions begin with, in the languages of Europe and in those from Arabic to Vietnamese; Chinese, Japanese and Korean have rules of their own. */
const words: Readonly<Record<CaptionKind, string>> = {
  figure:
    'supplementary\\s+fig(?:ure|\\.)?|extended\\s+data\\s+fig(?:ure|\\.)?|fig(?:ure|ura|uur|ur)?s?|abb(?:ildung)?|bild|schaubild|diagram(?:me?)?|chart|graph|graphique|gráfic[oa]|grafico|grafik|scheme|schema|schéma|plate|photo|foto|map|karte|exhibit|illustration|afbeelding|kuvio|kuva|rys(?:unek)?|obr(?:ázek|ázok)?|slika|joonis|gambar|рис(?:унок)?|слика|фигура|мал(?:юнок)?|схема|график|εικόνα|σχήμα|şekil|hình|الشكل|شكل|نمودار|تصویر|שרטוט|איור|شکل|चित्र|आकृति|চিত্র|รูป(?:ที่)?|ภาพ(?:ที่)?|แผนภูมิ(?:ที่)?|նկար|ნახაზი|სურათი',
  table:
    'supplementary\\s+table|extended\\s+data\\s+table|tab(?:le|elle|leau|la|ela|ell|elul|ulka|uľka|el|lo|lica|ula)?s?|taula|cuadro|quadro|taulukko|табл(?:ица|иця)?|табела|πίνακας|tablo|çizelge|bảng|الجدول|جدول|טבלה|לוח|तालिका|सारणी|সারণী|টেবিল|ตาราง(?:ที่)?|աղյուսակ|ცხრილი',
  code: 'listing|algorithm|algorithmus|algorithme|algoritmo|quelltext|листинг',
  equation: 'equation',
};
/** A number after it: `2`, `2.3`, `A1`, `IV`, `S3`, `2a`, or in digits of other scripts; then a stop, a colon, a dash, a bracket, or words. */
const label = '\\.?\\s*(?:(?!\\d)\\p{Nd}+|[A-Z]{0,2}[.-]?\\d+(?:[.–-]\\d+)*[a-z]?|[IVXL]{1,6}(?![a-z])|[A-Z](?=[.:]))';
const behind = '(?=$|[\\s.:：,;)\\]|–—-])';

const patterns = (Object.entries(words) as [CaptionKind, string][]).map(([kind, list]) => ({
  kind,
  pattern: new RegExp(`^[\\[(]?(?i:${list})${label}${behind}`, 'u'),
}));
/** Where the number stands first: `1. táblázat`, `2 lentelė`. */
const numberFirst: readonly { readonly kind: CaptionKind; readonly pattern: RegExp }[] = [
  { kind: 'figure', pattern: /^\d+(?:[.–-]\d+)*\.?\s(?:ábra|kép|paveikslas|pav|attēls|irudia)(?![\p{L}])/iu },
  { kind: 'table', pattern: /^\d+(?:[.–-]\d+)*\.?\s(?:táblázat|lentelė|tabula|taula|tabel)(?![\p{L}])/iu },
];
/** Chinese, Japanese and Korean: `图 1`, `表3-2`, `図1`, `그림 1`. */
const eastern: readonly { readonly kind: CaptionKind; readonly pattern: RegExp }[] = [
  { kind: 'figure', pattern: /^(?:附?[图圖図]|그림|插图|写真)\s*[A-Z]?\d+(?:[.．–-]\d+)*[a-z]?/iu },
  { kind: 'table', pattern: /^(?:附?表|표|表格|第\s*(?=\d+\s*表))\s*[A-Z]?\d+(?:[.．–-]\d+)*/iu },
  { kind: 'figure', pattern: /^[图圖図][一二三四五六七八九十]+/u },
  { kind: 'table', pattern: /^表[一二三四五六七八九十]+/u },
];
const all = [...patterns, ...numberFirst, ...eastern];

/** Labels have no more words than this: `Extended Data Fig.`. */
const mostWords = 3;

/** mayBegin looks whether a number can stand behind the first words at all: nearly all text has small letters there. */
function mayBegin(start: string): boolean {
  const first = start.charCodeAt(0);
  if (first >= 0x30 && first <= 0x39) return true;
  let words = 0;
  for (let at = 1; at < start.length; at += 1) {
    const code = start.charCodeAt(at);
    if (code === 0x20) {
      if (start.charCodeAt(at - 1) !== 0x20) words += 1;
      if (words > mostWords) return false;
    } else if (code !== 0x2e && !(code >= 0x61 && code <= 0x7a)) return true;
  }
  return false;
}

/** captionStart tells whether a text begins like a caption (`Figure 2:`, `Tab. 3`, `图 1`), and of what; undefined when it does not. */
export function captionStart(text: string): CaptionStart | undefined {
  const start = text.slice(0, 60);
  if (!mayBegin(start)) return undefined;
  for (const { kind, pattern } of all) {
    const match = pattern.exec(start);
    if (match !== null) return { kind, label: match[0].replace(/^[[(]/, '').trim() };
  }
  return undefined;
}

/** Verbs and joints after a label are those of a sentence: `Figure 2 shows`, `Table 1 and`, `Fig. 3 we`. */
const sentence =
  /^[\s,]*(?:[,(]|\)|(?:and|or|to|shows?|showed|lists?|gives?|presents?|presented|illustrates?|depicts?|represents?|summari[sz]es?|reports?|contains?|provides?|compares?|displays?|describes?|demonstrates?|plots?|indicates?|reveals?|is|are|was|were|we|in|on|of|has|have|can|below|above|zeigt|zeigen|und|ist|sind|montre|présente|et|est|muestra|presenta|y|es|mostra|e|показывает|показаны?|и)\b)/iu;

/** isCaption tells a caption from a sentence that begins with the same words: after the label comes a stop or a name, not a verb. */
export function isCaption(text: string): boolean {
  const start = captionStart(text);
  if (start === undefined) return false;
  const rest = text.replace(/^[[(]/, '').slice(start.label.length);
  // `Figure 14 (data until July)` has nothing behind its bracket.
  if (/^\s*[.:：|–—-]/.test(rest) || /^\s*(?:\([^()]*\)\.?\s*)?$/.test(rest)) return true;
  return !sentence.test(rest) && !isProse(rest);
}

/** isProse: `Table 1 also relates ... . We find ...`: small letters after the label, and more than one sentence. */
function isProse(rest: string): boolean {
  return /^\s+\p{Ll}{2}/u.test(rest) && /\p{Ll}[.!?]\s+\p{Lu}/u.test(rest);
}

/** isLabel tells the label of a caption that stands on a line of its own. */
export function isLabel(text: string): boolean {
  const start = captionStart(text);
  return start !== undefined && text.slice(start.label.length).replace(/[\s.:：|–—-]/g, '') === '';
}
