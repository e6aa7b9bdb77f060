import { ApiKey, ChannelSource, Source, Timestamp } from '@hilo/contracts';
import { z } from 'zod';
import type { Secrets } from './adapter.ts';
import { AdapterName } from './adapters.ts';
import { Mapping } from './mapping.ts';

/** 128 random bits: whoever does not know it finds no endpoint. */
export const WebhookId = z.string().regex(/^[0-9a-f]{32}$/, 'is no id of an endpoint');

/** What an operator says of an endpoint, but for the secrets. */
export const WebhookSettings = z.strictObject({
  name: z.string().min(1).max(100).describe('For people, such as "WhatsApp of the shops".'),
  adapter: AdapterName,
  source: Source.describe('The source of what is posted to it.'),
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional()
    .describe(
      'Under which address the provider reaches Hilo, such as https://hooks.example.org: what Twilio signs. Without it, as the headers say.',
    ),
  rateLimit: ApiKey.shape.rateLimit.describe('How many requests a minute it takes in one process.'),
  mapping: Mapping.optional().describe('For the adapter `mapping`.'),
});

export type WebhookSettings = z.infer<typeof WebhookSettings>;

/** An endpoint as an operator writes it. Secrets are never shown again; without them, those that were there stay. */
export const PostedWebhook = WebhookSettings.extend({
  source: ChannelSource.describe('The source of what is posted to it.'),
  signingSecrets: z
    .array(z.string().min(8).max(500))
    .min(1)
    .max(5)
    .optional()
    .describe(
      "Twilio's auth token, Meta's app secret, Zendesk's signing secret. Any of them will do, so that one can be exchanged without a pause.",
    ),
  verifyToken: z
    .string()
    .min(8)
    .max(200)
    .optional()
    .describe('For Meta and WhatsApp: what they show when they ask whether the endpoint is yours.'),
});

export type PostedWebhook = z.infer<typeof PostedWebhook>;

/** An endpoint as it is shown. */
export const ShownWebhook = WebhookSettings.extend({
  id: WebhookId,
  path: z.string().describe('What the provider is to be given, after the address of Hilo.'),
  signingSecrets: z
    .int()
    .describe('How many there are; none as well where they do not open, since HILO_ID_SECRET is another now.'),
  verifyToken: z.boolean().describe('Whether there is one.'),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});

export type ShownWebhook = z.infer<typeof ShownWebhook>;

/** An endpoint as it is stored, its secrets sealed. */
export type StoredWebhook = {
  id: string;
  settings: WebhookSettings;
  sealedSecrets: string;
  createdAt: string;
  updatedAt: string;
};

export const shown = ({ id, settings, createdAt, updatedAt }: StoredWebhook, secrets: Secrets): ShownWebhook => ({
  id,
  ...settings,
  path: `/v1/webhooks/${id}/events`,
  signingSecrets: secrets.signing.length,
  verifyToken: secrets.verifyToken !== undefined,
  createdAt,
  updatedAt,
});

type Refusal = { path: PropertyKey[]; message: string };
type Whole = { settings: WebhookSettings; secrets: Secrets };

const asksBack = new Set<AdapterName>(['whatsapp', 'meta']);

/** What one field demands of another, the first that fails for each field. */
const rules: [path: PropertyKey[], message: string, isBroken: (whole: Whole) => boolean][] = [
  [
    ['mapping'],
    'is missing: it says what the bodies mean',
    ({ settings: { adapter, mapping } }) => adapter === 'mapping' && !mapping,
  ],
  [
    ['mapping'],
    'is for the adapter mapping alone',
    ({ settings: { adapter, mapping } }) => adapter !== 'mapping' && mapping !== undefined,
  ],
  [
    ['signingSecrets'],
    'is missing: nobody could tell who posts',
    ({ settings, secrets }) => isSigned(settings) && secrets.signing.length === 0,
  ],
  [
    ['signingSecrets'],
    'are not used: the mapping has no signature',
    ({ settings, secrets }) => !isSigned(settings) && secrets.signing.length > 0,
  ],
  [
    ['verifyToken'],
    'is missing: it is asked for when the endpoint is registered',
    ({ settings, secrets }) => asksBack.has(settings.adapter) && secrets.verifyToken === undefined,
  ],
  [
    ['verifyToken'],
    'is for whatsapp and meta alone',
    ({ settings, secrets }) => !asksBack.has(settings.adapter) && secrets.verifyToken !== undefined,
  ],
];

/** What is wrong with an endpoint as a whole. */
export const refusalsOf = (whole: Whole): Refusal[] =>
  rules.filter(([, , isBroken]) => isBroken(whole)).map(([path, message]) => ({ path, message }));

/** Whether what is posted to it is signed: always but for a mapping that knows no signature. */
export const isSigned = ({ adapter, mapping }: WebhookSettings): boolean =>
  adapter !== 'mapping' || mapping?.signature !== undefined;
