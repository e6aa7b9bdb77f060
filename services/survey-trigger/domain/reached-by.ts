import type { Identifier } from '@hilo/contracts';

/** The kinds of identifier at which somebody is reached on a channel, the likeliest first. */
export const kindsOfChannel: Readonly<Record<string, readonly string[]>> = {
  call_centre: ['phone'],
  ivr: ['phone'],
  sms: ['phone'],
  whatsapp: ['whatsapp', 'phone'],
  email: ['email'],
  app: ['device_id', 'user_id'],
  web: ['user_id', 'anonymous_id'],
};

/** At which people are contacted, whether they share it or not; an account is one person's. */
const contactPointKinds: ReadonlySet<string> = new Set([
  'phone',
  'whatsapp',
  'email',
  'device_id',
  'twitter',
  'instagram',
  'facebook',
  'tiktok',
  'linkedin',
]);

export const isContactPoint = ({ kind }: Pick<Identifier, 'kind'>): boolean => contactPointKinds.has(kind);

/** Whether somebody may be reached there on the channel. */
export const isReachedBy = (channel: string, { kind }: Pick<Identifier, 'kind'>): boolean =>
  kindsOfChannel[channel]?.includes(kind) ?? isContactPoint({ kind });
