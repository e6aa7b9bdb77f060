import { z } from 'zod';
import { Identifier, OpenIdentifier } from './identifier.ts';
import { OpenConsentStatement } from './interaction.ts';
import { openEnum, openObject } from './open.ts';
import { CustomerId, EventId, OpenChannel, Source, SubjectId, Timestamp } from './words.ts';

/** Which fact a value comes from. */
export const Provenance = openObject({ source: Source, interaction: EventId, at: Timestamp });
export type Provenance = z.infer<typeof Provenance>;

export const HeldIdentifier = openObject({
  ...Identifier.shape,
  subject: SubjectId,
  firstSeenAt: Timestamp,
  posted: Identifier.shape.value
    .optional()
    .describe('As it was posted first, where that is another spelling; told by GET /v1/customers/{id}/identity.'),
  status: openEnum(z.enum(['linked', 'shared'])).describe('shared: used by too many customers to say who it is.'),
});

export const Trait = openObject({ value: z.json(), ...Provenance.shape });

export const Consent = openObject({ ...OpenConsentStatement.shape, ...Provenance.shape });
export type Consent = z.infer<typeof Consent>;

export const ConflictReason = z.enum(['max-per-customer', 'not-same', 'dissociated', 'shared']);
export type ConflictReason = z.infer<typeof ConflictReason>;

export const Conflict = openObject({
  between: z.tuple([OpenIdentifier, OpenIdentifier]),
  reason: openEnum(ConflictReason).describe('Why Hilo did not link these two, although an interaction named both.'),
  firstSeenAt: Timestamp,
});

export type Conflict = z.infer<typeof Conflict>;

/** The single customer record. All but version and updatedAt is a function of the facts. */
export const CustomerRecord = openObject({
  id: CustomerId,
  version: z.int().min(1),
  updatedAt: Timestamp,
  ambiguous: z.boolean().describe('True for a shared identifier: several people, nobody knows who.'),
  subjects: z.array(SubjectId),
  identifiers: z.array(HeldIdentifier),
  traits: z.record(z.string(), z.union([Trait, z.array(Trait)])).describe('A list where the strategy is a union.'),
  consents: z.array(Consent),
  contactPreferences: openObject({
    preferredName: z.string().optional(),
    language: z.string().optional(),
    timeZone: z.string().optional(),
    channel: z.string().optional(),
    hours: z.string().optional().describe('At what times of the day, where the customer is: 09:00-14:00.'),
    pauseUntil: z.string().optional().describe('Not before that, for what no law or contract asks for.'),
  }),
  interactions: openObject({
    total: z.int(),
    firstAt: Timestamp.optional(),
    lastAt: Timestamp.optional(),
    byChannel: z.partialRecord(OpenChannel, z.int()),
  }),
  conflicts: z.array(Conflict).describe('The oldest of them, 100 at the most.'),
  conflictCount: z.int().optional().describe('How many there are in all, where not all are listed.'),
}).describe('The single customer record at one version; a tombstone when it was merged away or erased.');
export type CustomerRecord = z.infer<typeof CustomerRecord>;
