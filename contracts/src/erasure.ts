import { z } from 'zod';
import { DecidedBy } from './decision.ts';
import { Identifier } from './identifier.ts';
import { openObject } from './open.ts';
import { storable } from './storable.ts';
import { CustomerId, OpenServiceName, SubjectId, Timestamp, Uuid } from './words.ts';

/** Who asks for a person to be erased, and how the person is named. */
export const ErasureRequest = z
  .strictObject({
    id: Uuid.optional().describe('Given one if absent. Posting it again changes nothing.'),
    customer: CustomerId.optional().describe('The customer; or, instead, one of the identifiers.'),
    identifier: Identifier.optional().describe(
      'Whoever has it. One that nobody has is erased too: what names it and happened until now is never let in.',
    ),
    export: z.boolean().optional().describe('Answer with everything that identity-resolution knew, before it is gone.'),
    reason: storable(z.string().min(1).max(1000)).optional().describe('It is kept: nothing personal in it, please.'),
  })
  .refine(({ customer, identifier }) => (customer === undefined) !== (identifier === undefined), {
    path: ['customer'],
    message: 'either this or identifier, and not both',
  });
export type ErasureRequest = z.infer<typeof ErasureRequest>;

/** A person is to be erased, in every service. Nothing in it is personal: derived ids are keyed hashes. */
export const Erasure = openObject({
  id: Uuid,
  at: Timestamp.describe(
    'What happened until then is erased, whenever it is heard of; what happens later is a new life.',
  ),
  subjects: z.array(SubjectId).describe('Everything that is kept by one of these.'),
  names: z
    .array(z.string().regex(/^[0-9a-f]{32}$/))
    .optional()
    .describe(
      'Keyed hashes of the identifiers in every way in which they were written, for what nobody has normalised.',
    ),
  customers: z
    .array(openObject({ id: CustomerId, version: z.int().min(1) }))
    .describe('Records that are no more; no version up to this one counts.'),
}).describe('A person is to be erased, in every service.');
export type Erasure = z.infer<typeof Erasure>;

/**
 * An erasure as it stands in the list outside of the database: all that it takes to erase the same person again from a database of
 * before, and nothing that names anybody. Who is behind a key, and why it was asked for, is not in it.
 */
export const ListedErasure = openObject({
  erasure: Erasure,
  requestedAt: Timestamp,
  request: Uuid.describe('A keyed hash of what was asked for.'),
  by: openObject({ key: z.string(), source: z.string() }),
  marks: z
    .array(Uuid)
    .optional()
    .describe(
      'Keyed hashes of the identifiers and of the interactions that were erased; unknown of one that was made without the list.',
    ),
  others: z
    .array(Uuid)
    .optional()
    .describe('The same of interactions of others that named who was erased: they stay, without.'),
}).describe('An erasure in the list outside of the database.');
export type ListedErasure = z.infer<typeof ListedErasure>;

const Removed = z.record(z.string(), z.int().min(0)).describe('How many rows of which table.');

/** What one service has erased. */
export const ErasureReport = openObject({
  erasure: Uuid,
  service: OpenServiceName,
  at: Timestamp,
  removed: Removed,
}).describe('What one service has erased.');
export type ErasureReport = z.infer<typeof ErasureReport>;

/** A group that has still to read messages which are to go. */
export const WaitsFor = z.object({
  group: z.string().describe('The group of consumers.'),
  records: z.int().describe('How many messages it has still to read.'),
  lastAliveAt: Timestamp.describe('When a member of it lived last.'),
});

export type WaitsFor = z.infer<typeof WaitsFor>;

/** How far an erasure is, and what was removed where. */
export const ErasureStatus = z.object({
  id: Uuid,
  at: Timestamp.describe('What happened until then is erased.'),
  by: DecidedBy,
  reason: z.string().optional(),
  state: z.enum(['running', 'done']).describe('done: every service has reported, and the log.'),
  doneAt: Timestamp.optional(),
  report: z
    .array(
      z.object({
        where: z.union([OpenServiceName, z.literal('log')]),
        state: z.enum(['waiting', 'done']),
        at: Timestamp.optional(),
        removed: Removed.optional(),
        waitsFor: z
          .array(WaitsFor)
          .optional()
          .describe('On the log: messages stay until every service has read them. Start the one that is down.'),
        note: z.string().optional(),
      }),
    )
    .describe('What was removed where: in each service, and on the log.'),
});

export type ErasureStatus = z.infer<typeof ErasureStatus>;
