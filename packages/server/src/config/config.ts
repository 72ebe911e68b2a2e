import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { OptionsInput } from '#capabilities';
import { AppError } from '#errors';
import { allowedRedisUrls, parseRedisUrl, type RedisAddress } from './redis-url.ts';
import { allowedOf, readSetting, type Setting, type SettingValue } from './setting.ts';
import { settings } from './settings.ts';

const allSettings: readonly Setting[] = settings.flatMap(([, group]) => group);
const developmentOrigins = ['http://localhost:3000', 'http://localhost:8000', 'http://127.0.0.1:8000'];

/** Config is every setting, read and checked. Times in ms, sizes in bytes. */
export interface Config {
  readonly api: { readonly host: string; readonly port: number };
  readonly cors: { readonly origins: readonly string[] };
  readonly log: { readonly level: string; readonly format: 'json' | 'pretty' };
  /** Absolute paths. */
  readonly folders: { readonly data: string; readonly temp: string; readonly output: string };
  readonly queueName: string;
  /** Where the queue is; undefined: the embedded queue. */
  readonly redis?: RedisAddress;
  readonly tasks: {
    readonly timeLimit: number;
    readonly softTimeLimit: number;
    readonly maxRetries: number;
    readonly retryDelay: number;
    readonly resultExpires: number;
  };
  /** How large documents are read in chunks, in pages. */
  readonly pagination: {
    readonly enabled: boolean;
    readonly threshold: number;
    readonly chunkSize: number;
    readonly maxParallelChunks: number;
  };
  readonly cleanup: { readonly interval: number; readonly extra: number };
  readonly worker: {
    readonly embedded: boolean;
    readonly name: string;
    readonly concurrency: number;
    readonly maxTasksPerChild: number;
    readonly maxMemoryPerChild: number;
    readonly drain: number;
  };
  /** Options of jobs whose fields are not sent. */
  readonly defaults: OptionsInput;
  readonly strictBackend: boolean;
  readonly embedImages: boolean;
  readonly returnImages: boolean;
  /** Servers that engines hand their work to. */
  readonly services: {
    readonly transcription?: { readonly url: string; readonly key?: string; readonly model: string };
  };
  readonly limits: {
    readonly maxFileSize: number;
    readonly maxPages: number;
    readonly maxPagePixels: number;
    readonly pageTime: number;
    readonly maxOutputBytes: number;
    readonly maxTableCells: number;
    /** Of a conversion by LibreOffice: ms and bytes. */
    readonly libreOffice: { readonly time: number; readonly memory: number };
    readonly archive: {
      readonly maxEntries: number;
      readonly maxBytes: number;
      readonly maxRatio: number;
      readonly maxDepth: number;
      readonly maxXmlBytes: number;
    };
    readonly maxQueueLength: number;
    readonly maxConcurrentUploads: number;
    readonly maxFilesPerRequest: number;
    readonly minFreeDiskBytes: number;
  };
}

/** LoadOptions: `flags` (of the command line) win over `env`, which wins over the file `.env`. */
export interface LoadOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly flags?: Readonly<Record<string, string>>;
  /** Folder of `.env` and of relative paths. Default: the working folder. */
  readonly folder?: string;
}

/** Loaded is a configuration with what should be said about it. */
export interface Loaded {
  readonly config: Config;
  readonly notices: readonly string[];
}

/** loadConfig reads all settings. Throws `invalid_setting` for the first wrong value; its message names all of them. */
export function loadConfig(options: LoadOptions = {}): Loaded {
  const folder = options.folder ?? process.cwd();
  const given = { ...readDotenv(folder), ...defined(options.env ?? process.env), ...options.flags };
  const values = readAll(given);
  refuseUnserved(values);
  const notices = allSettings
    .filter((setting) => setting.notice !== undefined && clean(given[setting.name]) !== undefined)
    .map((setting) => `${setting.name} ${setting.notice}`);
  return { config: configOf(values, folder), notices };
}

/** EffectiveSetting is a setting with the value in force, as it would be written; a secret is masked. */
export interface EffectiveSetting {
  readonly name: string;
  /** Absent when it is unset and has no default. */
  readonly value?: string;
  readonly source: 'flag' | 'environment' | '.env' | 'default';
}

/** effectiveSettings gives every setting in the order of its documentation. Throws `invalid_setting` as loadConfig does. */
export function effectiveSettings(options: LoadOptions = {}): {
  readonly settings: readonly EffectiveSetting[];
  readonly notices: readonly string[];
} {
  const { notices } = loadConfig(options);
  const sources = [
    ['flag', options.flags ?? {}],
    ['environment', defined(options.env ?? process.env)],
    ['.env', readDotenv(options.folder ?? process.cwd())],
  ] as const;
  const shown = allSettings.map(({ name, secret, default: preset }): EffectiveSetting => {
    const given = sources.find(([, values]) => clean(values[name]) !== undefined);
    const value = given === undefined ? preset : clean(given[1][name]);
    const masked = value === undefined ? {} : { value: secret === true && given !== undefined ? '***' : value };
    return { name, ...masked, source: given?.[0] ?? 'default' };
  });
  return { settings: shown, notices };
}

/** systemLanguage gives LANG, for messages on a terminal. */
export function systemLanguage(): string | undefined {
  return process.env.LC_ALL ?? process.env.LC_MESSAGES ?? process.env.LANG;
}

function readDotenv(folder: string): Record<string, string> {
  const path = join(folder, '.env');
  return existsSync(path) ? defined(parseEnv(readFileSync(path, 'utf8'))) : {};
}

function defined(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (clean(value) === undefined ? [] : [[name, value ?? '']])),
  );
}

/** clean cuts an inline comment (`2000000 # 2GB`) and blanks; empty is unset. */
function clean(value: string | undefined): string | undefined {
  const bare = value?.replace(/(^|\s)#.*$/, '').trim();
  return bare === '' ? undefined : bare;
}

type Values = ReadonlyMap<string, SettingValue>;

function readAll(given: Readonly<Record<string, string>>): Values {
  const values = new Map<string, SettingValue>();
  const wrong: { setting: Setting; value: string }[] = [];
  for (const setting of allSettings) {
    const text = clean(given[setting.name]) ?? setting.default;
    const read = readSetting(setting, text);
    if ('wrong' in read) wrong.push({ setting, value: setting.secret ? '***' : (text ?? '') });
    else values.set(setting.name, read.value);
  }
  const [first, ...others] = wrong;
  if (first === undefined) return values;
  const also = others
    .map(({ setting, value }) => ` ${setting.name} has the value '${value}'. Allowed: ${allowedOf(setting)}.`)
    .join('');
  const params = {
    variable: first.setting.name,
    value: first.value,
    allowed: allowedOf(first.setting) + (also === '' ? '' : `.${also.slice(0, -1)}`),
  };
  throw new AppError('invalid_setting', { params });
}

/** refuseUnserved stops the start where a setting asks for what cannot be had. */
function refuseUnserved(values: Values): void {
  const refuse = (variable: string, value: string, allowed: string) => {
    throw new AppError('invalid_setting', { params: { variable, value, allowed } });
  };
  const redis = values.get('REDIS_URL') as string | undefined;
  if (redis !== undefined && parseRedisUrl(redis) === undefined) refuse('REDIS_URL', '***', allowedRedisUrls);
  if (values.get('MINERU_STORAGE_TYPE') === 's3')
    refuse('MINERU_STORAGE_TYPE', 's3', 'local: this version stores on the local disk only');
}

function configOf(values: Values, folder: string): Config {
  const text = (name: string) => values.get(name) as string;
  const number = (name: string) => values.get(name) as number;
  const flag = (name: string) => values.get(name) as boolean;
  const data = resolve(folder, text('DATA_DIR'));
  const folderOf = (name: string, below: string) =>
    values.get(name) === undefined ? join(data, below) : resolve(folder, text(name));
  const level = text('LOG_LEVEL');
  const redis = values.get('REDIS_URL') === undefined ? undefined : parseRedisUrl(text('REDIS_URL'));
  return {
    api: { host: text('API_HOST'), port: number('API_PORT') },
    cors: { origins: originsOf(values) },
    log: { level: level === 'warning' ? 'warn' : level, format: logFormatOf(values) },
    folders: { data, temp: folderOf('TEMP_DIR', 'temp'), output: folderOf('OUTPUT_DIR', 'output') },
    queueName: text('MINERU_QUEUE'),
    ...(redis === undefined ? {} : { redis }),
    tasks: {
      timeLimit: number('TASK_TIME_LIMIT') * 1_000,
      softTimeLimit: number('TASK_SOFT_TIME_LIMIT') * 1_000,
      maxRetries: number('TASK_MAX_RETRIES'),
      retryDelay: number('TASK_RETRY_DELAY') * 1_000,
      resultExpires: number('RESULT_EXPIRES') * 1_000,
    },
    pagination: {
      enabled: flag('MINERU_ENABLE_PAGINATION'),
      threshold: number('MINERU_PAGINATION_THRESHOLD'),
      chunkSize: number('MINERU_PAGE_CHUNK_SIZE'),
      maxParallelChunks: number('MINERU_MAX_PARALLEL_CHUNKS'),
    },
    cleanup: {
      interval: number('CLEANUP_INTERVAL_HOURS') * 3_600_000,
      extra: number('CLEANUP_EXTRA_HOURS') * 3_600_000,
    },
    worker: {
      embedded: flag('EMBEDDED_WORKER'),
      name: text('WORKER_NAME'),
      concurrency: number('WORKER_CONCURRENCY'),
      maxTasksPerChild: number('WORKER_MAX_TASKS_PER_CHILD'),
      maxMemoryPerChild: number('WORKER_MAX_MEMORY_PER_CHILD') * 1_024,
      drain: number('WORKER_DRAIN_SECONDS') * 1_000,
    },
    defaults: {
      lang: text('MINERU_LANG'),
      method: text('MINERU_PARSE_METHOD') as 'auto' | 'txt' | 'ocr',
      formulaEnable: flag('MINERU_FORMULA_ENABLE'),
      tableEnable: flag('MINERU_TABLE_ENABLE'),
    },
    strictBackend: flag('STRICT_BACKEND'),
    embedImages: flag('MINERU_EMBED_IMAGES_IN_MD'),
    returnImages: flag('MINERU_RETURN_IMAGES_BASE64'),
    services: servicesOf(values),
    limits: limitsOf(number),
  };
}

function servicesOf(values: Values): Config['services'] {
  const text = (name: string) => values.get(name) as string | undefined;
  const [url, key] = [text('TRANSCRIPTION_URL'), text('TRANSCRIPTION_KEY')];
  if (url === undefined) return {};
  return {
    transcription: { url, model: text('TRANSCRIPTION_MODEL') ?? 'whisper-1', ...(key === undefined ? {} : { key }) },
  };
}

function limitsOf(number: (name: string) => number): Config['limits'] {
  return {
    maxFileSize: number('MAX_FILE_SIZE'),
    maxPages: number('MAX_PAGES'),
    maxPagePixels: number('MAX_PAGE_PIXELS'),
    pageTime: number('PAGE_TIME_LIMIT') * 1_000,
    maxOutputBytes: number('MAX_OUTPUT_BYTES'),
    maxTableCells: number('MAX_TABLE_CELLS'),
    libreOffice: {
      time: number('LIBREOFFICE_TIME_LIMIT') * 1_000,
      memory: number('LIBREOFFICE_MAX_MEMORY'),
    },
    archive: {
      maxEntries: number('MAX_ARCHIVE_ENTRIES'),
      maxBytes: number('MAX_ARCHIVE_BYTES'),
      maxRatio: number('MAX_ARCHIVE_RATIO'),
      maxDepth: number('MAX_ARCHIVE_DEPTH'),
      maxXmlBytes: number('MAX_XML_BYTES'),
    },
    maxQueueLength: number('MAX_QUEUE_LENGTH'),
    maxConcurrentUploads: number('MAX_CONCURRENT_UPLOADS'),
    maxFilesPerRequest: number('MAX_FILES_PER_REQUEST'),
    minFreeDiskBytes: number('MIN_FREE_DISK_BYTES'),
  };
}

function originsOf(values: Values): readonly string[] {
  const origins = values.get('CORS_ALLOWED_ORIGINS') as readonly string[] | undefined;
  return origins ?? (values.get('ENVIRONMENT') === 'development' ? developmentOrigins : []);
}

function logFormatOf(values: Values): 'json' | 'pretty' {
  const format = values.get('LOG_FORMAT') as 'json' | 'pretty' | undefined;
  return format ?? (process.stdout.isTTY ? 'pretty' : 'json');
}
