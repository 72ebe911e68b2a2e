import type { Setting } from './setting.ts';

const integer = (
  name: string,
  value: number | undefined,
  rest: Partial<Setting> & { en: string; zh: string },
): Setting => ({
  name,
  type: 'integer',
  ...(value === undefined ? {} : { default: String(value) }),
  ...rest,
});
const flag = (name: string, value: boolean | undefined, en: string, zh: string): Setting => ({
  name,
  type: 'boolean',
  ...(value === undefined ? {} : { default: String(value) }),
  en,
  zh,
});
const text = (
  name: string,
  value: string | undefined,
  rest: Partial<Setting> & { en: string; zh: string },
): Setting => ({
  name,
  type: 'text',
  ...(value === undefined ? {} : { default: value }),
  ...rest,
});
const meaningless = 'is accepted but has no meaning here';

/** settings is every variable of the service, in the order of its documentation. */
export const settings: readonly (readonly [group: string, readonly Setting[]])[] = [
  [
    'Service',
    [
      text('API_HOST', '127.0.0.1', {
        en: 'Address to listen on. 0.0.0.0 makes the service reachable from other machines.',
        zh: '监听地址。0.0.0.0 表示允许其他机器访问。',
      }),
      integer('API_PORT', 8000, {
        max: 65_535,
        en: 'Port to listen on; 0 takes a free one.',
        zh: '监听端口；0 表示任意空闲端口。',
      }),
      text('DATA_DIR', './data', {
        en: 'Folder of the queue; uploads and results lie below it unless TEMP_DIR and OUTPUT_DIR say otherwise.',
        zh: '队列所在目录；除非设置 TEMP_DIR 和 OUTPUT_DIR，上传和结果也在其下。',
      }),
      text('TEMP_DIR', undefined, {
        en: 'Folder of uploads and finished pages. Default: DATA_DIR/temp.',
        zh: '上传与已完成页面的目录。默认 DATA_DIR/temp。',
      }),
      text('OUTPUT_DIR', undefined, {
        en: 'Folder of results. Default: DATA_DIR/output.',
        zh: '结果目录。默认 DATA_DIR/output。',
      }),
      {
        name: 'CORS_ALLOWED_ORIGINS',
        type: 'list',
        en: 'Origins that browsers may call from. Unset: http://localhost:3000, http://localhost:8000, http://127.0.0.1:8000 in development, none in production.',
        zh: '允许跨域访问的来源。未设置时：开发环境为 http://localhost:3000、http://localhost:8000、http://127.0.0.1:8000，生产环境为空。',
      },
      text('ENVIRONMENT', 'development', {
        en: 'development or production; any other word means production.',
        zh: 'development 或 production；其他值视为 production。',
      }),
      flag(
        'EMBEDDED_WORKER',
        true,
        'Whether the service runs a worker and the cleaner in its own process.',
        '服务进程是否内置 worker 和清理程序。',
      ),
      flag(
        'STRICT_BACKEND',
        false,
        'Refuse MinerU 3.x backends that a built-in engine would otherwise serve.',
        '拒绝本应由内置引擎代为处理的 MinerU 3.x 后端。',
      ),
      {
        name: 'LOG_LEVEL',
        type: 'choice',
        default: 'info',
        choices: ['debug', 'info', 'warn', 'warning', 'error'],
        en: 'Least important lines that are logged.',
        zh: '最低日志级别。',
      },
      {
        name: 'LOG_FORMAT',
        type: 'choice',
        choices: ['json', 'pretty'],
        en: 'json: one object a line; pretty: for reading. Default: pretty on a terminal, else json.',
        zh: 'json：每行一个对象；pretty：便于阅读。默认：终端上为 pretty，否则为 json。',
      },
    ],
  ],
  [
    'Queue and storage',
    [
      text('REDIS_URL', undefined, {
        secret: true,
        en: 'Redis or Valkey for a queue over several machines: redis://:password@host:6379/0, rediss:// for TLS, redis+sentinel://host,host/master, redis+cluster://host,host. Unset: the embedded queue.',
        zh: '多机队列使用的 Redis 或 Valkey：redis://:密码@主机:6379/0，TLS 用 rediss://，另有 redis+sentinel://主机,主机/名称 与 redis+cluster://主机,主机。未设置则用内置队列。',
      }),
      text('MINERU_QUEUE', 'mineru-tasks', {
        en: 'Name of the queue; workers take jobs of their queue only.',
        zh: '队列名称；worker 只处理自己队列的任务。',
      }),
      text('MINERU_EXCHANGE', 'mineru', {
        notice: meaningless,
        en: 'Accepted; without meaning here.',
        zh: '可设置，此处无意义。',
      }),
      text('MINERU_ROUTING_KEY', 'mineru.tasks', {
        notice: meaningless,
        en: 'Accepted; without meaning here.',
        zh: '可设置，此处无意义。',
      }),
      {
        name: 'MINERU_STORAGE_TYPE',
        type: 'choice',
        default: 'local',
        choices: ['local', 's3'],
        en: 'Where files and results are kept.',
        zh: '文件和结果的存储类型。',
      },
      text('MINERU_S3_ENDPOINT', undefined, { en: 'Address of the S3 service.', zh: 'S3 服务地址。' }),
      text('MINERU_S3_ACCESS_KEY', undefined, { secret: true, en: 'S3 access key.', zh: 'S3 访问密钥。' }),
      text('MINERU_S3_SECRET_KEY', undefined, { secret: true, en: 'S3 secret key.', zh: 'S3 私有密钥。' }),
      text('MINERU_S3_BUCKET_TEMP', 'mineru-temp', { en: 'Bucket of uploads.', zh: '上传文件的存储桶。' }),
      text('MINERU_S3_BUCKET_OUTPUT', 'mineru-output', { en: 'Bucket of results.', zh: '结果的存储桶。' }),
      flag(
        'MINERU_S3_SECURE',
        undefined,
        'TLS; an https endpoint means TLS whatever this says.',
        '是否使用 TLS；https 地址总是使用 TLS。',
      ),
      text('MINERU_S3_REGION', undefined, { en: 'S3 region.', zh: 'S3 区域。' }),
      text('MINIO_ENDPOINT', undefined, {
        en: 'Object store for upload_images, with or without scheme.',
        zh: 'upload_images 使用的对象存储地址。',
      }),
      text('MINIO_ACCESS_KEY', undefined, { secret: true, en: 'Its access key.', zh: '其访问密钥。' }),
      text('MINIO_SECRET_KEY', undefined, { secret: true, en: 'Its secret key.', zh: '其私有密钥。' }),
      text('MINIO_BUCKET', 'documents', { en: 'Its bucket.', zh: '其存储桶。' }),
      flag('MINIO_SECURE', undefined, 'Whether links to it begin with https.', '链接是否使用 https。'),
    ],
  ],
  [
    'Tasks',
    [
      integer('TASK_TIME_LIMIT', 7_200, {
        min: 1,
        unit: 's',
        en: 'An attempt that runs longer is killed.',
        zh: '单次执行的硬时限，超过则终止。',
      }),
      integer('TASK_SOFT_TIME_LIMIT', 6_000, {
        min: 1,
        unit: 's',
        en: 'An attempt that runs longer is asked to stop and fails with task_timeout.',
        zh: '单次执行的软时限，超过则以 task_timeout 失败。',
      }),
      integer('TASK_MAX_RETRIES', 0, {
        max: 100,
        en: 'How often a failure that may pass is tried again.',
        zh: '可恢复错误的重试次数。',
      }),
      integer('TASK_RETRY_DELAY', 300, {
        unit: 's',
        en: 'Wait before the first retry; it doubles with each.',
        zh: '首次重试前的等待时间，之后逐次加倍。',
      }),
      integer('RESULT_EXPIRES', 86_400, { unit: 's', en: 'How long results are kept.', zh: '结果保留时间。' }),
      integer('CLEANUP_INTERVAL_HOURS', 24, { min: 1, unit: 'h', en: 'How often the cleaner runs.', zh: '清理间隔。' }),
      integer('CLEANUP_EXTRA_HOURS', 2, {
        unit: 'h',
        en: 'Added to RESULT_EXPIRES before results are removed.',
        zh: '删除结果前在 RESULT_EXPIRES 之外额外保留的时间。',
      }),
    ],
  ],
  [
    'Workers',
    [
      text('WORKER_NAME', 'mineru-worker', {
        en: 'Name of a worker; tasks show it as name@host.',
        zh: 'worker 名称；任务中显示为 name@host。',
      }),
      integer('WORKER_CONCURRENCY', 2, { min: 1, max: 256, en: 'Documents parsed at once.', zh: '同时解析的文档数。' }),
      {
        name: 'WORKER_POOL',
        type: 'choice',
        default: 'threads',
        choices: ['threads', 'processes', 'prefork', 'solo', 'gevent', 'eventlet'],
        notice: `${meaningless}: each document is parsed in a process of its own`,
        en: 'Accepted; each document is parsed in a process of its own.',
        zh: '可设置；每个文档都在独立进程中解析。',
      },
      integer('WORKER_MAX_TASKS_PER_CHILD', 100, {
        min: 1,
        en: 'A child process is replaced after this many documents.',
        zh: '子进程处理多少个文档后更换。',
      }),
      integer('WORKER_PREFETCH_MULTIPLIER', 1, {
        notice: `${meaningless}: a worker takes a job only when it has a free place`,
        en: 'Accepted; a worker takes a job only when it has a free place.',
        zh: '可设置；worker 只在有空位时取任务。',
      }),
      integer('WORKER_MAX_MEMORY_PER_CHILD', 2_000_000, {
        min: 100_000,
        unit: 'KB',
        en: 'A child process that takes more is killed.',
        zh: '子进程内存上限，超过则终止。',
      }),
      integer('WORKER_DRAIN_SECONDS', 5, {
        max: 3_600,
        unit: 's',
        en: 'How long a worker that is told to stop lets documents finish before it hands them back.',
        zh: '停止时等待文档完成的时间，之后交还队列。',
      }),
    ],
  ],
  [
    'Parsing',
    [
      {
        name: 'MINERU_DEVICE_MODE',
        type: 'choice',
        default: 'auto',
        choices: ['auto', 'cpu', 'cuda', 'mps', 'npu'],
        pattern: /^cuda:\d+$/,
        notice: 'has an effect only where a MinerU engine is configured',
        en: 'Device of MinerU engines.',
        zh: 'MinerU 引擎使用的设备。',
      },
      flag('MINERU_FORMULA_ENABLE', true, 'Default of formula_enable.', 'formula_enable 的默认值。'),
      flag('MINERU_TABLE_ENABLE', true, 'Default of table_enable.', 'table_enable 的默认值。'),
      {
        name: 'MINERU_PARSE_METHOD',
        type: 'choice',
        default: 'auto',
        choices: ['auto', 'txt', 'ocr'],
        en: 'Default of method.',
        zh: 'method 的默认值。',
      },
      text('MINERU_LANG', 'ch', { en: 'Default of lang.', zh: 'lang 的默认值。' }),
      flag(
        'MINERU_EMBED_IMAGES_IN_MD',
        true,
        'Markdown holds pictures as data URLs; false: links to images/<name>.',
        'Markdown 内嵌图片；false 时链接到 images/<name>。',
      ),
      flag(
        'MINERU_RETURN_IMAGES_BASE64',
        true,
        'Task answers hold pictures as data URLs; false: an empty list.',
        '任务结果返回 base64 图片；false 时为空列表。',
      ),
      flag('MINERU_ENABLE_PAGINATION', true, 'Whether large PDFs may be split into chunks.', '是否允许拆分大 PDF。'),
      integer('MINERU_PAGINATION_THRESHOLD', 100, {
        min: 1,
        unit: 'pages',
        en: 'PDFs with more pages are split.',
        zh: '超过此页数的 PDF 会被拆分。',
      }),
      integer('MINERU_PAGE_CHUNK_SIZE', 50, {
        min: 1,
        unit: 'pages',
        en: 'Most pages of a chunk; the last ones of a document are smaller.',
        zh: '每个分块的最多页数；文档末尾的分块更小。',
      }),
      integer('MINERU_MAX_PARALLEL_CHUNKS', 5, {
        min: 1,
        en: 'Chunks of one document that run at once.',
        zh: '同一文档并行的分块数。',
      }),
      text('MINERU_MODEL_SOURCE', undefined, {
        en: 'Where MinerU engines take models from.',
        zh: 'MinerU 引擎的模型来源。',
      }),
      text('MINERU_MODEL_TYPE', undefined, {
        notice: meaningless,
        en: 'Accepted; without meaning here.',
        zh: '可设置，此处无意义。',
      }),
    ],
  ],
  [
    'Services',
    [
      text('TRANSCRIPTION_URL', undefined, {
        en: 'OpenAI-compatible service that turns recordings into text, for example http://localhost:8080/v1. Unset: recordings are refused.',
        zh: '将录音转写为文本的兼容 OpenAI 的服务，例如 http://localhost:8080/v1。未设置则拒绝录音文件。',
      }),
      text('TRANSCRIPTION_KEY', undefined, { secret: true, en: 'Its API key.', zh: '其 API 密钥。' }),
      text('TRANSCRIPTION_MODEL', 'whisper-1', { en: 'Its model.', zh: '其模型。' }),
    ],
  ],
  [
    'Limits',
    [
      integer('MAX_FILE_SIZE', 104_857_600, { min: 1, unit: 'bytes', en: 'Largest upload.', zh: '上传文件大小上限。' }),
      integer('MAX_PAGES', 20_000, {
        min: 1,
        unit: 'pages',
        en: 'Most pages of one document.',
        zh: '单个文档的页数上限。',
      }),
      integer('MAX_PAGE_PIXELS', 100_000_000, {
        min: 1,
        unit: 'pixels',
        en: 'Largest picture that is decoded or drawn.',
        zh: '可解码或渲染的最大图片像素数。',
      }),
      integer('MAX_ARCHIVE_ENTRIES', 10_000, { min: 1, en: 'Most entries of an archive.', zh: '压缩包条目数上限。' }),
      integer('MAX_ARCHIVE_BYTES', 1_073_741_824, {
        min: 1,
        unit: 'bytes',
        en: 'Most bytes that an archive may unpack to.',
        zh: '压缩包解压后大小上限。',
      }),
      integer('MAX_ARCHIVE_RATIO', 200, {
        min: 1,
        en: 'Highest ratio of unpacked to packed bytes.',
        zh: '压缩比上限。',
      }),
      integer('MAX_ARCHIVE_DEPTH', 3, { min: 1, en: 'Deepest nesting of archives.', zh: '压缩包嵌套层数上限。' }),
      integer('MAX_XML_BYTES', 134_217_728, {
        min: 1,
        unit: 'bytes',
        en: 'Largest XML part of an Office file, which is read at once.',
        zh: 'Office 文件中单个 XML 部件的大小上限（一次性读入）。',
      }),
      integer('MAX_TABLE_CELLS', 500_000, {
        min: 1,
        en: 'Most cells of the tables of one sheet file or list of values; the rows beyond are left out with a warning.',
        zh: '单个表格文件或 CSV 的单元格数上限，超出的行略去并给出警告。',
      }),
      integer('LIBREOFFICE_TIME_LIMIT', 100, {
        min: 1,
        unit: 's',
        en: 'Longest conversion of a file by LibreOffice (doc, ppt, wps, dps, et), below PAGE_TIME_LIMIT; then the weaker reader takes it, with a warning.',
        zh: 'LibreOffice 转换单个文件（doc、ppt、wps、dps、et）的时限，应小于 PAGE_TIME_LIMIT；超时后改用较弱的读取方式并给出警告。',
      }),
      integer('LIBREOFFICE_MAX_MEMORY', 2_000_000_000, {
        min: 100_000_000,
        unit: 'bytes',
        en: 'Memory that a conversion by LibreOffice may take, besides that of its slot (on Linux).',
        zh: 'LibreOffice 单次转换的内存上限，不计入解析进程自身的内存（仅 Linux）。',
      }),
      integer('PAGE_TIME_LIMIT', 120, {
        min: 1,
        unit: 's',
        en: 'Longest time for one page; an engine gives it up a little earlier by itself, or is stopped then and the page given up the second time.',
        zh: '单页时限；引擎会略早于此自行放弃该页，否则届时被停止，第二次则放弃该页。',
      }),
      integer('MAX_OUTPUT_BYTES', 4_294_967_296, {
        min: 1,
        unit: 'bytes',
        en: 'Most bytes of one result.',
        zh: '单个结果的大小上限。',
      }),
      integer('MAX_QUEUE_LENGTH', 1_000_000, {
        min: 1,
        en: 'Most tasks that may wait; further ones get 429.',
        zh: '等待任务数上限，超过返回 429。',
      }),
      integer('MAX_FILES_PER_REQUEST', 1_000, {
        min: 1,
        en: 'Most files that one request may hold.',
        zh: '单个请求最多包含的文件数。',
      }),
      integer('MAX_CONCURRENT_UPLOADS', 256, {
        min: 1,
        en: 'Most uploads at once; further ones get 429.',
        zh: '同时上传数上限，超过返回 429。',
      }),
      integer('MIN_FREE_DISK_BYTES', 268_435_456, {
        unit: 'bytes',
        en: 'While less is free, nothing new is written (507).',
        zh: '磁盘剩余空间低于此值时拒绝写入（507）。',
      }),
    ],
  ],
];
