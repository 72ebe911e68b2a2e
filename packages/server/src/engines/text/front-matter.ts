import type { Metadata } from '@docmill/document';

/** FrontMatter is a text and what its front matter says of it. */
export interface FrontMatter {
  readonly body: string;
  /** As it stands, without its marks; undefined when there is none. */
  readonly source?: string;
  readonly metadata: Metadata;
}

/** splitFrontMatter parts Markdown from its front matter (YAML between `---`); of it, single values of known names become metadata. */
export function splitFrontMatter(text: string): FrontMatter {
  const match = /^---[ \t]*\r?\n([\s\S]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/.exec(text);
  if (match === null) return { body: text, metadata: {} };
  const source = match[1] ?? '';
  return { body: text.slice(match[0].length), source, metadata: metadataOf(valuesOf(source)) };
}

/** `title: "A"` -> title, A */
function valuesOf(source: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of source.split(/\r?\n/).slice(0, 1_000)) {
    const [, name, quoted, single, bare] =
      /^([A-Za-z_]+):[ \t]+(?:"([^"\\]*)"|'([^']*)'|([^\s"'[{|>&*#][^#]*))[ \t]*(?:#.*)?$/.exec(line) ?? [];
    const value = (quoted ?? single ?? bare ?? '').trim();
    if (name !== undefined && value !== '' && !values.has(name)) values.set(name.toLowerCase(), value);
  }
  return values;
}

function metadataOf(values: ReadonlyMap<string, string>): Metadata {
  const [title, author] = [values.get('title'), values.get('author')];
  const [language, date] = [values.get('lang') ?? values.get('language'), values.get('date')];
  return {
    ...(title === undefined ? {} : { title }),
    ...(author === undefined ? {} : { authors: [author] }),
    ...(language === undefined ? {} : { language }),
    ...(date !== undefined && /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(date)
      ? { createdAt: date }
      : {}),
  };
}
