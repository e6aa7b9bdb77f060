import { z } from 'zod';
import { openEnum, openObject } from './open.ts';
import { CustomerId, EventId, OpenChannel, Source, SubjectId, Timestamp, Uuid, Word } from './words.ts';

/** What may happen to a case. */
export const CaseStep = z.enum([
  'opened',
  'assigned',
  'escalated',
  'contacted',
  'resolved',
  'reopened',
  'commented',
  'waiting',
  'resumed',
  'prioritised',
  'joined',
  'separated',
  'withdrawn',
  'recovered',
]);
export type CaseStep = z.infer<typeof CaseStep>;

/** How a case stands. */
export const CaseState = z
  .enum(['open', 'waiting', 'resolved', 'joined', 'withdrawn'])
  .describe(
    'waiting: its clocks stand; joined: another case of the customer about the same has taken it up; withdrawn: what it was about did not happen.',
  );
export type CaseState = z.infer<typeof CaseState>;

const Score = openObject({ scale: Word, question: Word.optional(), value: z.number() });

/** A step in closing the loop with an unhappy customer, with the case as it stands after it. */
export const CaseEvent = openObject({
  id: Uuid.describe('Of the case.'),
  revision: z.int().min(1).optional().describe('Counts the steps of a case: the highest says how it stands.'),
  state: openEnum(CaseStep).describe('What happened.'),
  status: openEnum(CaseState).optional(),
  subject: SubjectId,
  customer: CustomerId,
  interaction: openObject({
    source: Source,
    id: EventId,
    version: z.int().min(1).optional().describe('By which the subject is whose it is.'),
  }).describe('What opened it.'),
  reason: Word.describe('The rule that opened it.'),
  about: Word.optional().describe('Of a customer there is one open case about the same.'),
  severity: openEnum(z.enum(['low', 'normal', 'high', 'urgent'])).optional(),
  touchpoint: Word.optional(),
  channel: OpenChannel.optional(),
  queue: Word.optional(),
  owner: z.string().max(200).optional(),
  defender: z.string().max(200).optional(),
  level: z.int().min(0).optional().describe('How often it was escalated.'),
  dueAt: Timestamp.optional().describe('When the next of both is due: first response or resolution.'),
  firstResponseDueAt: Timestamp.optional(),
  resolutionDueAt: Timestamp.optional(),
  occurredAt: Timestamp.optional().describe('When what opened it took place.'),
  openedAt: Timestamp.optional(),
  contactedAt: Timestamp.optional().describe('When somebody was first in touch with the customer about it.'),
  resolvedAt: Timestamp.optional(),
  reopened: z.int().min(0).optional().describe('How often it was opened again.'),
  rootCause: Word.optional(),
  resolution: Word.optional(),
  joinedTo: Uuid.optional().describe('The case that has taken it up.'),
  before: Score.optional().describe('The score with which it began.'),
  after: Score.optional().describe('The first score after it was resolved.'),
  at: Timestamp,
}).describe('A step in closing the loop with an unhappy customer.');
export type CaseEvent = z.infer<typeof CaseEvent>;
