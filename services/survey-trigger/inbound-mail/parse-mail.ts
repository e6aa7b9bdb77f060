import { createHash } from 'node:crypto';
import PostalMime, { type Address } from 'postal-mime';
import type { ParsedMail } from '../domain/mail/inbound/parsed-mail.ts';

/** Takes a mail apart; `recipients` are those that the servers named. What is sent back in it is left as it is. */
export const parseMail = async (bytes: Buffer, recipients: readonly string[] = []): Promise<ParsedMail> => {
  const mail = await PostalMime.parse(bytes, { forceRfc822Attachments: true, attachmentEncoding: 'utf8' });
  const named = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to'].flatMap((name) =>
    mail.headers.filter(({ key }) => key === name).map(({ value }) => value.replaceAll(/[<>\s]/g, '')),
  );
  return {
    id: createHash('sha256')
      .update(mail.messageId ?? bytes)
      .digest('base64url'),
    headers: mail.headers.map(({ key, value }) => ({ key, value })),
    from: addressesOf(mail.from)[0] ?? '',
    to: [...new Set([...recipients, ...named, ...[...(mail.to ?? []), ...(mail.cc ?? [])].flatMap(addressesOf)])],
    subject: mail.subject ?? '',
    text: mail.text ?? textOfHtml(mail.html ?? ''),
    parts: mail.attachments.map(({ mimeType, content }) => ({
      type: mimeType,
      content: typeof content === 'string' ? content : '',
    })),
  };
};

const addressesOf = (one: Address | undefined): string[] =>
  one === undefined ? [] : (one.group ?? [one]).flatMap(({ address }) => (address ? [address.toLowerCase()] : []));

/** Enough to find words in it; nobody is shown it. */
const textOfHtml = (page: string): string =>
  page
    .replaceAll(/<(?:style|script)[\s\S]*?<\/(?:style|script)>/gi, '')
    .replaceAll(/<blockquote[\s\S]*<\/blockquote>/gi, '')
    .replaceAll(/<(?:br|\/p|\/div|\/tr)[^>]*>/gi, '\n')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
