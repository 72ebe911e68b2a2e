/** MemberFile is a file in an archive. */
export interface MemberFile {
  /** As the archive has it; for people, never a path of this machine. */
  readonly name: string;
  /** content gives its bytes; of archives that are read as they unpack, only until the next member. Throws `file_corrupt`, `password_required`. */
  content(): Uint8Array | AsyncIterable<Uint8Array>;
}

/** isContent tells files from what systems put beside them. */
export function isContent(name: string): boolean {
  return !/(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)/i.test(name) && !name.endsWith('/');
}
