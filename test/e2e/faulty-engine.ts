import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@docmill/document';
import { pdfDescriptor } from '../../packages/server/src/capabilities/index.ts';
import type { PageEngine } from '../../packages/server/src/engines/engine.ts';
import { AppError } from '../../packages/server/src/errors/index.ts';

/** Orders are what a fault document asks of the engine; it stands as JSON behind `%PDF-fault `. */
export interface Orders {
  readonly pages: number;
  /** Time a page takes, ms. */
  readonly pageTime?: number;
  readonly crash?: 'open' | number;
  /** Page index at which the engine stops giving signs of life, with the event loop blocked. */
  readonly hang?: number;
  /** Page index at which memory is taken until the slot is killed. */
  readonly leak?: number;
  /** Page index at which reading fails as a whole. */
  readonly fail?: number;
  /** Page index that cannot be read. */
  readonly badPage?: number;
  /** Each page read is noted here, a line each. */
  readonly journal?: string;
  /** Where the process notes that it has opened the document, as a line `<pid> <label>`. */
  readonly sightings?: { readonly path: string; readonly label: string };
}

/** faultFile gives the bytes of a document that makes the engine do as ordered. */
export function faultFile(orders: Orders): Uint8Array {
  return Buffer.from(`%PDF-fault ${JSON.stringify(orders)}`);
}

function ordersOf(path: string): Orders {
  return JSON.parse(readFileSync(path, 'utf8').slice('%PDF-fault '.length)) as Orders;
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

/** createFaultyEngine stands in for the `pdf` engine and misbehaves as its files order. */
export function createFaultyEngine(): PageEngine<{ text: string }> {
  return {
    type: 'pages',
    describe: () => pdfDescriptor,
    check: async () => ({ ready: true }),
    async survey({ file }) {
      const orders = ordersOf(file.path);
      const { sightings } = orders;
      if (sightings !== undefined) appendFileSync(sightings.path, `${process.pid} ${sightings.label}\n`);
      if (orders.crash === 'open') die();
      return { pageCount: orders.pages, metadata: {}, outline: [] };
    },
    async *readPages({ file, signal }, pages) {
      const orders = ordersOf(file.path);
      for (const pageIndex of pages) {
        signal.throwIfAborted();
        await misbehave(orders, pageIndex);
        if (orders.journal !== undefined) appendFileSync(orders.journal, `${pageIndex}\n`);
        if (orders.badPage === pageIndex)
          yield {
            pageIndex,
            error: new AppError('page_failed', { params: { page: pageIndex + 1, reason: 'ordered' } }),
          };
        else yield { pageIndex, summary: null, content: { text: `page ${pageIndex + 1}` }, assets: [], warnings: [] };
      }
    },
    async *assemble(_, drafts): AsyncGenerator<Page> {
      for await (const draft of drafts.pages()) {
        yield {
          index: draft.pageIndex,
          blocks: [{ type: 'text', content: [{ type: 'text', text: draft.content.text }] }],
        };
      }
    },
  };
}

async function misbehave(orders: Orders, pageIndex: number): Promise<void> {
  if (orders.pageTime !== undefined) await delay(orders.pageTime);
  if (orders.crash === pageIndex) die();
  if (orders.fail === pageIndex) throw new AppError('engine_failed', { params: { reason: 'ordered' } });
  if (orders.hang === pageIndex) for (;;);
  const kept: Buffer[] = [];
  while (orders.leak === pageIndex) {
    kept.push(Buffer.alloc(8_000_000, kept.length));
    await delay(1);
  }
}
