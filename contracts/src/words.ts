import { z } from 'zod';
import { openEnum } from './open.ts';

/** An instant with its offset from UTC, as RFC 3339 writes it. */
export const Timestamp = z.iso
  .datetime({ offset: true })
  .describe('An instant as RFC 3339 writes it, with its offset: 2026-03-01T09:30:00+01:00 or …Z.');

export const ServiceName = z.enum(['ingest', 'identity-resolution', 'survey-trigger', 'analytics']);
export type ServiceName = z.infer<typeof ServiceName>;
export const OpenServiceName = openEnum(ServiceName);

export const Word = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_.:/-]*$/u, 'letters, digits and _ . : / - only, beginning with a letter or digit')
  .describe('A name from the vocabulary of the company, such as airport.lounge.');

export const Channel = z
  .enum(['web', 'app', 'call_centre', 'ivr', 'store', 'email', 'sms', 'whatsapp', 'chat', 'social', 'post', 'other'])
  .describe('The kind of system on which the interaction took place.');
export type Channel = z.infer<typeof Channel>;
export const OpenChannel = openEnum(Channel);
export type OpenChannel = z.infer<typeof OpenChannel>;

export const Direction = z
  .enum(['inbound', 'outbound', 'internal'])
  .describe('Who began: the customer (inbound), the company (outbound), or nobody outside the company (internal).');
export const OpenDirection = openEnum(Direction);

export const Actor = z
  .enum(['customer', 'employee', 'manager', 'system', 'auditor'])
  .describe('Whose voice or action it is.');
export const OpenActor = openEnum(Actor);

export const Outcome = z
  .enum([
    'reached',
    'no_answer',
    'busy',
    'voicemail',
    'refused',
    'wrong_person',
    'bounced',
    'delivered',
    'opened',
    'completed',
    'abandoned',
    'failed',
  ])
  .describe('How it ended. wrong_person: the contact point does not belong to the person that it was used for.');
export const OpenOutcome = openEnum(Outcome);

export const Purpose = Word.describe(
  'What a contact or a use of data is for: feedback, marketing, service, profiling …',
);

export const Locale = z
  .string()
  .regex(/^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*$/, 'a language tag such as es or es-MX')
  .max(35)
  .describe('A BCP 47 language tag.');

export const EventId = z.string().min(1).max(200).describe('Unique per source: posting it again changes nothing.');

export const Source = z
  .string()
  .min(1)
  .max(200)
  .describe('The channel system that posted it; it comes from the API key.');

/** The source of a channel system. */
export const ChannelSource = Source.regex(
  /^(?!hilo\/)/,
  'begins with hilo/, as do the sources of what Hilo says itself',
);

/** An id that Hilo made or was given, in whichever case it is written: its letters are digits. */
export const Uuid = z.uuid().toLowerCase();

export const CustomerId = Uuid.describe('Derived from the oldest identifier of the customer by a keyed hash.');
export const SubjectId = Uuid.describe(
  'The derived id of one identifier. Facts are kept by subject; a merge changes whose it is, never the subject.',
);
