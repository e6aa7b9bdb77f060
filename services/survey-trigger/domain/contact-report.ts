import {
  Actor,
  Channel,
  ContactClass,
  CustomerId,
  EventId,
  Identifier,
  type Interaction,
  instantOf,
  Outcome,
  Purpose,
  Time,
  Uuid,
  Word,
} from '@hilo/contracts';
import { z } from 'zod';
import { ownSource } from './candidate.ts';
import type { Brake, ContactFact } from './contact.ts';
import { derivedUuid } from './derived-uuid.ts';

/** A contact that some system, or somebody in it, has made with a customer. */
export const ContactReport = z
  .strictObject({
    id: EventId.optional().describe(
      'Unique per source: reporting it again changes nothing. Given one if absent, or that of the header Idempotency-Key.',
    ),
    attempt: EventId.optional().describe(
      'The id that your system has for the call or message, where that is another: reports, and interactions of your source, with one attempt are one contact.',
    ),
    reservation: Uuid.optional().describe('The permission that was reserved for it.'),
    customer: CustomerId.optional().describe('Whom it was meant for.'),
    identifier: Identifier.optional().describe('Whom it was meant for, by how your system knows the customer.'),
    contactPoint: Identifier.optional().describe('The number, address or account that was used.'),
    channel: Channel,
    purpose: Purpose,
    class: ContactClass,
    touchpoint: Word.default('contact'),
    startedAt: Time.optional().describe('When it was begun; now, if absent.'),
    endedAt: Time.optional(),
    outcome: Outcome.optional().describe('How it ended. refused brakes every channel at once.'),
    objection: z
      .boolean()
      .optional()
      .describe('True where the customer objects to every contact that no law requires.'),
    bounce: z.enum(['hard', 'soft']).optional().describe('Of outcome bounced: hard, for good, unless this says soft.'),
    actor: Actor.optional(),
    weight: z.number().min(0).max(10).optional().describe('How much it counts as pressure; 1 if absent.'),
  })
  .refine(({ customer, identifier, contactPoint }) => customer ?? identifier ?? contactPoint, {
    path: ['contactPoint'],
    message: 'names one of customer, identifier and contactPoint',
  });
export type ContactReport = z.infer<typeof ContactReport>;

/** What of a report stands in the properties of its interaction, so that whoever has that alone has all of it. */
export const ReportedProperties = z.object({
  contact: z.object({
    source: z.string(),
    id: z.string(),
    purpose: Purpose,
    class: ContactClass,
    contactPoint: z.int().min(0).optional().describe('Which of the identifiers it is.'),
    reservation: Uuid.optional(),
    endedAt: z.string().optional(),
    objection: z.boolean().optional(),
    bounce: z.enum(['hard', 'soft', 'repeated']).optional(),
    weight: z.number().optional(),
  }),
});

/** A report, by whom, when it was heard of, and by which identifiers the customer is known in it. */
export type HeardReport = {
  report: ContactReport;
  id: string;
  source: string;
  /** In milliseconds since the epoch. */
  heardAt: number;
  identifiers: readonly Identifier[];
  contactPoint: Identifier;
  subject: string | undefined;
};

export const brakeOf = (told: {
  outcome?: string | undefined;
  objection?: boolean | undefined;
  bounce?: string | undefined;
}): Brake | undefined => {
  if (told.objection === true) return 'objection';
  if (told.outcome === 'refused') return 'refusal';
  if (told.outcome === 'wrong_person') return 'wrong-person';
  if (told.outcome !== 'bounced' || told.bounce === 'soft') return undefined;
  return told.bounce === 'repeated' ? 'soft-bounces' : 'hard-bounce';
};

const startOf = ({ report, heardAt }: HeardReport): number =>
  report.startedAt === undefined ? heardAt : instantOf(report.startedAt);

/** The report as a fact of the ledger, before it comes back over the thread. */
export const factOfReport = (heard: HeardReport, placeOf: (contactPoint: Identifier) => string): ContactFact => {
  const { report, id, source, contactPoint, subject } = heard;
  const { channel, purpose, touchpoint, outcome, weight, endedAt } = report;
  return {
    teller: 'report',
    source,
    id,
    version: 0,
    place: placeOf(contactPoint),
    at: startOf(heard),
    origin: { source, id: report.attempt ?? id },
    reservation: report.reservation,
    subject,
    brake: brakeOf(report),
    withdrawn: false,
    told: {
      channel,
      direction: 'outbound',
      contactPoint,
      purpose,
      class: report.class,
      touchpoint,
      startedAt: startOf(heard),
      ...(endedAt !== undefined && { endedAt: instantOf(endedAt) }),
      ...(outcome !== undefined && { outcome }),
      ...(weight !== undefined && { weight }),
    },
  };
};

/** The report as it stands on the thread. Its id is derived, so that a report that is repeated puts no second one there. */
export const reportedInteraction = (heard: HeardReport): Interaction & { id: string } => {
  const { report, id, source, identifiers, contactPoint } = heard;
  const { channel, purpose, touchpoint, outcome, actor, reservation, endedAt, objection, bounce, weight } = report;
  const at = identifiers.findIndex(({ kind, value }) => kind === contactPoint.kind && value === contactPoint.value);
  const contact = {
    source,
    id: report.attempt ?? id,
    purpose,
    class: report.class,
    ...(at >= 0 && { contactPoint: at }),
    ...(reservation !== undefined && { reservation }),
    ...(endedAt !== undefined && { endedAt: new Date(instantOf(endedAt)).toISOString() }),
    ...(objection !== undefined && { objection }),
    ...(bounce !== undefined && { bounce }),
    ...(weight !== undefined && { weight }),
  };
  return {
    id: reportedId(source, id),
    occurredAt: new Date(startOf(heard)).toISOString(),
    channel,
    touchpoint,
    kind: 'contacted',
    direction: 'outbound',
    ...(actor !== undefined && { actor }),
    identifiers: [...identifiers],
    ...(outcome !== undefined && { outcome }),
    properties: { contact },
  };
};

/** The id on the thread of a report. */
export const reportedId = (source: string, id: string): string =>
  `contact:${derivedUuid([ownSource, 'contact', source, id])}`;
