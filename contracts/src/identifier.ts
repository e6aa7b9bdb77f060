import { z } from 'zod';
import { openObject } from './open.ts';

export const IdentifierKind = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'lower-case letters, digits and _, beginning with a letter')
  .describe('customer_number, national_id, user_id, loyalty_id, email, phone, whatsapp, twitter, device_id, …');

/** Something by which a person is known to a channel system. */
export const Identifier = z
  .strictObject({
    kind: IdentifierKind,
    value: z.string().min(1).max(512).describe('As the channel system has it; Hilo normalises it by its kind.'),
  })
  .describe('Something by which a person is known to a channel system.');
export type Identifier = z.infer<typeof Identifier>;

/** The same as a reader of topics meets it. */
export const OpenIdentifier = openObject(Identifier.shape).describe(
  'Something by which a person is known to a channel system.',
);
