import { setTimeout as delay } from 'node:timers/promises';
import { type Closable, nameOfError, type Resources } from '@hilo/runtime';
import { type Breaker, closedBreaker, isBroken, learnt, roomAt } from '../domain/delivery/breaker.ts';
import type { Transport } from '../domain/delivery/transport.ts';
import { messageTimers } from '../store/message-timers.ts';
import type { Governed } from './ask-again.ts';
import { type Attempting, attempt } from './attempt.ts';
import { claim } from './claim.ts';
import { type HandedOver, openHandingOver } from './hand-over.ts';
import type { LinkedMessage } from './outgoing.ts';
import type { Slots } from './slots.ts';

export type Sending = Omit<Attempting, 'transport' | 'slots' | 'mayLeave' | 'handOver'> &
  Governed &
  Pick<Resources, 'health'> & { publicUrl: string };

type SendersBy = {
  route: string;
  transport: Transport;
  /** Of which each message that is under way has one, and each transaction that holds whom some of them go to. */
  slots: Slots;
  holds: Slots;
};

/** Told of each message that was claimed, and of how its destination is doing. */
export type OnHandedOver = (done: HandedOver, destination: string) => void;
export type Senders = Closable & { destination: string; isOpen(): boolean };

/** To one destination, so many at the same time. */
const mostAtOnce = 4;
/** So many are held together, while all goes well. */
const mostTogether = 16;
/** Of so many it may be written later what became of them. */
const mostUnwritten = 32;
/** So many are written ahead, where they are written before they are made ready. */
const mostAhead = 16;
/** Who is through within so long is claimed for together, until they are so many. */
const [gatherMs, gathered] = [10, 12];
/** Nobody looks more seldom than this, and what is due at the same moment is claimed together. */
const [longestPauseMs, shortestPauseMs] = [1000, 20];

/**
 * Sends what is due on one route, until it is closed: claim as many as there is room for → hand each over. A destination that hangs, or fails,
 * keeps its own senders busy and no others; after a few failures it is left alone for a while, and then tried with one.
 */
export const openSenders = (sending: Sending, by: SendersBy, onHandedOver: OnHandedOver): Senders => {
  const { pool, health, logger, now } = sending;
  const { route, transport } = by;
  const part = `sending by ${route}`;
  const closing = new AbortController();
  const attempts = openAttempts(sending, by, onHandedOver);
  const pause = async (ms: number): Promise<void> => {
    await delay(ms, undefined, { signal: closing.signal }).catch(() => {});
  };
  const turn = async (): Promise<void> => {
    const room = attempts.room();
    if (room <= 0) return await (attempts.someLeft() ?? pause(longestPauseMs));
    if (room < gathered && attempts.someLeft() !== undefined) await pause(gatherMs);
    const free = attempts.room();
    // Others have failed meanwhile.
    if (free <= 0) return;
    const claimed = await claim(sending, route, free);
    for (const one of claimed) attempts.start(one);
    health.clear(part);
    if (claimed.length > 0) return;
    const next = await messageTimers(route).nextAt(pool, now());
    await pause(
      next === undefined ? longestPauseMs : Math.min(longestPauseMs, Math.max(shortestPauseMs, next - now())),
    );
  };
  const loop = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await turn().catch(async (error: unknown) => {
        logger.warn({ err: error, route }, 'messages that are due could not be claimed, which is tried again');
        health.note(part, `cannot be done: ${nameOfError(error)}`);
        await pause(longestPauseMs);
      });
    }
    await attempts.close();
  };
  const done = loop();
  return {
    destination: transport.destination,
    isOpen: attempts.isBroken,
    close: async () => {
      closing.abort();
      await done;
      health.clear(part);
    },
  };
};

/** The attempts that are under way by one route, and how its destination is doing. */
const openAttempts = (sending: Sending, { transport, slots, holds }: SendersBy, onHandedOver: OnHandedOver) => {
  const { now } = sending;
  const { destination, atOnce = mostAtOnce, isWrittenAhead = false } = transport;
  const running = new Set<Promise<void>>();
  const unwritten = new Set<Promise<void>>();
  let breaker: Breaker = closedBreaker;
  const isSound = (): boolean => breaker.failures === 0;
  // Who has just hung keeps nobody else's customers: until it works again, each is held alone.
  const handOver = openHandingOver(sending, { most: () => (isSound() ? mostTogether : 1), holds });
  let leaving = 0;
  const counted: Slots = {
    take: async (most) => {
      const taken = await slots.take(most);
      leaving += taken;
      return taken;
    },
    give: (count) => {
      leaving -= count;
      slots.give(count);
    },
  };
  const mayLeave = (): boolean => isSound() || leaving <= roomAt(breaker, atOnce, now());
  const attempting = { ...sending, transport, slots: counted, mayLeave, handOver };
  return {
    /** For so many more there is room now. */
    room: (): number => {
      if (unwritten.size > running.size + mostUnwritten) return 0;
      return roomAt(breaker, atOnce, now()) + (isWrittenAhead && isSound() ? mostAhead : 0) - running.size;
    },
    /** When the next has left, or is written; nothing, where none is under way. */
    someLeft: (): Promise<void> | undefined =>
      unwritten.size === 0 ? undefined : Promise.race([...running, ...unwritten]),
    start: (linked: LinkedMessage): void => {
      const left = Promise.withResolvers<void>();
      const run = left.promise.finally(() => running.delete(run));
      running.add(run);
      const written = attempt(attempting, linked, (answer) => {
        if (answer !== undefined) breaker = learnt(breaker, answer, now());
        left.resolve();
      })
        .then((done) => {
          left.resolve();
          if (done !== undefined) onHandedOver(done, destination);
        })
        .finally(() => unwritten.delete(written));
      unwritten.add(written);
    },
    isBroken: (): boolean => isBroken(breaker),
    close: async (): Promise<void> => {
      await Promise.all(unwritten);
    },
  };
};
