import type { Block, Metadata } from '@docmill/document';
import { z } from 'zod';
import type { PictureStore } from '../building/picture-store.ts';
import { readHtml } from '../web/read-html.ts';
import { markdownBlocks } from './markdown.ts';

/** Text comes as one string or as lines that keep their ends. */
const text = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? value : value.join('')));
const bundle = z.record(z.string(), z.unknown());

const outputSchema = z.object({
  output_type: z.string().catch(''),
  text: text.optional().catch(undefined),
  data: bundle.optional().catch(undefined),
  traceback: z.array(z.string()).optional().catch(undefined),
  ename: z.string().optional().catch(undefined),
  evalue: z.string().optional().catch(undefined),
});

const cellSchema = z.object({
  cell_type: z.string(),
  source: text.optional().catch(undefined),
  /** nbformat 3 */
  input: text.optional().catch(undefined),
  language: z.string().optional().catch(undefined),
  level: z.int().min(1).max(6).optional().catch(undefined),
  attachments: z.record(z.string(), bundle).optional().catch(undefined),
  outputs: z.array(z.unknown()).optional().catch(undefined),
});

const notebookSchema = z.object({
  cells: z.array(cellSchema).optional(),
  /** nbformat 3 */
  worksheets: z.array(z.object({ cells: z.array(cellSchema).catch([]) })).optional(),
  metadata: z
    .object({
      title: z.string().optional().catch(undefined),
      authors: z
        .array(z.object({ name: z.string() }))
        .optional()
        .catch(undefined),
      kernelspec: z.object({ language: z.string().optional() }).optional().catch(undefined),
      language_info: z.object({ name: z.string().optional() }).optional().catch(undefined),
    })
    .catch({}),
});

type Cell = z.infer<typeof cellSchema>;

/** Notebook is a notebook as blocks; its pictures are in the store. */
export interface Notebook {
  readonly blocks: readonly Block[];
  readonly metadata: Metadata;
}

/** notebookOf reads a notebook (nbformat 3 and 4): cells in order, each followed by its outputs; undefined for other JSON. */
export function notebookOf(json: string, pictures: PictureStore): Notebook | undefined {
  const parsed = notebookSchema.safeParse(parsedJson(json));
  if (!parsed.success) return undefined;
  const { cells, worksheets, metadata } = parsed.data;
  const all = cells ?? worksheets?.flatMap((sheet) => sheet.cells);
  if (all === undefined) return undefined;
  const language = metadata.language_info?.name ?? metadata.kernelspec?.language ?? 'python';
  return {
    blocks: all.flatMap((cell) => cellBlocks(cell, { language, pictures })),
    metadata: {
      ...(metadata.title === undefined ? {} : { title: metadata.title }),
      ...(metadata.authors === undefined ? {} : { authors: metadata.authors.map(({ name }) => name) }),
    },
  };
}

function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

interface CellContext {
  readonly language: string;
  readonly pictures: PictureStore;
}

function cellBlocks(cell: Cell, { language, pictures }: CellContext): readonly Block[] {
  const source = (cell.source ?? cell.input ?? '').replace(/\n$/, '');
  switch (cell.cell_type) {
    case 'markdown':
      return markdownBlocks(source, { pictures, resource: (address) => attachmentOf(cell, address) });
    case 'heading':
      return markdownBlocks(`${'#'.repeat(cell.level ?? 1)} ${source}`, { pictures });
    case 'code': {
      const code: readonly Block[] =
        source.trim() === ''
          ? []
          : [{ type: 'code', text: source, language: cell.language ?? languageIn(source) ?? language }];
      return [...code, ...(cell.outputs ?? []).flatMap((output) => outputBlocks(output, pictures))];
    }
    default:
      return source.trim() === '' ? [] : [{ type: 'code', text: source }];
  }
}

/** `%%bash` on the first line hands the cell to another program. */
function languageIn(source: string): string | undefined {
  return /^%%(bash|sh|html|javascript|js|latex|markdown|perl|ruby|sql|R)\b/.exec(source)?.[1]?.toLowerCase();
}

/** `![a](attachment:a.png)` */
function attachmentOf(cell: Cell, address: string): Uint8Array | undefined {
  const name = /^attachment:(.+)$/.exec(address)?.[1];
  const attachment = name === undefined ? undefined : cell.attachments?.[name];
  return attachment === undefined ? undefined : pictureIn(attachment);
}

const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

function pictureIn(data: z.infer<typeof bundle>): Uint8Array | undefined {
  const type = pictureTypes.find((name) => data[name] !== undefined);
  const found = type === undefined ? undefined : text.safeParse(data[type]);
  return found?.success ? Buffer.from(found.data, 'base64') : undefined;
}

function outputBlocks(value: unknown, pictures: PictureStore): readonly Block[] {
  const parsed = outputSchema.safeParse(value);
  if (!parsed.success) return [];
  const { output_type: type, data = {}, text: words, traceback, ename = '', evalue = '' } = parsed.data;
  if (type === 'stream') return plainOutput(words ?? '');
  if (type === 'error' || type === 'pyerr') return plainOutput(traceback?.join('\n') ?? `${ename}: ${evalue}`);
  return richOutput(words === undefined ? data : { 'text/plain': words, ...data }, pictures);
}

/** An output comes in several forms; the one that says most in a document is taken. */
function richOutput(data: z.infer<typeof bundle>, pictures: PictureStore): readonly Block[] {
  const read = (type: string): string => {
    const found = text.safeParse(data[type]);
    return found.success ? found.data : '';
  };
  const bytes = pictureIn(data);
  const picture = bytes === undefined ? undefined : pictures.keep(bytes);
  if (picture !== undefined) return [{ type: 'image', ...picture }];
  const html = read('text/html') === '' ? [] : readHtml(read('text/html'), { pictures }).blocks;
  if (html.length > 0) return html;
  if (read('text/markdown').trim() !== '') return markdownBlocks(read('text/markdown'), { pictures });
  const latex = /^\s*\$\$?([\s\S]+?)\$\$?\s*$/.exec(read('text/latex'))?.[1]?.trim();
  if (latex) return [{ type: 'equation', latex: latex.replace(/^\\displaystyle\s*/, '') }];
  if (read('text/plain').trim() !== '') return plainOutput(read('text/plain'));
  const json = data['application/json'];
  return json === undefined ? [] : [{ type: 'code', text: JSON.stringify(json, null, 2), language: 'json' }];
}

/** Colours are escape sequences; a line that was written over shows its last state. `a\rb` -> `b` */
function plainOutput(words: string): readonly Block[] {
  const shown = words
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one.
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/\r\n/g, '\n')
    .replace(/^.*\r(?=.)/gm, '')
    .trimEnd();
  return shown.trim() === '' ? [] : [{ type: 'code', text: shown }];
}
