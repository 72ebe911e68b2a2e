import PostalMime, { type Address, type Attachment } from 'postal-mime';
import { AppError } from '#errors';
import { headersOf, isoDate, type MailAttachment, type MailMessage, personOf } from './message.ts';

/** Parts of a message within parts. */
const maxPartDepth = 64;

/** readEml reads a message as it travels (RFC 5322, MIME). Messages inside it stay attachments. Throws `file_corrupt`. */
export async function readEml(data: Uint8Array): Promise<MailMessage> {
  const mail = await PostalMime.parse(data, { forceRfc822Attachments: true, maxNestingDepth: maxPartDepth }).catch(
    (cause) => {
      throw new AppError('file_corrupt', { params: { reason: String((cause as Error).message) }, cause });
    },
  );
  const from = mail.from ?? mail.sender;
  const sentAt = isoDate(mail.date);
  return {
    subject: mail.subject?.trim() ?? '',
    headers: headersOf([
      ['From', peopleOf(from === undefined ? [] : [from])],
      ['To', peopleOf(mail.to)],
      ['Cc', peopleOf(mail.cc)],
      ['Bcc', peopleOf(mail.bcc)],
      ['Reply-To', peopleOf(mail.replyTo)],
      ['Date', mail.headers.find(({ key }) => key === 'date')?.value],
    ]),
    senders: from === undefined ? [] : [from.name || (from.address ?? '')].filter((name) => name !== ''),
    ...(sentAt === undefined ? {} : { sentAt }),
    ...(mail.html === undefined ? {} : { html: mail.html }),
    ...(mail.text === undefined ? {} : { text: mail.text }),
    attachments: mail.attachments.map(attachmentOf),
  };
}

function peopleOf(addresses: readonly Address[] = []): string {
  return addresses
    .map((one) => (one.group === undefined ? personOf(one.name, one.address) : `${one.name}: ${peopleOf(one.group)}`))
    .join(', ');
}

function attachmentOf({ filename, mimeType, content, contentId }: Attachment, at: number): MailAttachment {
  const data = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
  const id = contentId?.replace(/^<|>$/g, '');
  return { name: filename ?? nameFor(mimeType, at), data, ...(id === undefined ? {} : { contentId: id }) };
}

function nameFor(mimeType: string, at: number): string {
  if (mimeType === 'message/rfc822') return `message-${at + 1}.eml`;
  return `attachment-${at + 1}${mimeType === 'text/html' ? '.html' : mimeType === 'text/calendar' ? '.ics' : ''}`;
}
