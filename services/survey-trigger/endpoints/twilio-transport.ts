import type { OutConnector } from '@hilo/webhook-out';
import { z } from 'zod';
import { twilioBrakes, twilioReason } from '../domain/callbacks/twilio.ts';
import type { OutgoingMessage } from '../domain/delivery/message.ts';
import { refusalOf } from '../domain/delivery/refusal-brake.ts';
import type { HandOver, Transport } from '../domain/delivery/transport.ts';
import { shortText } from '../domain/endpoints/message-body.ts';
import { type OutgoingWebhookSettings, senderOn } from '../domain/endpoints/outgoing-webhook.ts';
import { type AnswerToPost, handOverOf } from '../domain/endpoints/posted.ts';
import { postingTransport } from './standard-transport.ts';

type Twilio = Extract<OutgoingWebhookSettings, { kind: 'twilio' }>;
export type TwilioNow = () => { settings: Twilio; secrets: readonly string[] } | undefined;
type PostingToTwilio = { connector: OutConnector; company: string; callbacks: string; now(): number };

/** Sends by Twilio's API: SMS, WhatsApp, and calls which ask by voice. What it tells afterwards names the message in its address. */
export const twilioTransport = (
  { connector, company, callbacks, now }: PostingToTwilio,
  route: string,
  account: TwilioNow,
): Transport =>
  postingTransport(
    { connector, now },
    route,
    (message) => {
      const { settings, secrets } = account() ?? { secrets: [] };
      const [token] = secrets;
      const from = settings && senderOn(settings.from, message.channel);
      if (settings === undefined || token === undefined || from === undefined) return undefined;
      const base = `${settings.url.replace(/\/+$/, '')}/2010-04-01/Accounts/${settings.accountSid}`;
      const isCall = message.channel === 'ivr';
      const fields = isCall ? callOf(message, from, callbacks) : textOf(message, from, { company, callbacks });
      const authorization = `Basic ${Buffer.from(`${settings.accountSid}:${token}`).toString('base64')}`;
      const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
      const url = `${base}/${isCall ? 'Calls' : 'Messages'}.json`;
      return { url, mayRepeat: false, post: { headers, body: new URLSearchParams(fields).toString() } };
    },
    twilioHandOver,
  );

type Fields = Record<string, string>;

const textOf = (
  message: OutgoingMessage,
  from: string,
  { company, callbacks }: { company: string; callbacks: string },
): Fields => {
  const prefix = message.channel === 'whatsapp' ? 'whatsapp:' : '';
  return {
    To: prefix + message.contactPoint.value,
    ...(from.startsWith('MG') ? { MessagingServiceSid: from } : { From: prefix + from }),
    Body: shortText(message, company),
    StatusCallback: `${callbacks}/status/${message.id}`,
  };
};

const callOf = ({ id, contactPoint, language }: OutgoingMessage, from: string, callbacks: string): Fields => ({
  To: contactPoint.value,
  From: from,
  Url: `${callbacks}/ivr/${id}/${encodeURIComponent(language)}`,
  Method: 'POST',
  StatusCallback: `${callbacks}/status/${id}`,
  StatusCallbackMethod: 'POST',
});

const Said = z.object({ sid: z.string().min(1).max(200).optional(), code: z.coerce.string().optional() });

/** What Twilio's answer means: an error of its own has a code, which may say something of the person. */
export const twilioHandOver = (posted: AnswerToPost, now: number): HandOver => {
  const answer = handOverOf(posted, now);
  const { sid, code } = posted.state === 'answered' ? saidIn(posted.body) : {};
  if (answer.state === 'accepted') return { ...answer, providerId: sid };
  if (answer.state !== 'refused') return answer;
  const brake = code === undefined ? undefined : twilioBrakes[code];
  const detail = code === undefined ? answer.detail : `${answer.detail}, Twilio ${code}`;
  return { state: 'refused', reason: twilioReason(code) ?? refusalOf(brake), detail };
};

const saidIn = (body: string): z.infer<typeof Said> => {
  try {
    return Said.safeParse(JSON.parse(body)).data ?? {};
  } catch {
    return {};
  }
};
