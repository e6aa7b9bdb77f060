import { Channel, ContactReason } from '@hilo/contracts';
import { z } from 'zod';
import { isTalkedToIn, messageStates } from '../domain/following/asked-so-far.ts';
import { type Disposition, dispositionOf, dispositions } from '../domain/following/disposition.ts';
import { explained } from '../domain/following/explained.ts';
import { isAskedNoMore, type LookedAt, type WhatIsNext, whatIsNext } from '../domain/following/what-is-next.ts';
import type { Programme } from '../domain/programme.ts';
import { countedAnswers } from '../domain/questions/next-question.ts';
import { isTemplateId } from '../domain/templates/as-programme.ts';
import { type AnswerRow, lastAnswers } from '../store/answers.ts';
import type { ListedFollowUp } from '../store/follow-up-list.ts';
import type { InvitationRow } from '../store/invitation-list.ts';
import type { ListedMessageRow } from '../store/message-list.ts';

/** How the asking of somebody stands, and what comes next. */
export const shownFollowing = {
  disposition: z
    .enum(dispositions)
    .optional()
    .describe('How the asking stands, as instedd/surveda has it; absent of whoever was not asked.'),
  next: z
    .object({
      step: z
        .enum(['decision', 'message', 'reminder', 'fallback', 'nothing'])
        .describe(
          'decision: whether to ask is not decided yet. message: one is to leave. nothing: none leaves any more, which `reason` says why.',
        ),
      at: z.string().optional().describe('At the earliest.'),
      channels: z
        .array(Channel)
        .optional()
        .describe('By which; of several the first on which the customer may be reached then.'),
      reason: z.string().optional(),
      reasons: z.array(ContactReason).optional().describe('Why it waits, or does not come, each with the rule.'),
    })
    .describe('What comes next, as things stand now.'),
  explanation: z.string().describe('Both in words.'),
};
const Shown = z.object(shownFollowing);

export type Followed = {
  row: InvitationRow;
  messages: readonly ListedMessageRow[];
  followUp: ListedFollowUp | undefined;
  answers: readonly AnswerRow[];
  /** By which it was asked; nothing, where nobody can read it any more. */
  programme: Programme | undefined;
};

type Moment = { now: number; carried: ReadonlySet<Channel> };

export const shownFollowingOf = (followed: Followed, moment: Moment): z.infer<typeof Shown> => {
  const { row } = followed;
  const asked = askedOf(followed);
  const next = nextOf(followed, asked, moment);
  const disposition = dispositionIn(followed, asked, { next, now: moment.now });
  const { at, channels, reasons, ...others } = next;
  return {
    ...(disposition !== undefined && { disposition }),
    next: {
      ...others,
      ...(at !== undefined && { at: new Date(at).toISOString() }),
      ...(channels && { channels: [...channels] }),
      ...(reasons && { reasons: [...reasons] }),
    },
    explanation: explained(disposition, next, { state: row.state, isTold: isTemplateId(row.programme) }),
  };
};

const askedOf = ({ messages, followUp }: Followed): LookedAt => ({
  messages: messages.map(messageOf),
  response: followUp?.response,
  ending: followUp?.ending,
  circumstances: { withdrawn: followUp?.isWithdrawn },
  kept: followUp?.step && {
    step: followUp.step,
    at: followUp.nextAt,
    reason: followUp.reason ?? '',
    reasons: followUp.reasons,
  },
});

const messageOf = (
  { kind, channel, contactPoint, state, reason, reasons, handedOverAt, dueAt, log }: ListedMessageRow,
  ordinal: number,
): LookedAt['messages'][number] => ({
  ordinal,
  kind: kind === 'reminder' || kind === 'fallback' ? kind : 'invitation',
  channel,
  contactKind: contactPoint?.kind ?? '',
  state: messageStates.find((one) => one === state) ?? 'unknown',
  reason: reason ?? undefined,
  reasons: reasons ?? undefined,
  handedOverAt: handedOverAt === null ? undefined : Date.parse(handedOverAt),
  dueAt: Date.parse(dueAt),
  isTalkedTo: isTalkedToIn(channel, log ?? []),
});

const nextOf = ({ row, programme }: Followed, asked: LookedAt, { now, carried }: Moment): WhatIsNext => {
  const why = { ...(row.reason !== null && { reason: row.reason }), ...(row.reasons && { reasons: row.reasons }) };
  if (row.state === 'pending') return { step: 'decision', at: Date.parse(row.dueAt), ...why };
  if (row.state === 'withheld') return { step: 'nothing', ...why };
  if (programme === undefined) return { step: 'nothing', reason: 'programme-invalid' };
  return whatIsNext(programme, asked, { deadline: Date.parse(row.deadline), now, carried });
};

const dispositionIn = (
  { row, answers, programme, followUp }: Followed,
  asked: LookedAt,
  { next, now }: { next: WhatIsNext; now: number },
): Disposition | undefined => {
  if (row.state === 'withheld') return undefined;
  const counted = programme ? countedAnswers(programme, lastAnswers(answers)) : new Map();
  const isAnswered = (question: string | undefined): boolean =>
    question !== undefined && (counted.get(question) ?? null) !== null;
  return dispositionOf({
    ...asked,
    isQuotaFull: isFullQuota(programme, followUp?.screenedBy),
    answered: [...counted.keys()].filter(isAnswered).length,
    isMainAnswered: isAnswered(programme?.questions[0]?.question),
    isOver: isAskedNoMore(asked, next, { now, deadline: Date.parse(row.deadline) }),
  });
};

/** Of none of 0 there was ever room: who answers so is not among those who are asked. */
const isFullQuota = (programme: Programme | undefined, name: string | undefined): boolean =>
  name !== undefined && programme?.answerQuotas?.find((one) => one.name === name)?.max !== 0;
