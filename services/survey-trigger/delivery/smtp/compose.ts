import MailComposer from 'nodemailer/lib/mail-composer';
import type { OutgoingMessage } from '../../domain/delivery/message.ts';
import { mailMessageId } from '../../domain/mail/addresses.ts';
import { type DkimKey, openSigning } from './dkim.ts';

/** What a mail says, as it is written for one message. */
export type WrittenMail = {
  subject: string;
  text: string;
  html?: string;
  headers: Readonly<Record<string, string>>;
  replyTo?: string | undefined;
  /** Where it goes back if it cannot be delivered; without it, to the sender. */
  returnPath?: string;
  attachments?: { cid: string; contentType: string; content: string; encoding: 'base64' }[];
};

export type MailSender = {
  from: string | { name: string; address: string };
  dkim?: DkimKey | undefined;
  write(message: OutgoingMessage): WrittenMail;
};

/** A mail as it goes over the wire. */
export type ComposedMail = { bytes: Buffer; envelope: { from: string; to: string }; messageId: string };

/** Composes and signs mails of one sender. A message keeps its Message-ID, whatever attempt it is. */
export const openComposing = ({ from, dkim, write }: MailSender) => {
  const address = typeof from === 'string' ? addressIn(from) : from.address;
  const sign = dkim && openSigning(dkim);
  return async (message: OutgoingMessage): Promise<ComposedMail> => {
    const { returnPath = address, replyTo, ...written } = write(message);
    const messageId = mailMessageId(message.id, address);
    const to = message.contactPoint.value;
    const mail = { from, to: { name: '', address: to }, ...written, ...(replyTo && { replyTo }), messageId };
    const bytes = await bytesOf({ ...mail, disableFileAccess: true, disableUrlAccess: true });
    return { bytes: sign === undefined ? bytes : await sign(bytes), envelope: { from: returnPath, to }, messageId };
  };
};

/** Without the streams of nodemailer's transports, which cost as much again. */
const bytesOf = async (mail: ConstructorParameters<typeof MailComposer>[0]): Promise<Buffer> => {
  const bytes = await new MailComposer(mail).compile().build();
  const text = bytes.toString('latin1');
  // Mail servers take lines that end as RFC 5321 says, and so they are signed.
  return /(?<!\r)\n/.test(text) ? Buffer.from(text.replaceAll(/\r?\n/g, '\r\n'), 'latin1') : bytes;
};

/** The address in `Name <address>`. */
export const addressIn = (from: string): string => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
