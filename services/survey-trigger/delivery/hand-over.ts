import { setTimeout as delay } from 'node:timers/promises';
import { locks, nameOfError, rolledBack, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { freesSlot, type MessageOutcome, outcomeOf } from '../domain/delivery/outcome.ts';
import type { HandOver, Ready } from '../domain/delivery/transport.ts';
import type { Profile } from '../domain/profile.ts';
import type { Programme } from '../domain/programme.ts';
import { type Held, holdForSending, holdWhatIsFree } from '../store/held-customers.ts';
import type { ClaimedMessage } from '../store/messages.ts';
import { type AskedAgain, askAgain, type Governed } from './ask-again.ts';
import type { OutcomeWriting } from './outcome-writing.ts';
import type { Slots } from './slots.ts';

/** Whoever carries a message answers within so long, or it is unknown what became of it. */
export const sendMs = 5000;

const waitMs = 2;

export type HandingOver = Governed & { pool: Pool; writing: OutcomeWriting; now(): number };

/** What came of one attempt. */
export type HandedOver = {
  message: ClaimedMessage;
  /** Nothing, where the attempt was not open any more. */
  outcome: MessageOutcome | undefined;
  /** What the destination did, if it was asked. */
  answer: HandOver['state'] | undefined;
};

export type ToHandOver = {
  message: ClaimedMessage;
  programme: Programme;
  ready: Ready;
  /** Nothing of it is under way any more: with what the destination did, if it was asked. What came of it is written yet. */
  onLeft(answer: HandOver['state'] | undefined): void;
};
type Waiting = ToHandOver & PromiseWithResolvers<HandedOver>;

type Together = {
  /** So many are held by one transaction at the most, at this moment. */
  most(): number;
  /** So many transactions hold at the same time. */
  holds: Slots;
};

/**
 * Hands messages over, in transactions which ask again whether they may: hold → ask → send → let go; what came of each is written beside, as
 * soon as it is there. What would forbid one, and was committed before, is seen; what comes meanwhile waits, five seconds at the most. What
 * comes while others are asked about is held together, unless somebody has locked any of it: that one is held alone, and waits.
 */
export const openHandingOver = (handing: HandingOver, { most, holds }: Together) => {
  const waiting: Waiting[] = [];
  let isAsking = false;
  const handOverNext = async (): Promise<void> => {
    if (isAsking || waiting.length === 0) return;
    isAsking = true;
    await holds.take(1);
    const asked = Promise.withResolvers<void>();
    // Whoever is ready first waits for the others that are about to be.
    if (waiting.length < most()) await delay(waitMs);
    const some = waiting.splice(0, most());
    void handOverTogether(handing, some, asked.resolve).then((busy) => {
      asked.resolve();
      holds.give(1);
      for (const one of busy) void handOverWaiting(one);
    });
    await asked.promise;
    isAsking = false;
    void handOverNext();
  };
  const handOverWaiting = async (one: Waiting): Promise<void> => {
    await holds.take(1);
    await handOverAlone(handing, one);
    holds.give(1);
  };
  return (one: ToHandOver): Promise<HandedOver> => {
    const leaving = leavingOnce(one);
    const handed = { ...one, ...leaving, ...Promise.withResolvers<HandedOver>() };
    waiting.push(handed);
    void handOverNext();
    return handed.promise.finally(() => leaving.onLeft(undefined));
  };
};

/** As soon as there is an answer, or at the end, whatever comes of it: a connection that is given back twice is two messages'. */
const leavingOnce = ({ ready, onLeft }: ToHandOver): Pick<ToHandOver, 'onLeft'> => {
  let hasLeft = false;
  return {
    onLeft: (answer) => {
      if (hasLeft) return;
      hasLeft = true;
      ready.release();
      onLeft(answer);
    },
  };
};

/** Neither the policy nor a programme changes until the end either. Nothing is written: what ends it lets go, and waits for no disk. */
const beginAsking = [
  'BEGIN',
  `SELECT pg_advisory_xact_lock_shared(${locks.erasing}, hashtext(current_schema()))`,
  'LOCK TABLE contact_policies, programme_changes IN ROW SHARE MODE',
].join('; ');

/** Gives those that somebody has locked. It never fails: each of the others says what came of it. */
const handOverTogether = async (
  handing: HandingOver,
  some: readonly Waiting[],
  onAsked: () => void,
): Promise<Waiting[]> => {
  const { hashes, now } = handing;
  const hold = async (tx: Transaction) => {
    const messages = some.map(({ message }) => message);
    return holdWhatIsFree(tx, messages, { hashes, notBefore: now() + sendMs });
  };
  return handOverHeld(handing, { some, hold, onAsked });
};

const handOverAlone = async (handing: HandingOver, one: Waiting): Promise<void> => {
  const { hashes, now } = handing;
  const { message } = one;
  const hold = async (tx: Transaction) => {
    const held = await holdForSending(tx, message, { hashes, notBefore: now() + sendMs });
    return new Map(held === undefined ? [] : [[message.id, held]]);
  };
  const [lost] = await handOverHeld(handing, { some: [one], hold, onAsked: () => {} });
  lost?.resolve({ message, outcome: undefined, answer: undefined });
};

type Holding = {
  some: readonly Waiting[];
  hold(tx: Transaction): Promise<ReadonlyMap<string, Held>>;
  onAsked(): void;
};

/** Gives those that were not held. */
const handOverHeld = async (handing: HandingOver, { some, hold, onAsked }: Holding): Promise<Waiting[]> => {
  const afterwards: (() => void)[] = [];
  try {
    return await rolledBack(
      handing.pool,
      async (tx) => {
        const held = await hold(tx);
        const asked = some.flatMap((one) => {
          const its = held.get(one.message.id);
          return its === undefined ? [] : [{ ...one, held: its }];
        });
        const said = await askAgain(tx, asked, handing, handing.now());
        onAsked();
        await Promise.all(asked.map((one, index) => heed(handing, one, said[index], afterwards)));
        return some.filter(({ message }) => !held.has(message.id));
      },
      beginAsking,
    );
  } catch (error) {
    // Nothing has left: nothing fails after it was asked.
    for (const one of some) one.reject(error);
    return [];
  } finally {
    for (const write of afterwards) write();
  }
};

/** Sends it if it may; resolves when there is an answer. What it frees in the ledger is written when nothing there is held any more. */
const heed = async (
  { writing, now }: HandingOver,
  { message, programme, ready, onLeft, resolve, reject }: Waiting,
  said: AskedAgain | undefined,
  afterwards: (() => void)[],
): Promise<void> => {
  const write = (outcome: MessageOutcome, answer?: HandOver, profile?: Profile): void => {
    onLeft(answer?.state);
    const writeNow = (): void => {
      writing
        .write({ message, programme, outcome, profile, hasLeft: answer !== undefined })
        .then((isOpen) => resolve({ message, outcome: isOpen ? outcome : undefined, answer: answer?.state }), reject);
    };
    if (freesSlot(outcome)) afterwards.push(writeNow);
    else writeNow();
  };
  if (said === undefined || 'unreadable' in said) return reject(new UnreadableRecord(said?.unreadable));
  if ('outcome' in said) return write(said.outcome);
  const answer = await answerWithin(ready);
  write(outcomeOf(answer, message, now()), answer, said.profile);
};

/** What is known of the customer cannot be read: nobody is asked until it can. */
export class UnreadableRecord extends Error {}

/** Whatever the transport does, there is an answer in time. */
const answerWithin = async (ready: Ready): Promise<HandOver> => {
  const over = new AbortController();
  const isOver = Promise.withResolvers<HandOver>();
  // Whoever sends is told first, and may know better.
  const timers = [
    setTimeout(() => over.abort(), sendMs),
    setTimeout(() => isOver.resolve({ state: 'unknown', detail: 'no answer within 5 s' }), sendMs + 100),
  ];
  const sent = ready
    .send(over.signal)
    .catch((error: unknown): HandOver => ({ state: 'unknown', detail: nameOfError(error) }));
  return Promise.race([sent, isOver.promise]).finally(() => timers.forEach(clearTimeout));
};
