import { Identifier, Word } from '@hilo/contracts';
import { z } from 'zod';
import { derivedUuid } from '../derived-uuid.ts';

/** A link to be printed: on the receipt of a transaction, where it takes one answer, or on a sign, where it takes many. */
export const SurveyLinkRequest = z.strictObject({
  programme: Word.describe('By which is asked: the version in force when somebody opens the link.'),
  transaction: Identifier.optional().describe(
    'Of a receipt: to what the answer is attributed, such as order_id or booking_ref. Without it, it is a sign: each who opens it is somebody new, and the answers are left out of scores.',
  ),
  touchpoint: Word.default('survey.link').describe('What is asked about.'),
  validDays: z.int().min(1).max(3660).optional().describe('So long it can be opened: 14 days, or a year for a sign.'),
});
export type SurveyLinkRequest = z.infer<typeof SurveyLinkRequest>;

const dayMs = 86_400_000;

/** Until when it can be opened, in milliseconds since the epoch. */
export const linkExpiresAt = ({ transaction, validDays }: SurveyLinkRequest, now: number): number =>
  now + (validDays ?? (transaction === undefined ? 365 : 14)) * dayMs;

/** Whether an invitation is of a printed receipt, whose transaction takes one answer: not of a sign, where each is somebody new. */
export const isOfReceipt = (interaction: string, identifier: Identifier | undefined): boolean =>
  interaction.startsWith('link:') && identifier !== undefined && identifier.kind !== 'anonymous_id';

/** One for each programme and transaction, however many links there are: so there is one answer. */
export const linkInvitationId = (programme: string, { kind, value }: Identifier): string =>
  derivedUuid(['link', programme, kind, value]);
