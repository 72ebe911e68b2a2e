import { type Language, renderError, renderTemplate } from '#errors';
import type { Finding } from './finding.ts';

interface Text {
  /** What was seen. */
  readonly detail: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** texts: every finding in both languages. `{name}` is replaced by the parameter of that name. */
const texts = {
  check_failed: {
    en: { detail: 'The check itself failed: {reason}' },
    zh: { detail: '检查本身失败：{reason}' },
  },
  node_ok: { en: { detail: 'Node.js {version}' }, zh: { detail: 'Node.js {version}' } },
  node_old: {
    en: {
      detail: 'Node.js {version} is too old; 24 or newer is needed.',
      remedy: 'Install Node.js 24 (https://nodejs.org).',
    },
    zh: { detail: 'Node.js {version} 过旧，需要 24 或更高版本。', remedy: '请安装 Node.js 24（https://nodejs.org）。' },
  },
  settings_ok: { en: { detail: 'All settings are valid.' }, zh: { detail: '所有配置均有效。' } },
  setting_without_effect: { en: { detail: '{notice}' }, zh: { detail: '{notice}' } },
  open_to_all: {
    en: {
      detail: 'The service listens on {host}: other machines can reach it, and it asks for no key.',
      remedy: 'Set API_HOST=127.0.0.1, or put a proxy with authentication before it.',
    },
    zh: {
      detail: '服务监听 {host}：其他机器可以访问，且没有密钥保护。',
      remedy: '设置 API_HOST=127.0.0.1，或在前面放置带认证的代理。',
    },
  },
  port_free: { en: { detail: 'Port {port} on {host} is free.' }, zh: { detail: '{host} 的端口 {port} 空闲。' } },
  port_ours: {
    en: { detail: 'Docmill {version} answers on port {port}.' },
    zh: { detail: 'Docmill {version} 正在端口 {port} 上运行。' },
  },
  port_taken: {
    en: {
      detail: 'Port {port} on {host} is held by {holder}.',
      remedy: 'Stop that program, or choose another port with API_PORT.',
    },
    zh: { detail: '{host} 的端口 {port} 被 {holder} 占用。', remedy: '请停止该程序，或用 API_PORT 指定其他端口。' },
  },
  port_forbidden: {
    en: {
      detail: 'Cannot listen on {host}:{port} ({reason}).',
      remedy: 'Set API_HOST and API_PORT to an address of this machine and a port above 1023.',
    },
    zh: {
      detail: '无法监听 {host}:{port}（{reason}）。',
      remedy: '请将 API_HOST 和 API_PORT 设为本机地址和 1023 以上的端口。',
    },
  },
  folder_ok: { en: { detail: '{variable} {folder} can be written.' }, zh: { detail: '{variable} {folder} 可写。' } },
  folder_unwritable: {
    en: {
      detail: '{variable} {folder} cannot be written ({reason}).',
      remedy: 'Give it to the user of the service: sudo chown -R {user} {folder}',
    },
    zh: {
      detail: '{variable} {folder} 不可写（{reason}）。',
      remedy: '请将其所有者改为运行服务的用户：sudo chown -R {user} {folder}',
    },
  },
  disk_ok: { en: { detail: '{free} free in {folder}.' }, zh: { detail: '{folder} 剩余 {free}。' } },
  disk_low: {
    en: {
      detail: 'Only {free} of {total} are free in {folder}.',
      remedy: 'Remove old results: docmill cleanup --dry-run, then docmill cleanup',
    },
    zh: {
      detail: '{folder} 仅剩 {free}（共 {total}）。',
      remedy: '清理旧结果：先 docmill cleanup --dry-run，再 docmill cleanup',
    },
  },
  disk_full: {
    en: {
      detail: '{free} free in {folder} is below MIN_FREE_DISK_BYTES ({floor}): uploads are refused (507).',
      remedy: 'Free some space (docmill cleanup), or lower MIN_FREE_DISK_BYTES.',
    },
    zh: {
      detail: '{folder} 剩余 {free}，低于 MIN_FREE_DISK_BYTES（{floor}）：上传会被拒绝（507）。',
      remedy: '请释放空间（docmill cleanup），或调低 MIN_FREE_DISK_BYTES。',
    },
  },
  inodes_low: {
    en: {
      detail: 'Only {free} inodes are free in {folder}.',
      remedy: 'Remove old results (docmill cleanup): each is several small files.',
    },
    zh: {
      detail: '{folder} 仅剩 {free} 个 inode。',
      remedy: '请清理旧结果（docmill cleanup）：每个结果由多个小文件组成。',
    },
  },
  queue_absent: {
    en: { detail: 'There is no queue in {folder} yet; the first start makes it.' },
    zh: { detail: '{folder} 中还没有队列，首次启动时会创建。' },
  },
  queue_ok: {
    en: { detail: 'The queue can be read and written: {pending} pending, {running} running.' },
    zh: { detail: '队列可读写：{pending} 个等待，{running} 个运行。' },
  },
  queue_broken: {
    en: {
      detail: 'The queue cannot be used: {reason}',
      remedy: 'Look at the disk of {folder}; if the file is damaged, put a copy from your backup in its place.',
    },
    zh: { detail: '队列无法使用：{reason}', remedy: '请检查 {folder} 所在磁盘；若文件损坏，请用备份恢复。' },
  },
  queue_newer: {
    en: {
      detail: '{reason}',
      remedy: 'Update this docmill, or set DATA_DIR to a folder of its own. The queue itself is sound: leave it.',
    },
    zh: { detail: '{reason}', remedy: '请升级此 docmill，或将 DATA_DIR 设为另一个目录。队列本身完好，请勿改动。' },
  },
  queue_forbidden: {
    en: {
      detail: 'The queue {file} cannot be written by user {user}.',
      remedy: 'Give it to the user of the service: sudo chown {user} {queue}*',
    },
    zh: {
      detail: '用户 {user} 无法写入队列 {file}。',
      remedy: '请将其所有者改为运行服务的用户：sudo chown {user} {queue}*',
    },
  },
  queue_on_network: {
    en: {
      detail: 'The queue lies on a network file system ({type}): SQLite can lose data there.',
      remedy: 'Set DATA_DIR to a local disk; TEMP_DIR and OUTPUT_DIR may stay on the network.',
    },
    zh: {
      detail: '队列位于网络文件系统（{type}）上：SQLite 可能丢失数据。',
      remedy: '请将 DATA_DIR 设为本地磁盘；TEMP_DIR 和 OUTPUT_DIR 可留在网络上。',
    },
  },
  redis_unused: {
    en: { detail: 'REDIS_URL is not set: the queue is the embedded one.' },
    zh: { detail: '未设置 REDIS_URL：使用内置队列。' },
  },
  redis_ok: {
    en: { detail: 'Redis at {address} answers ({version}).' },
    zh: { detail: 'Redis {address} 可用（{version}）。' },
  },
  redis_unreachable: {
    en: {
      detail: 'The queue on Redis at {address} cannot be used: {reason}',
      remedy: 'Start Redis, or correct REDIS_URL; without REDIS_URL the embedded queue is used.',
    },
    zh: {
      detail: '无法使用 Redis {address} 上的队列：{reason}',
      remedy: '请启动 Redis，或更正 REDIS_URL；不设置 REDIS_URL 则使用内置队列。',
    },
  },
  redis_settings_hidden: {
    en: {
      detail: 'Redis at {address} does not tell its settings, so nobody can say whether it keeps jobs through a crash.',
      remedy: 'See to it with its operator: appendonly yes, appendfsync always, maxmemory-policy noeviction.',
    },
    zh: {
      detail: 'Redis {address} 不允许读取配置，无法判断崩溃后任务是否保留。',
      remedy: '请与其管理员确认：appendonly yes、appendfsync always、maxmemory-policy noeviction。',
    },
  },
  redis_not_durable: {
    en: {
      detail:
        'Redis keeps no append-only file (appendonly no): a crash loses every task since its last snapshot, or all.',
      remedy:
        'redis-cli CONFIG SET appendonly yes && redis-cli CONFIG SET appendfsync always && redis-cli CONFIG REWRITE',
    },
    zh: {
      detail: 'Redis 未开启 AOF（appendonly no）：崩溃会丢失上次快照以来的任务，甚至全部任务。',
      remedy:
        'redis-cli CONFIG SET appendonly yes && redis-cli CONFIG SET appendfsync always && redis-cli CONFIG REWRITE',
    },
  },
  redis_fsync_late: {
    en: {
      detail:
        'Redis brings its file to the disk late (appendfsync {policy}): a power cut loses up to the last {window} of accepted tasks.',
      remedy: 'redis-cli CONFIG SET appendfsync always && redis-cli CONFIG REWRITE',
    },
    zh: {
      detail: 'Redis 延迟落盘（appendfsync {policy}）：断电最多会丢失最近 {window} 内接受的任务。',
      remedy: 'redis-cli CONFIG SET appendfsync always && redis-cli CONFIG REWRITE',
    },
  },
  redis_evicts: {
    en: {
      detail: 'Redis throws keys away when its memory is full (maxmemory-policy {policy}): tasks vanish.',
      remedy: 'redis-cli CONFIG SET maxmemory-policy noeviction && redis-cli CONFIG REWRITE',
    },
    zh: {
      detail: 'Redis 内存不足时会丢弃键（maxmemory-policy {policy}）：任务会消失。',
      remedy: 'redis-cli CONFIG SET maxmemory-policy noeviction && redis-cli CONFIG REWRITE',
    },
  },
  queue_paused: {
    en: {
      detail: 'The queue is paused: no task is started.',
      remedy: 'Resume it: curl -X POST {url}/api/v1/queue/resume',
    },
    zh: { detail: '队列已暂停：不会启动任何任务。', remedy: '恢复：curl -X POST {url}/api/v1/queue/resume' },
  },
  workers_ok: {
    en: { detail: 'Workers alive: {names}' },
    zh: { detail: '{count} 个 worker 在线：{names}' },
  },
  workers_none: {
    en: {
      detail: 'No worker is alive.',
      remedy: 'Start the service with its own worker (EMBEDDED_WORKER=true), or: docmill worker',
    },
    zh: {
      detail: '没有在线的 worker。',
      remedy: '启动自带 worker 的服务（EMBEDDED_WORKER=true），或运行：docmill worker',
    },
  },
  workers_elsewhere: {
    en: {
      detail: 'Worker {name} serves queue {queue}, not {ours}.',
      remedy: 'Give service and workers the same MINERU_QUEUE.',
    },
    zh: {
      detail: 'worker {name} 服务的是队列 {queue}，而不是 {ours}。',
      remedy: '请为服务和 worker 设置相同的 MINERU_QUEUE。',
    },
  },
  backlog_unserved: {
    en: {
      detail:
        'Tasks that wait for engine {engine} on queue {queue}: {pending} (the oldest for {age}). No worker serves it.',
      remedy: 'Start a worker for it: MINERU_QUEUE={queue} docmill worker',
    },
    zh: {
      detail: '{pending} 个任务在队列 {queue} 上等待引擎 {engine}（最久 {age}），没有 worker 提供它。',
      remedy: '为其启动 worker：MINERU_QUEUE={queue} docmill worker',
    },
  },
  backlog_ok: {
    en: { detail: 'Every waiting task has a worker that can take it.' },
    zh: { detail: '每个等待的任务都有 worker 可以处理。' },
  },
  stuck_ok: {
    en: { detail: 'No running task has lost its worker.' },
    zh: { detail: '没有丢失 worker 的运行中任务。' },
  },
  stuck_jobs: {
    en: {
      detail: 'Running tasks that lost their worker: {count}, for example {example}.',
      remedy: 'Any live worker takes them up by itself within seconds; without one: docmill worker',
    },
    zh: {
      detail: '{count} 个运行中任务丢失了 worker，例如 {example}。',
      remedy: '任何在线 worker 会在数秒内接管；若没有：docmill worker',
    },
  },
  children_ok: { en: { detail: 'No orphaned child process.' }, zh: { detail: '没有孤立的子进程。' } },
  children_orphaned: {
    en: {
      detail: 'Child processes whose worker is gone: {pids}',
      remedy: 'The next start of a worker ends them; at once: kill {pids}',
    },
    zh: { detail: '存在 worker 已消失的子进程：{pids}', remedy: '下次启动 worker 会结束它们；立即结束：kill {pids}' },
  },
  engine_ready: {
    en: { detail: 'Engine {engine} {version} is ready ({formats}).' },
    zh: { detail: '引擎 {engine} {version} 就绪（{formats}）。' },
  },
  engine_not_ready: {
    en: { detail: 'Engine {engine} is not ready: {reason}', remedy: '{remedy}' },
    zh: { detail: '引擎 {engine} 未就绪：{reason}', remedy: '{remedy}' },
  },
  memory_ok: {
    en: { detail: '{total} of memory for {slots} slots of at most {limit}.' },
    zh: { detail: '内存 {total}，{slots} 个槽位，每个最多 {limit}。' },
  },
  memory_short: {
    en: {
      detail:
        '{slots} slots may take {limit} each, more than the {total} of this machine: the system may kill the service.',
      remedy: 'Lower WORKER_CONCURRENCY or WORKER_MAX_MEMORY_PER_CHILD.',
    },
    zh: {
      detail: '{slots} 个槽位每个最多 {limit}，超过本机内存 {total}：系统可能会杀死服务。',
      remedy: '请调低 WORKER_CONCURRENCY 或 WORKER_MAX_MEMORY_PER_CHILD。',
    },
  },
} as const satisfies Record<string, Readonly<Record<Language, Text>>>;

/** FindingCode names a finding. */
export type FindingCode = keyof typeof texts;

/** renderFinding gives the sentences for a finding: what was seen, and what to do. */
export function renderFinding(finding: Finding, language: Language): { detail: string; remedy?: string } {
  const text: Text = texts[finding.code][language];
  const reason = finding.cause === undefined ? {} : { reason: renderError(finding.cause, language) };
  const params = { ...finding.params, ...reason };
  return {
    detail: renderTemplate(text.detail, params),
    ...(text.remedy === undefined ? {} : { remedy: renderTemplate(text.remedy, params) }),
  };
}
