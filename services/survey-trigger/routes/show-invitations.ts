import { Channel, ContactReason, CustomerId, Identifier, Provenance, SubjectId, Uuid } from '@hilo/contracts';
import { z } from 'zod';
import type { Programme } from '../domain/programme.ts';
import { type AnswerRow, readAnswersOf } from '../store/answers.ts';
import { listFollowUps } from '../store/follow-up-list.ts';
import type { InvitationRow } from '../store/invitation-list.ts';
import { type ListedMessageRow, listMessages } from '../store/message-list.ts';
import type { Context } from './context.ts';
import { shownFollowing, shownFollowingOf } from './shown-following.ts';
import { ShownMessage, shownMessage } from './shown-message.ts';

/** A decision about asking, as it is shown. */
export const ShownInvitation = z.object({
  id: Uuid,
  programme: z.string(),
  programmeVersion: z.int().describe('The version of the programme by which it was decided.'),
  interaction: z.object({ source: z.string(), id: z.string() }),
  touchpoint: z.string(),
  subject: SubjectId,
  customer: CustomerId,
  occurredAt: z.string(),
  dueAt: z.string().describe('When it is decided, at the earliest.'),
  deadline: z.string().describe('Never asked later.'),
  state: z.enum(['pending', 'invited', 'withheld']),
  reason: z.string().optional().describe('Why the customer was not asked.'),
  reasons: z
    .array(ContactReason)
    .optional()
    .describe('Every reason, each with the rule that says so; of one that is pending, why it waits until dueAt.'),
  channel: Channel.optional(),
  contactPoint: Identifier.optional(),
  consent: Provenance.optional().describe('The statement of consent on which the invitation rests.'),
  decidedAt: z.string().optional(),
  unreadable: z
    .string()
    .optional()
    .describe('Why it could not be decided: what cannot be read, or failed. It is tried again at retryAt.'),
  failures: z.int().optional().describe('How often it could not be decided.'),
  retryAt: z.string().optional(),
  ...shownFollowing,
  messages: z
    .array(ShownMessage)
    .optional()
    .describe('Of one that Hilo delivers itself: every message to the customer, with what became of it.'),
});

type Shown = {
  invitation: z.infer<typeof ShownInvitation>;
  answers: readonly AnswerRow[];
  programme: Programme | undefined;
};

/** These invitations, each with its messages, how it stands, and what comes next. */
export const showInvitations = async (
  { pool, routes, versions, now }: Pick<Context, 'pool' | 'routes' | 'versions' | 'now'>,
  rows: readonly InvitationRow[],
): Promise<Shown[]> => {
  const ids = rows.map(({ id }) => id);
  const messages = await listMessages(pool, ids);
  const followUps = await listFollowUps(pool, ids);
  const answers = await readAnswersOf(pool, ids);
  const moment = { now: now(), carried: new Set((await routes.inForce(pool)).keys()) };
  const shown: Shown[] = [];
  for (const row of rows) {
    const programme = await versions.find(row.programme, row.programmeVersion);
    const found = { messages: messages.get(row.id) ?? [], answers: answers.get(row.id) ?? [], programme };
    const following = shownFollowingOf({ row, ...found, followUp: followUps.get(row.id) }, moment);
    shown.push({ invitation: { ...invitationOf(row, messages.get(row.id)), ...following }, ...found });
  }
  return shown;
};

const invitationOf = (
  {
    source,
    interaction,
    reason,
    reasons,
    channel,
    contactPoint,
    consent,
    decidedAt,
    unreadable,
    failures,
    retryAt,
    orderedAt: _orderedAt,
    ...row
  }: InvitationRow,
  messages: readonly ListedMessageRow[] | undefined,
): Omit<z.infer<typeof ShownInvitation>, 'next' | 'explanation'> => ({
  ...row,
  interaction: { source, id: interaction },
  ...(reason !== null && { reason }),
  ...(reasons !== null && { reasons }),
  ...(channel !== null && { channel }),
  ...(contactPoint !== null && { contactPoint }),
  ...(consent !== null && { consent }),
  ...(decidedAt !== null && { decidedAt }),
  ...(unreadable !== null && { unreadable, failures, ...(retryAt !== null && { retryAt }) }),
  ...(messages && { messages: messages.map(shownMessage) }),
});
