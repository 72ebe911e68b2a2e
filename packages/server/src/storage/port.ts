import type { Readable } from 'node:stream';

/** StoredObject describes one object. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
}

/** WriteOptions of a write. */
export interface WriteOptions {
  /** Stop with `file_too_large` (params: limit) once more than this came. */
  readonly maxBytes?: number;
  /** Return only when a power cut can no longer undo it. Default true. */
  readonly durable?: boolean;
  /** Called with each piece as it passes, for hashing and sniffing. */
  readonly onChunk?: (chunk: Uint8Array) => void;
}

/**
 * Storage keeps keyed objects. A key is a relative path of segments joined by `/`, each made by `safeSegment` or by the
 * caller from a safe alphabet; adapters refuse (`storage_failed`) a key that would leave their root. A write is all or nothing:
 * readers never see half an object, and a failed write leaves nothing behind. Errors: `disk_full`, `storage_failed` (retryable).
 */
export interface Storage {
  write(
    key: string,
    source: AsyncIterable<Uint8Array> | Uint8Array | string,
    options?: WriteOptions,
  ): Promise<{ readonly bytes: number }>;
  /** sync makes objects durable that were written with `durable: false`: many together cost about as much as one. */
  sync(keys: readonly string[]): Promise<void>;
  /** read streams an object; `range` counts bytes from 0, end included. Throws `storage_failed` with params.key when it is missing. */
  read(key: string, range?: { readonly start: number; readonly end: number }): Promise<Readable>;
  /** text gives a small object as a whole, read as UTF-8. Throws as `read` does. */
  text(key: string): Promise<string>;
  stat(key: string): Promise<StoredObject | undefined>;
  /** list walks all objects below a prefix (a folder), in no order. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** folders gives the names of the first-level folders below a prefix. */
  folders(prefix: string): Promise<readonly string[]>;
  /** names gives the names of the objects right below a prefix, without a look at them, in no order. */
  names(prefix: string): Promise<readonly string[]>;
  /** remove deletes an object or everything below a prefix; a missing one is no error. */
  remove(prefix: string): Promise<void>;
  /** fetch gives a local path of the object: the object itself (read-only) or a copy in `folder`. */
  fetch(key: string, folder: string): Promise<string>;
  /**
   * publish projects objects into a new folder: each `from` appears at `to` below `target`, all at once. Repeating it is
   * harmless: an existing target is replaced.
   */
  publish(target: string, files: readonly { readonly from: string; readonly to: string }[]): Promise<void>;
  /** unfinished gives (and, with `remove`, deletes) writes that broke off before `before` (ms since the epoch): they are nobody's object. */
  unfinished(before: number, options: { readonly remove: boolean }): Promise<readonly StoredObject[]>;
  /** free gives the bytes left on the medium, undefined where it has no such figure. */
  free(): Promise<number | undefined>;
  /** ping throws when objects cannot be written and removed. */
  ping(): Promise<void>;
}
