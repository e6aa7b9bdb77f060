import { alertStates, CaseStep, Channel, surveyStates, Timestamp } from '@hilo/contracts';
import { z } from 'zod';

/** 128 random bits: whoever does not know it finds no place to call back. */
export const OutgoingWebhookId = z.string().regex(/^[0-9a-f]{32}$/, 'is no id of an outgoing webhook');

export const EventType = z
  .enum([
    'hilo.survey.*',
    ...surveyStates.map((state) => `hilo.survey.${state}` as const),
    'hilo.case.*',
    ...CaseStep.options.map((step) => `hilo.case.${step}` as const),
    'hilo.reaction.*',
    'hilo.reaction.fired',
    'hilo.reaction.withheld',
    'hilo.alert.*',
    ...alertStates.map((state) => `hilo.alert.${state}` as const),
    'hilo.guidance.*',
    'hilo.guidance.pushed',
    'hilo.guidance.withdrawn',
  ])
  .describe(
    'What became of asking somebody, what happened to a case, that Hilo has reacted, that a figure left its band, and that a card for the front line is pushed or withdrawn; `hilo.survey.*`, `hilo.case.*`, `hilo.reaction.*`, `hilo.alert.*` and `hilo.guidance.*` are all of each.',
  );

const Name = z.string().min(1).max(100).describe('For people, such as "SMS of the shops".');
const Enabled = z.boolean().default(true).describe('Whether anything is sent to it.');

const unique = <Value>(values: readonly Value[]): boolean => new Set(values).size === values.length;
const channels = z
  .array(Channel)
  .min(1)
  .refine(unique, 'has one twice')
  .describe('By it messages to people leave on these channels.');

/** A provider of the operator's own, or a system, that takes what Hilo posts, signed as Standard Webhooks says. */
const StandardWebhook = z.strictObject({
  kind: z.literal('standard'),
  name: Name,
  url: z.string().min(1).max(2000).describe('Where Hilo posts: https://, and reached from everywhere.'),
  messages: z.strictObject({ channels }).optional().describe('It carries messages to people.'),
  events: z
    .strictObject({ types: z.array(EventType).min(1).refine(unique, 'has one twice') })
    .optional()
    .describe('It is told what happens, at least once.'),
  idempotent: z
    .boolean()
    .default(false)
    .describe(
      'The same webhook-id is one message to it: what may have been taken is posted again, within the deadline.',
    ),
  enabled: Enabled,
});

/** A sender at Twilio: a number, a sender of letters, or a messaging service. */
const Sender = z.string().regex(/^(\+[1-9]\d{4,14}|[A-Za-z0-9 ]{1,11}|MG[0-9a-f]{32}|[1-9]\d{2,7})$/, 'is no sender');
const PhoneSender = z.string().regex(/^\+[1-9]\d{4,14}$/, 'is no number with its country code');

const TwilioAccount = z.strictObject({
  kind: z.literal('twilio'),
  name: Name,
  accountSid: z.string().regex(/^AC[0-9a-f]{32}$/, 'is no id of an account'),
  url: z.string().min(1).max(2000).default('https://api.twilio.com').describe("Where Twilio's API is."),
  from: z
    .strictObject({ sms: Sender.optional(), whatsapp: PhoneSender.optional(), ivr: PhoneSender.optional() })
    .refine((from) => Object.values(from).some((sender) => sender !== undefined), 'has no sender')
    .describe('From whom it comes; messages leave by this account on the channels that stand here.'),
  enabled: Enabled,
});

export const OutgoingWebhookSettings = z.discriminatedUnion('kind', [StandardWebhook, TwilioAccount], {
  error: 'has no kind of standard, twilio',
});
export type OutgoingWebhookSettings = z.infer<typeof OutgoingWebhookSettings>;

const Secret = z
  .string()
  .min(8)
  .max(500)
  .optional()
  .describe(
    'Of twilio, the auth token, which is needed. Of standard, base64 of 24 to 64 bytes with or without `whsec_`; without it, Hilo makes one.',
  );
export const PostedOutgoingWebhook = z.discriminatedUnion(
  'kind',
  [StandardWebhook.extend({ secret: Secret }), TwilioAccount.extend({ secret: Secret })],
  { error: 'has no kind of standard, twilio' },
);
export type PostedOutgoingWebhook = z.infer<typeof PostedOutgoingWebhook>;

const shownMore = {
  id: OutgoingWebhookId,
  callbacks: z.string().describe('Where it calls back: this, and /status, /inbound, /ivr or /bounce.'),
  secrets: z
    .int()
    .describe('How many are valid; none as well where they do not open, since HILO_ID_SECRET is another now.'),
  disabled: z
    .strictObject({ at: Timestamp, reason: z.string() })
    .optional()
    .describe('By whom or what it was taken out of use.'),
  failingSince: Timestamp.optional().describe('Since when no event has arrived there.'),
  createdAt: Timestamp,
  updatedAt: Timestamp,
};
export const ShownOutgoingWebhook = z.discriminatedUnion('kind', [
  StandardWebhook.extend(shownMore),
  TwilioAccount.extend(shownMore),
]);
export type ShownOutgoingWebhook = z.infer<typeof ShownOutgoingWebhook>;

/** A secret, and until when it is valid, if another has taken its place; times are in milliseconds since the epoch. */
export const KeptSecret = z.object({ secret: z.string(), until: z.number().optional() });
export type KeptSecret = z.infer<typeof KeptSecret>;

/** As it is stored, its secrets sealed. */
export type StoredOutgoingWebhook = {
  id: string;
  settings: OutgoingWebhookSettings;
  sealedSecrets: string;
  disabledAt: number | undefined;
  disabledReason: string | undefined;
  failingSince: number | undefined;
  createdAt: number;
  updatedAt: number;
};

/** The channels on which messages to people leave by it. */
export const channelsOf = (settings: OutgoingWebhookSettings): readonly Channel[] => {
  if (settings.kind === 'standard') return settings.messages?.channels ?? [];
  return Channel.options.filter((channel) => senderOn(settings.from, channel) !== undefined);
};

type From = z.infer<typeof TwilioAccount>['from'];
/** From whom a message comes on this channel, where one comes at all. */
export const senderOn = (from: From, channel: Channel): string | undefined =>
  channel === 'sms' || channel === 'whatsapp' || channel === 'ivr' ? from[channel] : undefined;

/** Whether it is to be told of what has this type. */
export const isToldOf = (settings: OutgoingWebhookSettings, type: string): boolean =>
  settings.kind === 'standard' &&
  (settings.events?.types ?? []).some(
    (one) => one === type || (one.endsWith('.*') && type.startsWith(one.slice(0, -1))),
  );

type Fault = { path: PropertyKey[]; message: string };

/** What is wrong with it as a whole, but for its address. */
export const faultsOfWebhook = (settings: OutgoingWebhookSettings): Fault[] => {
  if (settings.kind !== 'standard') return [];
  if (settings.messages === undefined && settings.events === undefined)
    return [{ path: ['messages'], message: 'is missing, as is events: nothing would ever be sent to it' }];
  return settings.idempotent && settings.messages === undefined
    ? [{ path: ['idempotent'], message: 'is for messages alone: events are told again in any case' }]
    : [];
};

/** The secrets that are valid at this moment, the newest first. */
export const validSecrets = (kept: readonly KeptSecret[], now: number): string[] =>
  kept.filter(({ until }) => until === undefined || until > now).map(({ secret }) => secret);

/** For so long the secret before is valid beside a new one, unless somebody says otherwise. */
export const overlapHours = 24;

/** A new secret first; the others end at the end of the overlap, if not before. */
export const rotated = (kept: readonly KeptSecret[], secret: string, overlapMs: number, now: number): KeptSecret[] => [
  { secret },
  ...kept
    .filter((one) => one.secret !== secret && (one.until === undefined || one.until > now))
    .slice(0, 4)
    .map((one) => ({ secret: one.secret, until: Math.min(one.until ?? Number.POSITIVE_INFINITY, now + overlapMs) })),
];

/** Why one is out of use that somebody took out of it; all else is a reason of Hilo's. */
export const takenOutBy = (by: string): string => `taken out of use by ${by}`;

/** Where it calls back, as it is known outside. */
export const callbacksOf = (publicUrl: string, id: string): string => `${publicUrl}/v1/callbacks/${id}`;

/** As it is shown. */
export const shownWebhook = (
  { id, settings, disabledAt, disabledReason, failingSince, createdAt, updatedAt }: StoredOutgoingWebhook,
  secrets: readonly KeptSecret[],
  { publicUrl, now }: { publicUrl: string; now: number },
): ShownOutgoingWebhook => ({
  ...settings,
  enabled: disabledAt === undefined,
  id,
  callbacks: callbacksOf(publicUrl, id),
  secrets: validSecrets(secrets, now).length,
  ...(disabledAt !== undefined && { disabled: { at: iso(disabledAt), reason: disabledReason ?? '' } }),
  ...(failingSince !== undefined && { failingSince: iso(failingSince) }),
  createdAt: iso(createdAt),
  updatedAt: iso(updatedAt),
});

const iso = (at: number): string => new Date(at).toISOString();
