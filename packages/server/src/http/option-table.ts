import { flagOf, parameters } from '#capabilities';
import type { Language } from '#errors';
import { mineru3Names, v1Names } from './option-fields.ts';

const words = {
  en: {
    title: 'Options',
    intro:
      'What a caller may ask for: as a field of `POST /api/v1/tasks/submit` and of `POST /file_parse`, and as a flag of `docmill parse` and `docmill submit`. An option that is on is turned off by the flag with `--no-`. A value that is not allowed is refused: HTTP 422 with the code `invalid_parameter` and the name of the field; a command ends with exit code 2. Unset ones are as MINERU_* settings say, else as here. What the options say of the Markdown changes neither `content_list` nor `middle_json`, but for pictures that are dropped.',
    head: ['field', 'flag', 'allowed', 'default', 'means'],
    boolean: 'true, false',
    integer: (minimum: number | undefined) => `a whole number from ${minimum ?? 0}`,
    string: 'text',
    here: (name: string) => ` On \`/file_parse\` it is \`${name}\`.`,
    list: ' On `/file_parse` it is `lang_list`, with one for all files or one a file.',
  },
  zh: {
    title: '选项',
    intro:
      '调用者可以设置的选项：`POST /api/v1/tasks/submit` 和 `POST /file_parse` 的字段，以及 `docmill parse` 和 `docmill submit` 的参数。默认开启的选项用 `--no-` 开头的参数关闭。不允许的值会被拒绝：HTTP 422，代码 `invalid_parameter` 并给出字段名；命令的退出码为 2。未设置的选项先按 MINERU_* 配置，再按此处的默认值。除丢弃图片外，Markdown 选项不影响 `content_list` 和 `middle_json`。',
    head: ['字段', '参数', '允许的值', '默认值', '含义'],
    boolean: 'true, false',
    integer: (minimum: number | undefined) => `不小于 ${minimum ?? 0} 的整数`,
    string: '文本',
    here: (name: string) => `在 \`/file_parse\` 中为 \`${name}\`。`,
    list: '在 `/file_parse` 中为 `lang_list`，可为所有文件给一个，或每个文件各给一个。',
  },
} as const;

/** renderOptionTable gives the documentation of all options as Markdown. */
export function renderOptionTable(language: Language): string {
  const { title, intro, head, here, list, ...kinds } = words[language];
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rows = parameters.map((parameter) => {
    const { name, type, choices, minimum } = parameter;
    const allowed = choices?.join(', ') ?? (type === 'integer' ? kinds.integer(minimum) : kinds[type]);
    const elsewhere = mineru3Names[name] === v1Names[name] ? '' : here(mineru3Names[name]);
    const meaning = parameter[language].replace(/<!-- \w+ 3 -->/g, '`$&`') + (name === 'lang' ? list : elsewhere);
    return row([`\`${v1Names[name]}\``, `\`${flagOf(name)}\``, allowed, String(parameter.default ?? ''), meaning]);
  });
  return `# ${title}\n\n${intro}\n\n${[row(head), row(head.map(() => '---')), ...rows].join('\n')}\n`;
}
