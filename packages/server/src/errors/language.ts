/** Language of messages for people. */
export type Language = 'en' | 'zh';

/** languageOf reads an Accept-Language header or a LANG variable; English unless Chinese comes first. */
export function languageOf(preference: string | undefined): Language {
  const ranked = (preference ?? '')
    .split(',')
    .map((entry, index) => {
      const [tag = '', ...params] = entry.trim().split(';');
      const quality = params.map((param) => /^\s*q=([\d.]+)/.exec(param)?.[1]).find((q) => q !== undefined);
      return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality), index };
    })
    .filter(({ tag }) => tag.startsWith('zh') || tag.startsWith('en'))
    .sort((a, b) => b.quality - a.quality || a.index - b.index);
  return ranked[0]?.tag.startsWith('zh') ? 'zh' : 'en';
}
