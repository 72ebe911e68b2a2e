import { allowedOf, type Setting } from './setting.ts';
import { settings } from './settings.ts';

const words = {
  en: {
    title: 'Settings',
    intro:
      'Every setting is an environment variable, or a line in `.env`; the environment wins. Empty means unset, and a comment behind a value is cut.',
    head: ['variable', 'default', 'allowed', 'means'],
  },
  zh: {
    title: '配置',
    intro: '每项配置都是环境变量，也可以写在 `.env` 中；环境变量优先。空值等于未设置，值后的注释会被去掉。',
    head: ['变量', '默认值', '允许的值', '含义'],
  },
} as const;

/** renderSettings gives the documentation of all settings as Markdown. */
export function renderSettings(language: 'en' | 'zh'): string {
  const { title, intro, head } = words[language];
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rowOf = (setting: Setting) =>
    row([
      `\`${setting.name}\``,
      setting.default === undefined ? '' : `${setting.default}${setting.unit === undefined ? '' : ` ${setting.unit}`}`,
      allowedOf(setting),
      setting[language],
    ]);
  const groups = settings.map(([group, items]) =>
    [`## ${group}`, '', row(head), row(head.map(() => '---')), ...items.map(rowOf), ''].join('\n'),
  );
  return `# ${title}\n\n${intro}\n\n${groups.join('\n')}`;
}
