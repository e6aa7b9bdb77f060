import { instantOf } from '@hilo/contracts';
import { holdOffErasures, type NameHashes, type Outgoing, type Transaction } from '@hilo/runtime';
import { type TakenAnswers, takeAnswers } from '../answers/take-answers.ts';
import { reportContacts } from '../contacts/report.ts';
import { messageEvents } from '../delivery/survey-events.ts';
import type { CallList } from '../domain/call-lists/call-list.ts';
import {
  type CallResult,
  digestOfResult,
  endingOfCall,
  nextAfterCall,
  outcomeOfCall,
} from '../domain/call-lists/call-result.ts';
import { ownSource } from '../domain/candidate.ts';
import { factIdOf } from '../domain/delivery/message-fact.ts';
import { findAsked } from '../store/asked.ts';
import {
  type CallLease,
  endLease,
  findLease,
  type LockedCall,
  leasesOf,
  lockCall,
  settleCall,
} from '../store/call-leases.ts';
import { endFollowUps, lookNow } from '../store/follow-up-timers.ts';

export type ResultTaken = {
  /** `conflict`: another result was reported of the same call. */
  status: 'accepted' | 'duplicate' | 'conflict' | 'not-there';
  /** Whether the lease was over. */
  isLate: boolean;
  /** Others to whom the same call was given meanwhile: whether they still have it, and how theirs ended. */
  others: readonly CallLease[];
  answers: TakenAnswers | undefined;
  outbox: readonly Outgoing[];
};

export type TakingResult = {
  id: string;
  result: CallResult;
  list: CallList;
  now: number;
  hashes: NameHashes;
};

const nothing = { isLate: false, others: [], answers: undefined, outbox: [] };

/**
 * Takes what an agent says of a call, in time or late: hold the call → keep the answers → the ledger → whether she is called again. A call
 * that was made is in the ledger whatever came of it; whoever has it meanwhile is told.
 */
export const takeResult = async (tx: Transaction, taking: TakingResult): Promise<ResultTaken> => {
  const { id, result, now } = taking;
  await holdOffErasures(tx);
  const found = await findLease(tx, id);
  const call = found && (await lockCall(tx, found.message));
  if (found === undefined || call === undefined) return { status: 'not-there', ...nothing };
  const leases = await leasesOf(tx, call.id);
  const lease = leases.find((one) => one.id === id) ?? found;
  const others = leases.filter((one) => one.id !== id && one.leasedAt >= lease.leasedAt);
  const isLate = now >= lease.until;
  const digest = digestOfResult(result);
  if (lease.digest !== undefined)
    return { ...nothing, status: lease.digest === digest ? 'duplicate' : 'conflict', isLate, others };
  const at = result.startedAt === undefined ? now : Math.min(instantOf(result.startedAt), now);
  await endLease(tx, { id, disposition: result.disposition, digest, now });
  await followed(tx, { ...taking, call });
  const answers = await answersIn(tx, { ...taking, call, at });
  const calls = leases.filter(({ disposition }) => disposition !== undefined);
  const ledger = await reportCall(tx, { ...taking, call, isFirst: calls.length === 0 });
  const outbox = [
    ...(answers?.outbox ?? []),
    ...ledger,
    ...(await settle(tx, { ...taking, call, calls, at, answers })),
  ];
  return { status: 'accepted', isLate, others, answers, outbox };
};

type Taking = TakingResult & { call: LockedCall };

/** What comes next is looked at at once, before anything of the ledger is held, as whoever follows up does; a no ends it on every channel. */
const followed = async (tx: Transaction, { result, call: { invitation }, now }: Taking): Promise<void> => {
  const ending = endingOfCall(result);
  if (ending === undefined) await lookNow(tx, [invitation], now);
  else await endFollowUps(tx, [{ invitation, ending }], now);
};

const answersIn = (
  tx: Transaction,
  { result: { answers = [], language }, call, at, now }: Taking & { at: number },
): Promise<TakenAnswers | undefined> => {
  if (answers.length === 0) return Promise.resolve(undefined);
  const given = { invitation: call.invitation, answers, channel: call.channel, language, message: call.id, at };
  return takeAnswers(tx, given, now);
};

/** The first call is the contact for which the invitation has counted so far; each after it is another. */
const reportCall = async (
  tx: Transaction,
  { id, result, call, isFirst, now, hashes }: Taking & { isFirst: boolean },
): Promise<Outgoing[]> => {
  const asked = (await findAsked(tx, [call])).get(call.invitation);
  if (asked === undefined) return [];
  const { outbox } = await reportContacts(
    tx,
    [
      {
        id: `call/${id}`,
        ...(isFirst && { attempt: factIdOf(call.invitation, call.ordinal) }),
        contactPoint: call.contactPoint,
        channel: call.channel,
        purpose: asked.programme.purpose,
        class: 'survey',
        touchpoint: 'survey.call',
        outcome: outcomeOfCall(result),
        actor: 'employee',
        ...(result.startedAt !== undefined && { startedAt: result.startedAt }),
        ...(result.endedAt !== undefined && { endedAt: result.endedAt }),
      },
    ],
    { source: ownSource, now, hashes, newId: () => id },
  );
  return outbox;
};

const isOver = ['accepted', 'delivered', 'bounced'];

/** Whoever answered everything, by this call or otherwise, is not called again; what is over stays over. */
const settle = async (
  tx: Transaction,
  {
    id,
    result,
    list,
    call,
    calls,
    at,
    answers,
    now,
  }: Taking & { calls: readonly CallLease[]; at: number; answers: ResultTaken['answers'] },
): Promise<Outgoing[]> => {
  if (isOver.includes(call.state)) return [];
  const callsInVain = calls.filter(({ disposition = '' }) =>
    ['no_answer', 'busy', 'voicemail'].includes(disposition),
  ).length;
  const said = nextAfterCall({ result, list, at, deadline: call.deadline, callsInVain });
  const next =
    answers?.state === 'completed' || answers?.state === 'screened-out' ? { state: 'accepted' as const } : said;
  const isOpen = call.state === 'queued' || call.state === 'deferred';
  if (next.state !== 'accepted' && !isOpen) return [];
  await settleCall(tx, { message: call.id, lease: id, disposition: result.disposition, next, at, now });
  // That it is called again is told each time, since each is another attempt.
  return messageEvents({ ...call, attempts: call.attempts + 1 }, next, now);
};
