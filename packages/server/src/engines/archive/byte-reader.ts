/** ByteReader takes pieces of given lengths out of a stream. */
export class ByteReader {
  private readonly source: AsyncIterator<Uint8Array>;
  private chunk: Uint8Array = new Uint8Array();

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** take gives the next `length` bytes, fewer at the end of the stream. */
  async take(length: number): Promise<Buffer> {
    return Buffer.concat(await Array.fromAsync(this.stream(length)));
  }

  /** stream gives the next `length` bytes piece by piece. */
  async *stream(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (this.chunk.byteLength === 0 && !(await this.fill())) return;
      const piece = this.chunk.subarray(0, left);
      this.chunk = this.chunk.subarray(piece.byteLength);
      left -= piece.byteLength;
      yield piece;
    }
  }

  /** rest gives all that is left, beginning with bytes that were taken already. */
  async *rest(taken: Uint8Array): AsyncGenerator<Uint8Array> {
    if (taken.byteLength > 0) yield taken;
    do {
      if (this.chunk.byteLength > 0) yield this.chunk;
    } while (await this.fill());
  }

  private async fill(): Promise<boolean> {
    const { value, done } = await this.source.next();
    this.chunk = done === true ? new Uint8Array() : value;
    return done !== true;
  }
}
