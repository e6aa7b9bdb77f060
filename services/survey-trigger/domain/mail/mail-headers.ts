import type { Brand } from '../brand.ts';
import type { OutgoingMessage } from '../delivery/message.ts';
import { domainOf, mailMessageId, tagged, tagOfToken } from './addresses.ts';

/** In the header of each mail, for bounces that bring back nothing but headers. */
export const ownHeader = 'X-Hilo-Message';

/**
 * What machines read of a mail: that a machine wrote it (RFC 3834), which one it is, and how it is refused with one click (RFC 8058).
 * The signature of the domain has to cover the latter.
 */
export const mailHeaders = (message: OutgoingMessage, brand: Brand): Record<string, string> => {
  const domain = domainOf(brand.from);
  return {
    'Message-ID': mailMessageId(message.id, brand.from),
    'List-Unsubscribe': [`<${message.links.unsubscribe}>`, ...mailto(message, brand)].join(', '),
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
    Precedence: 'bulk',
    'Feedback-ID': [message.programme.id, message.kind, message.programme.message?.class ?? 'survey', domain]
      .map(feedbackPart)
      .join(':'),
    [ownHeader]: message.id,
  };
};

const mailto = ({ links }: OutgoingMessage, { unsubscribe }: Brand): string[] => {
  const token = links.unsubscribe.split(/[?#]/)[0]?.split('/').at(-1) ?? '';
  return unsubscribe === undefined ? [] : [`<mailto:${tagged(unsubscribe, tagOfToken(token))}?subject=unsubscribe>`];
};

const feedbackPart = (text: string): string => text.replaceAll(/[^\w.-]+/g, '-');
