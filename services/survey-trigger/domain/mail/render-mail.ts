import type { Brand } from '../brand.ts';
import type { OutgoingMessage } from '../delivery/message.ts';
import { tagged } from './addresses.ts';
import { mailContent } from './mail-content.ts';
import { mailHeaders } from './mail-headers.ts';
import { logoId, mailHtml } from './mail-html.ts';
import { mailText } from './mail-text.ts';
import { toldMail } from './told-mail.ts';

/** A mail as it is sent. */
export type RenderedMail = {
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  replyTo: string | undefined;
  /** Where it goes back if it cannot be delivered: an address of this message alone (VERP), where there is one for bounces. */
  returnPath: string;
  attachments: { cid: string; contentType: string; content: string; encoding: 'base64' }[];
};

/** The mail that asks, or tells: the same for the same message, byte for byte. */
export const renderMail = (message: OutgoingMessage, brand: Brand): RenderedMail => {
  const { logo, bounces } = brand;
  return {
    ...(message.told === undefined ? asked(message, brand) : toldMail({ ...message, told: message.told }, brand)),
    headers: mailHeaders(message, brand),
    replyTo: brand.replyTo,
    returnPath: bounces === undefined ? brand.from : tagged(bounces, message.id),
    attachments:
      logo === undefined || logo.type === 'image/svg+xml'
        ? []
        : [{ cid: logoId, contentType: logo.type, content: logo.base64, encoding: 'base64' }],
  };
};

const asked = (message: OutgoingMessage, brand: Brand): Pick<RenderedMail, 'subject' | 'text' | 'html'> => {
  const content = mailContent(message, brand);
  return { subject: content.subject, text: mailText(content), html: mailHtml(content, brand) };
};
