import type { NameHashes, Outgoing, Transaction, Worked } from '@hilo/runtime';
import { noteContacts } from '../contacts/note-contacts.ts';
import type { Versions } from '../delivery/outgoing.ts';
import type { MessageRoutes } from '../delivery/routes.ts';
import { messageEvents } from '../delivery/survey-events.ts';
import { takenBack } from '../domain/delivery/message-fact.ts';
import { type NextStep, nextStep } from '../domain/following/next-step.ts';
import type { Programme } from '../domain/programme.ts';
import { isTemplateId } from '../domain/templates/as-programme.ts';
import type { PoliciesInForce } from '../store/contact-policies.ts';
import { lookAgain } from '../store/follow-up-timers.ts';
import {
  cancelOpen,
  type DueFollowUp,
  type FollowedInvitation,
  type SavedStep,
  saveSteps,
} from '../store/follow-ups.ts';
import type { MessageOfInvitation } from '../store/messages.ts';
import type { ProgrammesInForce } from '../store/programmes.ts';
import { askNext, type ToAsk } from './ask-next.ts';
import { expiredEvent } from './expired-event.ts';

export type Following = {
  programmes: ProgrammesInForce;
  policies: PoliciesInForce;
  hashes: NameHashes;
  routes: MessageRoutes;
  versions: Versions;
};

export type FollowedUp = Worked & {
  outbox: readonly Outgoing[];
  queued: readonly MessageOfInvitation['kind'][];
  expired: number;
};

type Looked = { followed: FollowedInvitation; programme: Programme; next: NextStep };

/** Looks at what comes next for each of these whose messages are held: cancel → ask the governor → queue, or wait, or say that it is over. */
export const followUp = async (
  tx: Transaction,
  following: Following,
  items: readonly DueFollowUp[],
  now: number,
): Promise<FollowedUp> => {
  const { hashes, routes, versions } = following;
  const carried = await routes.inForce(tx);
  const looked: Looked[] = [];
  const unusable = items.flatMap((one) => ('wrong' in one ? [{ id: one.id, reason: one.wrong }] : []));
  for (const { followed } of items.filter((one) => 'followed' in one)) {
    const programme = await versions.find(followed.programme, followed.programmeVersion);
    if (programme === undefined) unusable.push({ id: followed.id, reason: 'programme: the version cannot be read' });
    else {
      const moment = { deadline: followed.deadline, now, carried: new Set(carried.keys()) };
      looked.push({ followed, programme, next: nextStep(programme, followed, moment) });
    }
  }
  const over = looked.flatMap(({ followed, next }) =>
    next.step === 'over' ? [{ invitation: followed.id, reason: cancelledFor(next.reason) }] : [],
  );
  const cancelled = await cancelOpen(tx, over, now);
  const asked = await askNext(tx, following, { due: looked.flatMap((one) => toAsk(one, now)), carried }, now);
  await noteContacts(tx, [...cancelled.map((one) => takenBack(one, hashes.ofIdentifier, now)), ...asked.facts]);
  const answered = new Map(asked.steps.map((one) => [one.invitation, one]));
  const done = looked.filter(({ followed: { id } }) => !asked.undecided.has(id) && !asked.unreadable.has(id));
  const steps = done.map((one) => savedStep(one, answered.get(one.followed.id), now));
  await saveSteps(tx, steps);
  await lookAgain(
    tx,
    done.flatMap(({ followed: { id: invitation, subject, deadline }, programme }, index) => {
      const { step, at = deadline } = steps[index] ?? { step: 'over' };
      return step === 'over' || isTemplateId(programme.id) ? [] : [{ invitation, subject, at }];
    }),
  );
  const expired = done.filter((_, index) => steps[index]?.expiredAt !== undefined);
  return {
    done: done.map(({ followed }) => followed.id),
    unusable: [...unusable, ...[...asked.unreadable].map(([id, reason]) => ({ id, reason }))],
    queued: asked.queued,
    expired: expired.length,
    outbox: [
      ...cancelled.flatMap((one) => messageEvents(one, { state: 'cancelled', reason: one.cancelledFor }, now)),
      ...asked.outbox,
      ...expired.map(({ followed }) => expiredEvent(followed, now)),
    ],
  };
};

/** Why a message does not leave any more, where what it asks has had an answer of any kind. */
const cancelledFor = (reason: string): string => (reason === 'answered' ? 'answered-elsewhere' : reason);

const toAsk = ({ followed, programme, next }: Looked, now: number): ToAsk[] =>
  (next.step === 'reminder' || next.step === 'fallback') && next.at <= now ? [{ followed, programme, next }] : [];

const savedStep = (
  { followed: { id: invitation, isExpiredTold, response }, programme, next }: Looked,
  answer: SavedStep | undefined,
  now: number,
): SavedStep => {
  if (answer !== undefined) return answer;
  const { step, reason } = next;
  // Nobody was asked by what is told.
  const isAsked = !isTemplateId(programme.id);
  const isExpired = isAsked && step === 'over' && reason === 'too-late' && !isExpiredTold && response !== 'partial';
  return { invitation, step, reason, ...('at' in next && { at: next.at }), ...(isExpired && { expiredAt: now }) };
};
