import {
  CaseState,
  CaseStep,
  CustomerId,
  DecidedBy,
  EventId,
  OpenChannel,
  Source,
  SubjectId,
  Timestamp,
  Uuid,
  Word,
} from '@hilo/contracts';
import { z } from 'zod';
import type { Case } from '../domain/cases/case.ts';
import { Severity } from '../domain/cases/case-rules.ts';
import { nextDueAt } from '../domain/cases/due.ts';
import type { readSteps } from '../store/case-steps.ts';

const Score = z.object({ scale: z.string(), question: z.string().optional(), value: z.number() });

/** A case, as it is shown. */
export const ShownCase = z.object({
  id: Uuid,
  customer: CustomerId.describe('Whose it is today.'),
  subject: SubjectId,
  about: Word.describe('Of a customer there is one case in hand about the same.'),
  state: CaseState,
  severity: Severity,
  reach: z.number().optional().describe('How many hear of it.'),
  rule: Word.describe('Of GET /v1/case-rules: what opened it.'),
  queue: Word,
  owner: z.string().optional(),
  defender: z.string().optional(),
  calendar: Word.describe('By which its clocks run.'),
  interaction: z.object({ source: Source, id: EventId }).describe('What opened it: GET /v1/interactions/{id}.'),
  touchpoint: Word,
  channel: OpenChannel,
  occurredAt: Timestamp,
  openedAt: Timestamp.describe('When Hilo accepted what opened it: its clocks run from then on.'),
  firstResponseDueAt: Timestamp.optional().describe('Absent while its clocks stand.'),
  resolutionDueAt: Timestamp.optional(),
  nextDueAt: Timestamp.optional().describe('The next of both.'),
  overdue: z.boolean(),
  waitingSince: Timestamp.optional(),
  waitingUntil: Timestamp.optional(),
  contactedAt: Timestamp.optional().describe('When somebody was first in touch with the customer.'),
  resolvedAt: Timestamp.optional(),
  rootCause: Word.optional(),
  resolution: Word.optional(),
  reopened: z.int().describe('How often it was opened again.'),
  level: z.int().describe('How far it was escalated.'),
  joinedTo: Uuid.optional().describe('The case that has taken it up.'),
  before: Score.optional().describe('The score with which it began.'),
  after: Score.optional().describe('The first score after it was resolved.'),
  recovery: z.number().optional().describe('By how much the score rose.'),
  revision: z.int(),
  etag: z.string().describe('What If-Match of whatever changes it has to say.'),
});
export type ShownCase = z.infer<typeof ShownCase>;

export const shownCase = (one: Case, now: number): ShownCase => {
  const next = nextDueAt(one);
  const { before, after } = one;
  const recovery = before && after && before.scale === after.scale ? { recovery: after.value - before.value } : {};
  return {
    id: one.id,
    customer: one.customer,
    subject: one.subject,
    about: one.about,
    state: one.state,
    severity: one.severity,
    reach: one.reach,
    rule: one.rule,
    queue: one.queue,
    owner: one.owner,
    defender: one.defender,
    calendar: one.calendar,
    interaction: { source: one.source, id: one.interaction },
    touchpoint: one.touchpoint,
    channel: one.channel,
    occurredAt: timeOf(one.occurredAt),
    openedAt: timeOf(one.openedAt),
    ...timesOf({ firstResponseDueAt: one.firstResponseDueAt, resolutionDueAt: one.resolutionDueAt, nextDueAt: next }),
    overdue: next !== undefined && next <= now,
    ...timesOf({ waitingSince: one.pausedAt, waitingUntil: one.pausedUntil }),
    ...timesOf({ contactedAt: one.contactedAt, resolvedAt: one.resolvedAt }),
    rootCause: one.rootCause,
    resolution: one.resolution,
    reopened: one.reopened,
    level: one.level,
    joinedTo: one.joinedTo,
    before,
    after,
    ...recovery,
    revision: one.revision,
    etag: `"${one.revision}"`,
  };
};

const timeOf = (at: number): string => new Date(at).toISOString();

const timesOf = <Name extends string>(times: Record<Name, number | undefined>): Partial<Record<Name, string>> => {
  const told: Partial<Record<Name, string>> = {};
  for (const name in times) {
    const at = times[name];
    if (at !== undefined) told[name] = timeOf(at);
  }
  return told;
};

/** A step of a case, as it is shown. */
export const ShownStep = z.object({
  revision: z.int(),
  step: CaseStep,
  at: Timestamp,
  by: DecidedBy.optional().describe('Who did it; without, Hilo, or the customer.'),
  interaction: z.object({ source: Source, id: EventId }).optional().describe('What the customer said that did it.'),
  detail: z
    .record(z.string(), z.json())
    .optional()
    .describe('What was said or changed: the comment, the new owner, the outcome of a contact, the clock before.'),
});

const Json = z.record(z.string(), z.json());

export const shownStep = ({
  by,
  source,
  interaction,
  detail,
  ...step
}: Awaited<ReturnType<typeof readSteps>>[number]): z.infer<typeof ShownStep> => ({
  ...step,
  ...(by && { by }),
  ...(source !== null && interaction !== null && { interaction: { source, id: interaction } }),
  ...(detail && { detail: Json.parse(detail) }),
});
