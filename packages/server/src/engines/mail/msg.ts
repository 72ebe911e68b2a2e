import reader, { type FieldsData as Fields } from '@kenjiuno/msgreader';
import { AppError } from '#errors';
import { decodePage } from '../web/decode.ts';
import { headersOf, isoDate, type MailAttachment, type MailMessage, personOf } from './message.ts';
import { htmlInRtf } from './rtf-html.ts';

/** The default export of a CommonJS module is a property of what it exports. */
const { default: MsgReader } = reader;

/** readMsg reads a message as Outlook keeps it. Messages inside it stay attachments. Throws `file_corrupt`. */
export function readMsg(data: Uint8Array): MailMessage {
  try {
    const file = new MsgReader(new Uint8Array(data).buffer);
    const fields = file.getFileData();
    if ('error' in fields && typeof fields.error === 'string') throw new Error(fields.error);
    return messageOf(fields, (attachment) => file.getAttachment(attachment).content);
  } catch (cause) {
    throw new AppError('file_corrupt', { params: { reason: String((cause as Error).message) }, cause });
  }
}

function messageOf(fields: Fields, contentOf: (attachment: Fields) => Uint8Array): MailMessage {
  const people = (kind: 'to' | 'cc' | 'bcc') =>
    (fields.recipients ?? [])
      .filter(({ recipType = 'to' }) => recipType === kind)
      .map(({ name, smtpAddress, email }) => personOf(name, addressIn(smtpAddress, email)))
      .join(', ');
  const address = addressIn(
    fields.senderSmtpAddress,
    fields.sentRepresentingSmtpAddress,
    fields.creatorSMTPAddress,
    fields.senderEmail,
  );
  const said = fields.messageDeliveryTime ?? fields.clientSubmitTime ?? fields.creationTime;
  const sentAt = isoDate(said);
  const html = htmlOf(fields);
  return {
    subject: fields.subject?.trim() ?? '',
    headers: headersOf([
      ['From', personOf(fields.senderName, address)],
      ['To', people('to')],
      ['Cc', people('cc')],
      ['Bcc', people('bcc')],
      ['Date', said],
    ]),
    senders: [fields.senderName ?? address].filter((name) => name !== ''),
    ...(sentAt === undefined ? {} : { sentAt }),
    ...(html === undefined ? {} : { html }),
    ...(fields.body === undefined ? {} : { text: fields.body }),
    attachments: (fields.attachments ?? []).map((attachment, at) => attachmentOf(attachment, at, contentOf)),
  };
}

/** Inside a company Outlook keeps the name in a directory in the place of an address: `/o=ExchangeLabs/ou=...` */
function addressIn(...candidates: readonly (string | undefined)[]): string {
  return candidates.find((candidate) => candidate?.includes('@')) ?? '';
}

function htmlOf({ html, bodyHtml, compressedRtf }: Fields): string | undefined {
  if (bodyHtml !== undefined && bodyHtml.trim() !== '') return bodyHtml;
  if (html !== undefined && html.byteLength > 0) return decodePage(html).text;
  return compressedRtf === undefined ? undefined : htmlInRtf(compressedRtf);
}

function attachmentOf(attachment: Fields, at: number, contentOf: (attachment: Fields) => Uint8Array): MailAttachment {
  const { fileName, fileNameShort, name, pidContentId, innerMsgContent, extension = '' } = attachment;
  const called = fileName ?? fileNameShort ?? name ?? `attachment-${at + 1}${extension}`;
  return {
    name: innerMsgContent === true && !/\.msg$/i.test(called) ? `${called}.msg` : called,
    data: contentOf(attachment),
    ...(pidContentId === undefined ? {} : { contentId: pidContentId.replace(/^<|>$/g, '') }),
  };
}
