import { stemOf } from '#storage';

/** jsonStems gives each file the key of its result: the plain stem; names that meet (case does not part them) become `name_2`, `name_3`, ... */
export function jsonStems(fileNames: readonly string[]): readonly string[] {
  return unique(fileNames.map((name) => stemOf(name) || 'unnamed'));
}

/** zipStems gives each file the name of its folder in a zip, by the rules that clients of the original know. */
export function zipStems(fileNames: readonly string[]): readonly string[] {
  return unique(fileNames.map((name) => zipStem(stemOf(name))));
}

/** Python's `\w` for text: letters, digits and the underscore of every script. */
function zipStem(stem: string): string {
  const safe = stem
    .replace(/[/\\.]{2,}/g, '')
    .replace(/[/\\]/g, '')
    .replace(/[^\p{L}\p{N}_.-]/gu, '_')
    .replace(/^\./, '_');
  return safe === '' ? 'unnamed' : safe;
}

function unique(stems: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return stems.map((stem) => {
    let free = stem;
    for (let n = 2; taken.has(free.toLowerCase()); n += 1) free = `${stem}_${n}`;
    taken.add(free.toLowerCase());
    return free;
  });
}
