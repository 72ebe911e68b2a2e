/** MailMessage is a message, whichever kind of file it comes from. */
export interface MailMessage {
  readonly subject: string;
  /** What the head of the message says, in the order in which people read it: `From`, `To`, `Cc`, `Date`, ... */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly senders: readonly string[];
  /** ISO 8601; undefined where the date cannot be read. */
  readonly sentAt?: string;
  readonly html?: string;
  readonly text?: string;
  readonly attachments: readonly MailAttachment[];
}

/** MailAttachment is a file that came with a message. */
export interface MailAttachment {
  readonly name: string;
  readonly data: Uint8Array;
  /** What the HTML calls it by, without angle brackets. */
  readonly contentId?: string;
}

/** isoDate gives a date as ISO 8601; undefined for what is none. */
export function isoDate(date: string | undefined): string | undefined {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** personOf writes a person as mail programs do: `Ann <a@e.org>`. */
export function personOf(name = '', address = ''): string {
  if (name === '' || name === address) return address;
  return address === '' ? name : `${name} <${address}>`;
}

/** headersOf leaves out what is not said. */
export function headersOf(headers: readonly (readonly [string, string | undefined])[]): MailMessage['headers'] {
  return headers.flatMap(([name, value = '']) => (value.trim() === '' ? [] : [[name, value.trim()] as const]));
}
