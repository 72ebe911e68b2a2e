import type { ErrorCode, WaitingFor, WarningCode } from '@docmill/api';
import type { ErrorParams, StoredError } from './app-error.ts';
import type { Language } from './language.ts';

type Template = string | ((params: ErrorParams) => string);
type WaitingReason = WaitingFor['reason'];
type Texts = Readonly<Record<Language, Template>>;

/** sizeOf writes bytes as people say them: `100MB`, `1.5GB`. */
export function sizeOf(value: ErrorParams[string] | undefined): string {
  const bytes = Number(value);
  if (!Number.isFinite(bytes)) return String(value);
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${Number((bytes / 1024 ** power).toFixed(1))}${units[power]}`;
}

/** The catalogue: every code in both languages. `{name}` is replaced by the parameter of that name. */
export const catalogue: Readonly<Record<ErrorCode, Texts>> = {
  malformed_request: { en: 'The request cannot be read: {reason}', zh: '无法读取请求：{reason}' },
  invalid_parameter: {
    en: "Field '{field}' has the value '{input}'. Allowed: {allowed}.",
    zh: '字段 {field} 的值为“{input}”，允许的值：{allowed}。',
  },
  file_missing: {
    en: "No file was sent. Send it as multipart field '{field}'.",
    zh: '没有收到文件。请用 multipart 字段 {field} 上传文件。',
  },
  file_empty: {
    en: "The file '{file}' is empty: it shows neither text nor pictures.",
    zh: '文件“{file}”是空的：没有任何文字或图片。',
  },
  file_too_large: {
    en: ({ limit }) => `File too large. Maximum size: ${sizeOf(limit)}`,
    zh: ({ limit }) => `文件过大，最大允许 ${sizeOf(limit)}。`,
  },
  too_many_files: {
    en: 'The request holds more files than allowed. Maximum: {limit} (MAX_FILES_PER_REQUEST)',
    zh: '请求中的文件过多，最多 {limit} 个（MAX_FILES_PER_REQUEST）。',
  },
  unsupported_format: {
    en: "The file '{file}' is {found}, which no engine here reads. Supported: {supported}.",
    zh: '文件“{file}”的类型（{found}）不受支持。支持：{supported}。',
  },
  no_transcription: {
    en: "The file '{file}' is a recording, and no transcription service is set up here. Set TRANSCRIPTION_URL to an OpenAI-compatible one.",
    zh: '文件“{file}”是录音，此处未配置转写服务。请将 TRANSCRIPTION_URL 设为兼容 OpenAI 的服务地址。',
  },
  unsupported_backend: {
    en: ({ backend, why }) =>
      why === 'no_engine'
        ? `Backend '${backend}' needs a MinerU engine, and none is configured here. Use backend 'pipeline'.`
        : `Backend '${backend}' is not known. Allowed: pipeline, auto, and MinerU's vlm-* and hybrid-* where an engine is configured.`,
    zh: ({ backend, why }) =>
      why === 'no_engine'
        ? `后端“${backend}”需要 MinerU 引擎，而此处未配置。请使用 pipeline。`
        : `未知的后端“${backend}”。允许：pipeline、auto，以及已配置引擎时的 vlm-* 和 hybrid-*。`,
  },
  task_not_found: { en: "There is no task '{task}'.", zh: '任务“{task}”不存在。' },
  task_already_finished: {
    en: "Task '{task}' is finished and can no longer be cancelled.",
    zh: '任务“{task}”已结束，无法取消。',
  },
  worker_not_found: {
    en: "There is no living worker '{worker}'. GET /api/v1/workers lists them.",
    zh: '没有正在运行的 worker“{worker}”，可用 GET /api/v1/workers 查看。',
  },
  task_not_finished: {
    en: "Task '{task}' is not finished yet; only a finished task can run again.",
    zh: '任务“{task}”尚未结束，只有已结束的任务才能重新运行。',
  },
  task_cancelled: { en: "Task '{task}' was cancelled.", zh: '任务“{task}”已被取消。' },
  file_gone: {
    en: "The file of task '{task}' is no longer stored. Submit it again.",
    zh: '任务“{task}”的文件已不再保存，请重新提交。',
  },
  result_expired: {
    en: "The result of task '{task}' has expired and was removed. Submit the file again.",
    zh: '任务“{task}”的结果已过期并被删除，请重新提交文件。',
  },
  result_unavailable: {
    en: 'The result cannot be read from storage. Look at the OUTPUT_DIR of the service.',
    zh: '无法从存储中读取结果，请检查服务的 OUTPUT_DIR。',
  },
  route_not_found: { en: 'Not Found', zh: 'Not Found' },
  method_not_allowed: { en: 'Method Not Allowed', zh: 'Method Not Allowed' },
  upload_aborted: {
    en: 'The upload broke off before the file was complete. Send it again.',
    zh: '上传中断，文件不完整，请重新上传。',
  },
  queue_full: {
    en: 'Too many tasks are waiting (limit {limit}). Try again later.',
    zh: '等待的任务过多（上限 {limit}），请稍后再试。',
  },
  too_many_uploads: {
    en: 'Too many uploads are under way (limit {limit}). Try again in a moment.',
    zh: '同时上传过多（上限 {limit}），请稍后再试。',
  },
  disk_full: {
    en: 'The disk is full. Free some space on the disk of DATA_DIR, or lower MIN_FREE_DISK_BYTES.',
    zh: '磁盘空间不足。请清理 DATA_DIR 所在磁盘，或调低 MIN_FREE_DISK_BYTES。',
  },
  store_unavailable: {
    en: "The queue's store cannot be used: {reason}",
    zh: '队列存储不可用：{reason}',
  },
  shutting_down: { en: 'The service is stopping. Try again in a moment.', zh: '服务正在停止，请稍后再试。' },
  internal_error: { en: 'Internal error. The log of the service has the details.', zh: '内部错误，详情见服务日志。' },
  file_corrupt: { en: 'The file is damaged or not of its type: {reason}', zh: '文件已损坏或类型不符：{reason}' },
  password_required: {
    en: 'The file is protected by a password. Remove the protection and submit it again.',
    zh: '文件有密码保护，请去除密码后重新提交。',
  },
  no_pages: { en: 'The file has no pages.', zh: '文件没有任何页面。' },
  too_many_pages: {
    en: 'The file has {pages} pages; the limit is {limit} (MAX_PAGES).',
    zh: '文件有 {pages} 页，超过上限 {limit}（MAX_PAGES）。',
  },
  page_too_large: {
    en: 'Page {page} is too large: {pixels} pixels; the limit is {limit} (MAX_PAGE_PIXELS).',
    zh: '第 {page} 页过大：{pixels} 像素，上限 {limit}（MAX_PAGE_PIXELS）。',
  },
  page_failed: { en: 'Page {page} cannot be read ({reason}).', zh: '第 {page} 页无法读取（{reason}）。' },
  page_timeout: {
    en: 'Page {page} takes longer than PAGE_TIME_LIMIT allows.',
    zh: '第 {page} 页的处理时间超过 PAGE_TIME_LIMIT。',
  },
  output_too_large: {
    en: ({ limit }) => `The output passes the limit of ${sizeOf(limit)} (MAX_OUTPUT_BYTES).`,
    zh: ({ limit }) => `输出超过上限 ${sizeOf(limit)}（MAX_OUTPUT_BYTES）。`,
  },
  archive_limit: {
    en: 'The file packs too much: {found}, where {limit} allows {value}.',
    zh: '文件压缩内容超限：{found}，{limit} 允许 {value}。',
  },
  task_timeout: {
    en: 'The task ran longer than its time limit (TASK_SOFT_TIME_LIMIT, TASK_TIME_LIMIT).',
    zh: '任务运行超过时间限制（TASK_SOFT_TIME_LIMIT、TASK_TIME_LIMIT）。',
  },
  engine_stalled: {
    en: 'The engine gave no sign of life for longer than PAGE_TIME_LIMIT and was stopped.',
    zh: '引擎超过 PAGE_TIME_LIMIT 没有响应，已被停止。',
  },
  memory_limit: {
    en: 'The engine took more memory than WORKER_MAX_MEMORY_PER_CHILD and was stopped.',
    zh: '引擎占用内存超过 WORKER_MAX_MEMORY_PER_CHILD，已被停止。',
  },
  engine_crashed: {
    en: 'The document crashed its engine more than once and was put aside.',
    zh: '该文档多次导致引擎崩溃，已被隔离。',
  },
  engine_failed: { en: 'The document could not be parsed: {reason}', zh: '文档解析失败：{reason}' },
  engine_unavailable: { en: "Engine '{engine}' is not available here.", zh: '引擎“{engine}”不可用。' },
  worker_lost: {
    en: 'The worker vanished {times} times while it ran this task, so the task was put aside.',
    zh: '执行此任务的 worker 丢失了 {times} 次，任务已被隔离。',
  },
  storage_failed: { en: 'The storage failed ({key}). Try again later.', zh: '存储出错（{key}），请稍后再试。' },
  invalid_setting: {
    en: "{variable} has the value '{value}'. Allowed: {allowed}.",
    zh: '{variable} 的值为“{value}”，允许的值：{allowed}。',
  },
  queue_missing: {
    en: "There is no queue in '{folder}'. Say where the service keeps its data, with --data-dir or DATA_DIR.",
    zh: '“{folder}”中没有队列。请用 --data-dir 或 DATA_DIR 指定服务的数据目录。',
  },
  schema_too_new: {
    en: 'The queue {file} has schema version {found}; this program knows versions up to {known}. Use the newer docmill that wrote it.',
    zh: '队列 {file} 的结构版本为 {found}，此程序最高支持 {known}。请使用写入它的更新版本 docmill。',
  },
  service_unreachable: {
    en: 'No answer from {url} ({reason}). Start the service with: docmill serve',
    zh: '{url} 没有响应（{reason}）。请先启动服务：docmill serve',
  },
  port_in_use: {
    en: 'Port {port} on {host} is taken by another program. Stop it, or choose another port with --port or API_PORT.',
    zh: '{host} 的端口 {port} 已被占用。请停止占用它的程序，或用 --port 或 API_PORT 指定其他端口。',
  },
  output_unwritable: { en: "Cannot write into '{folder}': {reason}", zh: '无法写入“{folder}”：{reason}' },
  file_unreadable: { en: "Cannot read '{file}': {reason}.", zh: '无法读取“{file}”：{reason}。' },
};

/** warningCatalogue: every code of a result's warning in both languages. */
export const warningCatalogue: Readonly<Record<WarningCode, Texts>> = {
  no_text_layer: {
    en: 'Page {page} has no text layer, so that its text is not in the result; its picture is, unless pictures are dropped.',
    zh: '第 {page} 页没有文本层，结果中没有其文字；除非选择丢弃图片，否则有其图片。',
  },
  spare_reader: {
    en: 'Page {page} could only be read by the spare reader: its text is in the result, its pictures and drawings are not.',
    zh: '第 {page} 页只能由备用阅读器读取：结果中有文字，没有图片和图形。',
  },
  formula_unread: {
    en: 'Page {page} has formulas that could not be read with confidence ({count}); the result has their pictures and plain characters.',
    zh: '第 {page} 页有 {count} 个公式无法可靠识别，结果中是其图片和纯文本。',
  },
  garbled_text: {
    en: 'The text of page {page} is garbled: its fonts do not say which characters they show. The page needs OCR.',
    zh: '第 {page} 页的文字为乱码：其字体未说明所显示的字符，该页需要 OCR。',
  },
  scanned_page: {
    en: 'Page {page} is a scan with hardly any text of its own, so that its text is not in the result; its picture is, unless pictures are dropped.',
    zh: '第 {page} 页是扫描件，几乎没有自带文字，结果中没有其文字；除非选择丢弃图片，否则有其图片。',
  },
  image_skipped: {
    en: ({ page, reason }) => `A picture${page === undefined ? '' : ` on page ${page}`} was left out: ${reason}.`,
    zh: ({ page, reason }) => `${page === undefined ? '' : `第 ${page} 页`}有一张图片被略过：${reason}。`,
  },
  tables_skipped: {
    en: 'Page {page} draws more lines than are looked at; tables ruled by them were not read as tables.',
    zh: '第 {page} 页的线条过多，由这些线条构成的表格未被识别。',
  },
  page_truncated: {
    en: 'Page {page} holds more than is looked at; the rest was left out.',
    zh: '第 {page} 页的内容过多，其余部分已略去。',
  },
  no_content: {
    en: 'No page has text or pictures that could be taken over (running heads and page numbers aside), so the Markdown is empty.',
    zh: '没有任何页面含有可提取的文字或图片（页眉、页脚和页码除外），Markdown 为空。',
  },
  charset_guessed: { en: 'The character set was guessed: {charset}.', zh: '字符集为推测结果：{charset}。' },
  decoding_replaced: {
    en: 'Characters that could not be decoded as {charset} were replaced ({count}).',
    zh: '{count} 个字符无法按 {charset} 解码，已被替换。',
  },
  table_truncated: {
    en: 'The tables have more than {value} cells ({limit}); the rows beyond were left out.',
    zh: '表格超过 {value} 个单元格（{limit}），其余行已略去。',
  },
  invalid_json: {
    en: 'The JSON is not valid ({reason}); it is given as it is.',
    zh: 'JSON 无效（{reason}），按原样输出。',
  },
  engine_substituted: {
    en: "Engine '{engine}' took the place of the backend that was asked for.",
    zh: '已用引擎“{engine}”代替所请求的后端。',
  },
  weaker_reader: {
    en: 'Read by the built-in reader for old files, which finds text, headings and tables only ({reason}). Install LibreOffice for all of it.',
    zh: '由内置的旧格式读取器处理，仅含文本、标题和表格（{reason}）。安装 LibreOffice 可获得完整内容。',
  },
  format_corrected: {
    en: 'The content is {format}, although the name ends in .{extension}; it was read as what it is.',
    zh: '文件名以 .{extension} 结尾，但内容是 {format}，已按实际内容读取。',
  },
  member_skipped: {
    en: "'{member}' inside the file was not read ({reason}).",
    zh: '文件中的“{member}”未能读取（{reason}）。',
  },
  page_failed: { en: 'Page {page} cannot be read ({reason}).', zh: '第 {page} 页无法读取（{reason}）。' },
  more_warnings: { en: 'More warnings stand in the manifest ({count}).', zh: '另有 {count} 条警告，见 manifest。' },
};

/** waitingCatalogue: why a pending task does not run yet. */
const waitingCatalogue: Readonly<Record<WaitingReason, Texts>> = {
  paused: {
    en: 'The queue is paused. Resume it with POST /api/v1/queue/resume.',
    zh: '队列已暂停。用 POST /api/v1/queue/resume 恢复。',
  },
  no_worker: {
    en: "No worker on queue '{queue}' serves engine '{engine}'. Start one with: docmill worker",
    zh: '队列“{queue}”上没有提供引擎“{engine}”的 worker。启动方法：docmill worker',
  },
  retry: { en: 'An attempt failed; the next one begins at {at}.', zh: '上次尝试失败，将于 {at} 重试。' },
  queue: {
    en: ({ ahead }) =>
      ahead === 0 ? 'It is next in line.' : `${ahead} ${ahead === 1 ? 'task is' : 'tasks are'} ahead of it.`,
    zh: ({ ahead }) => (ahead === 0 ? '下一个就是它。' : `前面还有 ${ahead} 个任务。`),
  },
  long_queue: { en: 'At least {ahead} tasks are ahead of it.', zh: '前面至少还有 {ahead} 个任务。' },
};

/** renderWaiting gives the sentence for what a pending task waits for. */
export function renderWaiting(reason: WaitingReason, params: ErrorParams, language: Language): string {
  return fill(waitingCatalogue[reason][language], params);
}

/** renderError gives the sentence for an error: what failed, why, what to do. */
export function renderError(error: StoredError, language: Language): string {
  return fill(catalogue[error.code][language], error.params);
}

/** renderStored does so for an error that comes from a store or a wire, unchecked; a code that the catalogue lacks is given as it is. */
export function renderStored(code: string, params: unknown, language: Language): string {
  if (!Object.hasOwn(catalogue, code)) return code;
  const values = typeof params === 'object' && params !== null ? (params as ErrorParams) : {};
  return renderError({ code: code as ErrorCode, params: values }, language);
}

/** WarningLike is a warning of a result. */
export interface WarningLike {
  readonly code: string;
  readonly pageNumber?: number | undefined;
  readonly params?: ErrorParams | undefined;
}

/** renderWarning gives the sentence for a warning, that of a file inside another with its name before it; the code itself where the catalogue has none. */
export function renderWarning(warning: WarningLike, language: Language): string {
  const texts = (warningCatalogue as Readonly<Record<string, Texts>>)[warning.code];
  if (texts === undefined) return warning.code;
  const page = warning.pageNumber === undefined ? {} : { page: warning.pageNumber };
  const sentence = fill(texts[language], { ...page, ...warning.params });
  const member = warning.params?.member;
  return member === undefined || warning.code === 'member_skipped' ? sentence : `${member}: ${sentence}`;
}

function fill(template: Template, params: ErrorParams): string {
  return typeof template === 'string' ? renderTemplate(template, params) : template(params);
}

/** renderTemplate replaces each `{name}` by the parameter of that name. */
export function renderTemplate(template: string, params: ErrorParams): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '?'));
}
