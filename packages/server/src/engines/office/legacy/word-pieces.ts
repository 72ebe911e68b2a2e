import { AppError } from '#errors';

/** Piece is a run of text in the stream of Word; `width` is bytes a character. */
export interface Piece {
  readonly text: string;
  readonly offset: number;
  readonly width: 1 | 2;
}

/** textOfPieces gives the text of the body by the table of pieces (MS-DOC 2.8.35, 2.9.38). Throws `file_corrupt`. */
export function textOfPieces(word: Buffer, table: Buffer): readonly Piece[] {
  const length = word.readUInt32LE(76);
  const pieces: Piece[] = [];
  const list = pieceTable(table.subarray(word.readUInt32LE(418), word.readUInt32LE(418) + word.readUInt32LE(422)));
  const count = Math.floor((list.byteLength - 4) / 12);
  for (let at = 0; at < count; at += 1) {
    const [from, to] = [list.readUInt32LE(at * 4), list.readUInt32LE(at * 4 + 4)];
    if (from >= length || to <= from) continue;
    const place = list.readUInt32LE((count + 1) * 4 + at * 8 + 2);
    const isNarrow = (place & 0x40000000) !== 0;
    const offset = isNarrow ? (place & 0x3fffffff) >>> 1 : place & 0x3fffffff;
    const characters = Math.min(to, length) - from;
    const bytes = word.subarray(offset, offset + characters * (isNarrow ? 1 : 2));
    const text = isNarrow ? new TextDecoder('windows-1252').decode(bytes) : bytes.toString('utf16le');
    pieces.push({ text, offset, width: isNarrow ? 1 : 2 });
  }
  return pieces;
}

/** The table of pieces stands behind property lists, each with its length before it. */
function pieceTable(clx: Buffer): Buffer {
  let at = 0;
  while (at + 5 <= clx.byteLength && clx[at] === 1) at += 3 + clx.readUInt16LE(at + 1);
  if (at + 5 > clx.byteLength || clx[at] !== 2)
    throw new AppError('file_corrupt', { params: { reason: 'its text cannot be found' } });
  return clx.subarray(at + 5, at + 5 + clx.readUInt32LE(at + 1));
}
