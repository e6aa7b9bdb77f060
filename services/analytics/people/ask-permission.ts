import { type Channel, ContactReason, Identifier, Timestamp } from '@hilo/contracts';
import { z } from 'zod';

/** Where survey-trigger is, and who asks there: with the right of whoever asks here. */
export type PermissionAsking = { url: string; headers: Readonly<Record<string, string>> };

export const contactChannels = ['call_centre', 'email', 'sms', 'whatsapp'] as const satisfies readonly Channel[];

const Result = z.object({
  allowed: z.boolean(),
  asOf: Timestamp.optional(),
  contactPoint: Identifier.optional(),
  reasons: z.array(ContactReason),
  nextAllowedAt: Timestamp.optional(),
});
const Results = z.object({ results: z.array(Result).length(contactChannels.length) });

/** Whether a customer may be contacted on a channel at this moment, and why not. */
export type ChannelPermission = z.infer<typeof Result> & { channel: (typeof contactChannels)[number] };

/** An employee who has the customer before her waits no longer for it. */
const longestWaitMs = 300;

/** Asks survey-trigger on which channels a customer may be contacted; `undefined` where it does not say so in time, for whatever reason. */
export const askPermission = async (
  { url, headers }: PermissionAsking,
  { customer, purpose }: { customer: string; purpose: string },
): Promise<ChannelPermission[] | undefined> => {
  const asked = contactChannels.map((channel) => ({ customer, channel, purpose, class: 'service' }));
  try {
    const response = await fetch(new URL('/v1/contact-permissions/check', url), {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(asked),
      redirect: 'error',
      signal: AbortSignal.timeout(longestWaitMs),
    });
    if (!response.ok) return undefined;
    const { results } = Results.parse(await response.json());
    return results.flatMap((one, n) => {
      const channel = contactChannels[n];
      return channel === undefined ? [] : [{ ...one, channel }];
    });
  } catch {
    return undefined;
  }
};

const forwarded = ['authorization', 'hilo-on-behalf-of', 'hilo-roles', 'hilo-purpose', 'traceparent', 'cookie'];

/**
 * By which survey-trigger knows who asks, for whom and what for: by her key, or by her session. What a page of Hilo asked of this service comes
 * from this service then, and is sent by POST for its length alone: it changes nothing.
 */
export const asWhoAsks = (headers: Readonly<Record<string, unknown>>): Record<string, string> => ({
  ...Object.fromEntries(
    forwarded.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  ),
  ...(headers.cookie !== undefined && { 'sec-fetch-site': 'same-origin' }),
});
