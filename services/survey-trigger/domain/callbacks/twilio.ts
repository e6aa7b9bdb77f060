import type { Channel } from '@hilo/contracts';
import type { InboundCallback, ReportedState, StatusCallback } from './callback.ts';

/** The parameters of a form, each once. */
export type TwilioForm = ReadonlyMap<string, string>;

/** The form of a body; nothing, where it is none, or a parameter stands in it twice, of which only one would be signed. */
export const twilioFormIn = (text: string): TwilioForm | undefined => {
  const pairs = [...new URLSearchParams(text)];
  const form = new Map(pairs);
  return form.size === pairs.length && form.size > 0 && form.size <= 200 ? form : undefined;
};

/** What the words of Twilio mean, of messages and of calls. */
const states: Readonly<Record<string, ReportedState>> = {
  accepted: 'sent',
  queued: 'sent',
  sending: 'sent',
  sent: 'sent',
  initiated: 'sent',
  ringing: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  'in-progress': 'delivered',
  answered: 'delivered',
  completed: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
  busy: 'failed',
  'no-answer': 'failed',
  canceled: 'failed',
};

/** Codes of errors by which it is known that the person said no, or that there is nobody for good. */
export const twilioBrakes: Readonly<Record<string, 'refusal' | 'hard-bounce'>> = {
  '21610': 'refusal',
  '21211': 'hard-bounce',
  '21214': 'hard-bounce',
  '21614': 'hard-bounce',
  '30005': 'hard-bounce',
  '30006': 'hard-bounce',
  '63024': 'hard-bounce',
};

/** Of codes that say something of the message alone, what the field calls it: of WhatsApp, that only a template may be sent. */
const reasons: Readonly<Record<string, 'outside-24-hours'>> = { '63016': 'outside-24-hours' };

/** Why Twilio did not take or bring a message, where its code has a word. */
export const twilioReason = (code: string | undefined): 'outside-24-hours' | undefined =>
  code === undefined ? undefined : reasons[code];

/** What Twilio tells of a message or a call; nothing, where it says nothing that is known. */
export const twilioStatusIn = (
  form: TwilioForm,
  message: string | undefined,
  at: number,
): StatusCallback | undefined => {
  const said = form.get('MessageStatus') ?? form.get('SmsStatus') ?? form.get('CallStatus');
  const state = said === undefined ? undefined : states[said];
  const providerId = form.get('MessageSid') ?? form.get('CallSid');
  if (said === undefined || state === undefined || (message === undefined && providerId === undefined))
    return undefined;
  const code = form.get('ErrorCode');
  const brake = code === undefined ? undefined : twilioBrakes[code];
  const reason =
    state === 'failed' ? (code === undefined ? said : (twilioReason(code) ?? `twilio-${code}`)) : undefined;
  return { message, providerId, state, status: said, reason, brake, at };
};

const whatsapp = 'whatsapp:';

/** What somebody wrote to a number at Twilio. */
export const twilioInboundIn = (form: TwilioForm, at: number): InboundCallback | undefined => {
  const [id, from, text] = ['MessageSid', 'From', 'Body'].map((name) => form.get(name));
  if (id === undefined || from === undefined || text === undefined) return undefined;
  const channel: Channel = from.startsWith(whatsapp) ? 'whatsapp' : 'sms';
  const value = from.startsWith(whatsapp) ? from.slice(whatsapp.length) : from;
  return { id, channel, from: { kind: 'phone', value }, text, at };
};
