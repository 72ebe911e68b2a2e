/** entries names every file that runs as a process or thread of its own, relative to this folder in the source tree. */
const entries = {
  slot: '../app/slot-entry.ts',
  'queue-writer': '../queue/sqlite/writer-thread.ts',
  watchdog: './watchdog-thread.ts',
} as const;

/** EntryName names an entry file. */
export type EntryName = keyof typeof entries;

/** entryUrl gives the file to start for an entry, in the source tree as well as in the bundle (there: `NAME.js` beside it). */
export function entryUrl(name: EntryName): URL {
  const inSource = import.meta.url.endsWith('.ts');
  return new URL(inSource ? entries[name] : `./${name}.js`, import.meta.url);
}
