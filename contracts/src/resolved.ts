import { z } from 'zod';
import { OpenIdentifier } from './identifier.ts';
import { AcceptedInteraction } from './interaction.ts';
import { Note } from './note.ts';
import { openEnum, openObject } from './open.ts';
import { CustomerId, SubjectId } from './words.ts';

/** New ones come at the end: a receipt is kept with its place among them. */
export const AttributionRule = z.enum(['strongest-identifier', 'all-shared']);
export type AttributionRule = z.infer<typeof AttributionRule>;

/** An interaction with the customer it belongs to, and why. */
export const ResolvedInteraction = openObject({
  interaction: AcceptedInteraction,
  subject: SubjectId,
  customer: CustomerId.describe('The customer of that moment; join by subject for the customer of today.'),
  version: z.int().min(1).describe('Higher when the interaction was attributed anew, withdrawn, or put back.'),
  withdrawn: z
    .boolean()
    .optional()
    .describe('True when the interaction was withdrawn: it counts for nobody, and is not to be shown.'),
  recordVersion: z.int().min(1).describe('The version of the record in which this interaction is counted.'),
  why: openObject({
    rule: openEnum(AttributionRule),
    identifier: OpenIdentifier.describe('The identifier that it is attributed to, normalised.'),
    registryVersion: z.int(),
  }),
  notes: z.array(Note).optional().describe('Which of its identifiers are not used as they were posted, and why.'),
}).describe('An interaction, the customer it belongs to, and why.');
export type ResolvedInteraction = z.infer<typeof ResolvedInteraction>;
