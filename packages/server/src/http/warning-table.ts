import { warningCodes } from '@docmill/api';
import { type Language, renderWarning } from '#errors';

const words = {
  en: {
    title: 'Warnings',
    intro:
      'What a reader of a result should know although parsing went on. They stand in `warnings` of a task (`code`, `message`, and where they apply `page_number`, `params`), of `/file_parse` by file, and of the manifest; `docmill parse` prints them. A code never changes its meaning. `{name}` stands for a value. A warning of a file inside another begins with the name of that file.',
    head: ['code', 'message'],
  },
  zh: {
    title: '警告',
    intro:
      '解析虽已完成，但结果的使用者应当知道的事项。出现在任务的 `warnings`（`code`、`message`，以及适用时的 `page_number`、`params`）、`/file_parse` 按文件的 `warnings` 和 manifest 中；`docmill parse` 会打印。代码的含义不会改变。`{name}` 表示具体的值。文件内部文件的警告以该内部文件名开头。',
    head: ['代码', '消息'],
  },
} as const;

const names = ['page', 'count', 'reason', 'charset', 'limit', 'value', 'engine', 'extension', 'format'];
const placeholders = Object.fromEntries(names.map((name) => [name, `{${name}}`]));

/** renderWarningTable gives the documentation of all codes of warnings as Markdown. */
export function renderWarningTable(language: Language): string {
  const { title, intro, head } = words[language];
  const rows = warningCodes.map((code) => {
    const params = code === 'member_skipped' ? { ...placeholders, member: '{member}' } : placeholders;
    return [`\`${code}\``, renderWarning({ code, params }, language)];
  });
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `# ${title}\n\n${intro}\n\n${lines.join('\n')}\n`;
}
