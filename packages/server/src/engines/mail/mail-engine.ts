import { readFile } from 'node:fs/promises';
import { type Block, type Inline, type Metadata, schemaVersion } from '@docmill/document';
import { mailDescriptor } from '#capabilities';
import { AppError } from '#errors';
import { PictureStore } from '../building/picture-store.ts';
import type { Converted, DocumentEngine, EngineRun } from '../engine.ts';
import type { ConvertMember } from '../members/convert-member.ts';
import { Gathering } from '../members/gathering.ts';
import { nestingOf, spend } from '../members/nesting.ts';
import { withScratch } from '../members/scratch.ts';
import { shownName } from '../members/shown-name.ts';
import { readHtml } from '../web/read-html.ts';
import { readEml } from './eml.ts';
import type { MailAttachment, MailMessage } from './message.ts';
import { readMsg } from './msg.ts';
import { plainBody } from './plain-body.ts';

/** MailEngineDeps is what the engine works with: whatever reads the attachments. */
export interface MailEngineDeps {
  readonly convertMember: ConvertMember;
}

/** createMailEngine makes the engine for messages: head, body, and each attachment below as if it had been sent by itself. */
export function createMailEngine({ convertMember }: MailEngineDeps): DocumentEngine {
  return {
    type: 'document',
    describe: () => mailDescriptor,
    check: async () => ({ ready: true }),
    async convert(run, onProgress) {
      const { file, limits, signal } = run;
      if (file.bytes > limits.maxOutputBytes)
        throw new AppError('output_too_large', { params: { limit: limits.maxOutputBytes } });
      const data = await readFile(file.path, { signal });
      const message = file.format === 'msg' ? readMsg(data) : await readEml(data);
      const { converted, attachments } = bodyOf(message, run);
      const nesting = nestingOf(run);
      const bytes = attachments.reduce((sum, attachment) => sum + attachment.data.byteLength, 0);
      spend(run, nesting, { entries: attachments.length, bytes });
      const whole = new Gathering(run, 2);
      whole.add(converted);
      onProgress(whole.pageCount);
      await withScratch(run, async (scratch) => {
        for (const { name: sent, data: content } of attachments) {
          signal.throwIfAborted();
          const name = shownName(sent);
          const path = await scratch.put(content);
          await whole.addMember(name, () => convertMember({ ...run, nesting }, { name, path }));
          onProgress(whole.pageCount);
        }
      });
      return whole.take(metadataOf(message));
    },
  };
}

interface Body {
  readonly converted: Converted;
  /** Those that are not pictures of the body. */
  readonly attachments: readonly MailAttachment[];
}

function bodyOf(message: MailMessage, { file, limits }: EngineRun): Body {
  const pictures = new PictureStore(limits);
  const shown = new Set<MailAttachment>();
  const byId = new Map(
    message.attachments.flatMap((one) => (one.contentId === undefined ? [] : [[one.contentId, one] as const])),
  );
  const resource = (address: string): Uint8Array | undefined => {
    const id = /^cid:(.+)$/i.exec(address)?.[1];
    const found = id === undefined ? undefined : (byId.get(id) ?? byId.get(decoded(id)));
    if (found !== undefined) shown.add(found);
    return found?.data;
  };
  const page = message.html === undefined ? undefined : readHtml(message.html, { pictures, resource });
  const body = page !== undefined && page.blocks.length > 0 ? page.blocks : plainBody(message.text ?? '');
  const attachments = message.attachments.filter((one) => !shown.has(one));
  const blocks = [...headOf(message, attachments), ...body];
  if (blocks.length === 0) throw new AppError('file_empty', { params: { file: file.name } });
  const { assets, warnings } = pictures;
  const document = {
    schemaVersion,
    metadata: {},
    pages: [{ index: 0, blocks }],
    assets: assets.map(({ asset }) => asset),
    warnings: [...(page?.warnings ?? []), ...warnings],
  } as const;
  return { converted: { document, assets }, attachments };
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** The head: its subject as title, then a line for each of its fields, and the names of what is attached. */
function headOf({ subject, headers }: MailMessage, attachments: readonly MailAttachment[]): readonly Block[] {
  const names = attachments.map(({ name }) => shownName(name)).join(', ');
  const lines = names === '' ? headers : [...headers, ['Attachments', names] as const];
  const content = lines.flatMap(([name, value], at): readonly Inline[] => [
    { type: 'text', text: `${at === 0 ? '' : '\n'}${name}:`, styles: ['bold'] },
    { type: 'text', text: ` ${value}` },
  ]);
  return [
    ...(subject === '' ? [] : [{ type: 'title', level: 1, content: [{ type: 'text', text: subject }] } as const]),
    ...(content.length === 0 ? [] : [{ type: 'text', content } as const]),
  ];
}

function metadataOf({ subject, senders, sentAt }: MailMessage): Metadata {
  return {
    ...(subject === '' ? {} : { title: subject }),
    ...(senders.length === 0 ? {} : { authors: senders }),
    ...(sentAt === undefined ? {} : { createdAt: sentAt }),
  };
}
