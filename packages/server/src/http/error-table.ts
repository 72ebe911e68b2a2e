import { errorCodes, operatorCodes } from '@docmill/api';
import { type Language, renderError } from '#errors';
import { statusOfCode } from './problem.ts';

const words = {
  en: {
    title: 'Errors',
    intro:
      'Every error has a code that never changes its meaning. A request that is refused answers `{"detail": ..., "error": {"code", "message", "field"?}}`; in a 422 `detail` is a list of `{type, loc, msg, input}`, elsewhere a sentence. A task that failed has the same `error` in its answer. `{name}` stands for a value.',
    head: ['code', 'where', 'message'],
    task: 'task',
    command: 'command',
  },
  zh: {
    title: '错误',
    intro:
      '每个错误都有含义不变的代码。被拒绝的请求返回 `{"detail": ..., "error": {"code", "message", "field"?}}`；422 时 `detail` 是 `{type, loc, msg, input}` 的列表，其他情况是一句话。失败的任务在其结果中带有同样的 `error`。`{name}` 表示具体的值。',
    head: ['代码', '位置', '消息'],
    task: '任务',
    command: '命令',
  },
} as const;

/** Gives each parameter its own name in braces, so that a message shows where values go. */
const placeholders = new Proxy({}, { get: (_, name) => `{${String(name)}}` });

/** renderErrorTable gives the documentation of all error codes as Markdown. */
export function renderErrorTable(language: Language): string {
  const { title, intro, head, task, command } = words[language];
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rows = errorCodes.map((code) => {
    const status = statusOfCode(code);
    const where =
      status === undefined ? (operatorCodes.some((one) => one === code) ? command : task) : `HTTP ${status}`;
    return row([`\`${code}\``, where, renderError({ code, params: placeholders }, language)]);
  });
  return `# ${title}\n\n${intro}\n\n${[row(head), row(head.map(() => '---')), ...rows].join('\n')}\n`;
}
