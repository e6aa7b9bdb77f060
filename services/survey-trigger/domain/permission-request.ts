import { createHash } from 'node:crypto';
import { Channel, ContactClass, CustomerId, EventId, Identifier, instantOf, Purpose, Time } from '@hilo/contracts';
import { z } from 'zod';

/** Whether somebody may be contacted, as whoever is about to asks it. */
export const PermissionRequest = z
  .strictObject({
    id: EventId.optional().describe(
      'Unique per source: asked again, the same is reserved, and once. That of the header Idempotency-Key, if absent. It is in the answer.',
    ),
    customer: CustomerId.optional().describe('Who is to be contacted.'),
    identifier: Identifier.optional().describe('Who is to be contacted, by how your system knows the customer.'),
    contactPoint: Identifier.optional().describe(
      'The number, address or account that is to be used; without it, the likeliest of the customer for the channel.',
    ),
    channel: Channel,
    purpose: Purpose,
    class: ContactClass,
    at: Time.optional().describe('When it is to be made, 31 days ahead at the most; now, if absent.'),
    from: z
      .string()
      .regex(/^\+?[\d\s().-]{2,32}$/, 'is no telephone number')
      .optional()
      .describe('The number from which it is called: where a law wants it to have a prefix, that is looked at.'),
    reserve: z
      .boolean()
      .default(false)
      .describe('True reserves the contact, if it is permitted: it counts at once, until it expires or is reported.'),
  })
  .refine(({ customer, identifier, contactPoint }) => customer ?? identifier ?? contactPoint, {
    path: ['contactPoint'],
    message: 'names one of customer, identifier and contactPoint',
  })
  .refine(({ customer, identifier }) => customer === undefined || identifier === undefined, {
    path: ['identifier'],
    message: 'is one too many: customer says already who it is',
  });
export type PermissionRequest = z.infer<typeof PermissionRequest>;

/** Clocks differ by so much. */
const skewMs = 5 * 60_000;
const longestAheadMs = 31 * 86_400_000;

/** What is wrong with the moment that is asked about; `undefined`, if nothing is. */
export const faultOfMoment = ({ at }: PermissionRequest, now: number): string | undefined => {
  if (at === undefined) return undefined;
  const moment = instantOf(at);
  if (moment < now - skewMs) return 'is over; leave it out to ask about now';
  return moment > now + longestAheadMs ? 'is more than 31 days ahead' : undefined;
};

/** The moment that is asked about, in milliseconds since the epoch. */
export const momentOf = ({ at }: PermissionRequest, now: number): number =>
  Math.max(now, at === undefined ? now : instantOf(at));

/** What was asked, but for under which id: by it a repetition is known. */
export const digestOfRequest = ({ id: _id, ...asked }: PermissionRequest): string =>
  createHash('sha256').update(JSON.stringify(asked)).digest('base64url');
