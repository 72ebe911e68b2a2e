import { z } from 'zod';

/** optionsVersion is the version of the options' meaning; records keep it. */
export const optionsVersion = 1;

/** optionsSchema checks the options of a job. Those with a description are parameters, which every interface takes and documents as it stands here. */
export const optionsSchema = z.object({
  lang: z.string().default('ch').meta({ description: 'Language of recognition, or auto.', zh: '识别语言，或 auto。' }),
  method: z.enum(['auto', 'txt', 'ocr']).default('auto').meta({
    description: 'How pages are read: their text layer (txt), their picture (ocr), or whichever a page needs (auto).',
    zh: '页面读取方式：文本层（txt）、图像识别（ocr），或逐页判断（auto）。',
  }),
  formulaEnable: z.boolean().default(true).meta({
    description: 'Read formulas of pages (PDF) as LaTeX; false: their text stays text.',
    zh: '把页面（PDF）中的公式识别为 LaTeX；false 时其文字仍为普通文本。',
  }),
  tableEnable: z.boolean().default(true).meta({
    description: 'Find tables on pages (PDF); false: their text stays text.',
    zh: '识别页面（PDF）中的表格；false 时其文字仍为普通文本。',
  }),
  enablePagination: z.boolean().nullable().default(null).meta({
    description: 'Read a large file in parts at once; unset: decided by its pages.',
    zh: '大文件分块并行读取；不设置时由页数决定。',
  }),
  onPageError: z.enum(['skip', 'fail']).default('skip').meta({
    description: 'What a page that cannot be read means: it is left out and named, or the job fails.',
    zh: '某页无法读取时：跳过并注明该页（skip），或任务失败（fail）。',
  }),
  tables: z.enum(['gfm', 'html', 'repeat']).default('gfm').meta({
    description:
      'Tables of the Markdown: with pipes where these can hold them and HTML elsewhere (gfm), always HTML (html), or always with pipes, a merged cell repeating its text (repeat).',
    zh: 'Markdown 中的表格：能用竖线表格时用竖线表格，否则用 HTML（gfm）；总是 HTML（html）；总是竖线表格，合并单元格重复其文本（repeat）。',
  }),
  images: z.enum(['link', 'embed', 'drop']).nullable().default(null).meta({
    description:
      'Pictures: links to images/ in the Markdown and the HTML page (link), data URLs there (embed), or none in the whole result, only their words, which doubles the speed of PDFs (drop); unset: what MINERU_EMBED_IMAGES_IN_MD says, with docmill parse link.',
    zh: '图片：Markdown 和 HTML 页面中链接到 images/（link）、在其中使用 data URL（embed），或整个结果不含图片、只保留其文字，PDF 解析快一倍（drop）；不设置时由 MINERU_EMBED_IMAGES_IN_MD 决定，docmill parse 为 link。',
  }),
  furniture: z.enum(['drop', 'notes', 'keep']).default('drop').meta({
    description:
      'Running heads and feet, page numbers and notes of the page: left out of the Markdown (drop), all but the notes (notes), or kept there and in the HTML page (keep). Passages have the notes unless these are dropped.',
    zh: '页眉、页脚、页码和页面脚注：不写入 Markdown（drop）；只保留脚注（notes）；全部保留，HTML 页面中亦然（keep）。检索片段在后两种情况下包含脚注。',
  }),
  frontMatter: z.boolean().default(false).meta({
    description: 'Begin the Markdown with title, author, lang, date and modified of the file, as YAML.',
    zh: '在 Markdown 开头以 YAML 写出文件的 title、author、lang、date、modified。',
  }),
  pageMarks: z.boolean().default(false).meta({
    description: 'Begin each page of the Markdown with a mark: <!-- page 3 -->, <!-- slide 3 --> or <!-- sheet 3 -->.',
    zh: '在 Markdown 每页开头写标记：<!-- page 3 -->、<!-- slide 3 --> 或 <!-- sheet 3 -->。',
  }),
  comments: z
    .boolean()
    .default(true)
    .meta({ description: 'Keep the comments of reviewers, as notes.', zh: '保留审阅批注，写成注释。' }),
  hidden: z.boolean().default(false).meta({
    description: 'Read hidden slides and sheets as well.',
    zh: '同时读取隐藏的幻灯片和工作表。',
  }),
  mainContent: z.boolean().default(false).meta({
    description: 'Of a web page only the part that is its subject.',
    zh: '网页只保留正文部分。',
  }),
  html: z.boolean().default(false).meta({ description: 'Write an HTML page as well.', zh: '同时生成 HTML 页面。' }),
  passages: z.boolean().default(false).meta({
    description: 'Cut the text into passages for retrieval as well, with their headings, pages and boxes.',
    zh: '同时把文本切分为用于检索的片段，带有标题路径、页码和位置。',
  }),
  // Smaller passages hold no sense.
  passageSize: z.int().min(16).default(512).meta({
    description: 'Largest size of a passage; only a row of a table may be larger.',
    zh: '片段的最大长度；仅单行表格可能超过。',
  }),
  passageUnit: z.enum(['tokens', 'characters']).default('tokens').meta({
    description: 'What the size of passages is counted in; tokens are estimated.',
    zh: '片段长度的单位；token 数为估算值。',
  }),
  /** Keep the file itself among the artifacts. */
  keepOriginal: z.boolean().default(false),
  /** Page indexes, from 0, both included. */
  startPage: z.int().nonnegative().default(0),
  endPage: z.int().nonnegative().nullable().default(null),
});

/** JobOptions are the normalised options of a job: the one source for all interfaces and for cache keys. */
export type JobOptions = z.infer<typeof optionsSchema>;

/** OptionsInput is what an interface was told; undefined means unset. */
export type OptionsInput = { readonly [Name in keyof JobOptions]?: JobOptions[Name] | undefined };

/** normaliseOptions fills in what is unset: from `defaults` (the operator's), else the product's. */
export function normaliseOptions(input: OptionsInput, defaults: OptionsInput): JobOptions {
  const set = (options: OptionsInput) =>
    Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return optionsSchema.parse({ ...set(defaults), ...set(input) });
}

/** storedOptions reads the options back from a record; those that it lacks, since an earlier version wrote it, are the product's. */
export function storedOptions(options: Readonly<Record<string, unknown>>): JobOptions {
  return optionsSchema.parse(options);
}
