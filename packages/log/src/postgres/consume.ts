import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { backoffMs } from '../backoff.ts';
import { StaleConsumer } from '../errors.ts';
import type { Batch, ConsumeOptions, Consumer, LogRecord } from '../log.ts';
import {
  commitOffsets,
  type Lease,
  leave,
  type Membership,
  type PartitionRef,
  release,
  renew,
  shareOf,
  take,
} from './leases.ts';
import { endsOf, fetchFew, fetchRecords, placesOf } from './records.ts';

const renewEveryMs = 2000;
const pollEveryMs = 1000;
const closeWithinMs = 9000;
/** Of partitions with so few records to read, these are read together. */
const fewRecords = 50;

/**
 * A partition that this member holds, and how far it is. Those that were worked on last come last. One that is due to
 * another member is let go of after the batch at which it is, however many wait.
 */
type Held = { lease: Lease; next: number; gone: AbortController; working: boolean; due: boolean; turns: Turns };

/** Partitions that take turns among themselves: of so many of them at once. */
type Turns = { partitionsAtOnce: number; maxRecords: number; working: number; othersWait: boolean; notBefore: number };

export type Wakeable = Consumer & { wake(topic: string): void };

/** A member of a group over the Postgres log: leases on partitions, a few of which are worked on at once. */
export const startConsumer = async (pool: Pool, options: ConsumeOptions): Promise<Wakeable> => {
  const { group, topics, startFrom, handle, gatherMs = 50, onError = () => {} } = options;
  const membership: Membership = { group, member: randomUUID(), topics: [...topics].sort() };
  const held = new Map<string, Held>();
  const closing = new AbortController();
  const work = new Set<Promise<void>>();
  let woken = Promise.withResolvers<void>();
  let overdue = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  stopped.promise.catch(() => {});
  const wake = (): void => woken.resolve();
  const turnsOf = openTurns(options);
  let againMs = pollEveryMs;
  const commitOf = commitOffsets(pool, membership);

  const drop = (key: string): void => {
    held.get(key)?.gone.abort();
    held.delete(key);
  };

  const rebalance = async (): Promise<void> => {
    const { members, held: renewed } = await renew(pool, membership);
    const mine = new Map(renewed.map((lease) => [keyOf(lease), lease]));
    for (const [key, { lease }] of held) if (mine.get(key)?.generation !== lease.generation) drop(key);
    const share = shareOf(await placesOf(pool, membership.topics), members, membership.member);
    const wanted = new Set(share.map(keyOf));
    for (const [key, one] of held) one.due = !wanted.has(key);
    const excess = [...mine].filter(([key]) => !wanted.has(key) && !held.get(key)?.working).map(([, lease]) => lease);
    for (const lease of excess) drop(keyOf(lease));
    await release(pool, membership, excess);
    const taken = await take(
      pool,
      membership,
      share.filter((place) => !mine.has(keyOf(place))),
    );
    // One of ours in the table that is not in memory: assigning it failed before.
    const forgotten = [...mine.values()].filter((lease) => wanted.has(keyOf(lease)) && !held.has(keyOf(lease)));
    for (const lease of [...taken, ...forgotten]) {
      const start = await startFrom?.(lease.topic, lease.partition);
      const next = start ?? lease.committed;
      const turns = turnsOf.topic(lease.topic);
      // Whoever did it was killed before the group heard of it: where nothing else comes, it would seem to wait for good.
      if (next > lease.committed) await commitOf(lease, next);
      held.set(keyOf(lease), { lease, next, gone: new AbortController(), working: false, due: false, turns });
    }
    if (taken.length + forgotten.length > 0) wake();
  };

  const stillOurs = async (one: Held, next?: number): Promise<void> => {
    if (await commitOf(one.lease, next)) return;
    one.gone.abort();
    if (held.get(keyOf(one.lease)) === one) held.delete(keyOf(one.lease));
    throw new StaleConsumer(`${keyOf(one.lease)} was taken over by another member of ${group}`);
  };

  /**
   * Works on a partition: until it is empty, or, where others wait for their turn or another member for it, for a batch. What fails is tried again in
   * place, so that the order is kept.
   */
  const workOn = async (one: Held, first: Promise<LogRecord[]> | undefined): Promise<void> => {
    const { topic, partition } = one.lease;
    const { turns } = one;
    const signal = AbortSignal.any([one.gone.signal, closing.signal]);
    let fetched = first;
    for (let failures = 0; !signal.aborted; ) {
      try {
        const fetching = fetched ?? fetchRecords(pool, { topic, partition }, one.next, turns.maxRecords);
        fetched = undefined;
        const records = await fetching;
        const last = records.at(-1);
        if (last === undefined) return;
        const batch: Batch = { topic, partition, records, signal, heartbeat: () => stillOurs(one) };
        await handle(batch);
        await stillOurs(one, last.offset + 1);
        one.next = last.offset + 1;
        failures = 0;
        // What came since then wakes it again.
        if (records.length < turns.maxRecords || turns.othersWait || one.due) return;
      } catch (error) {
        if (error instanceof StaleConsumer || signal.aborted) return;
        onError(error, { topic, partition });
        failures += 1;
        await delay(backoffMs(failures), undefined, { signal }).catch(() => {});
      }
    }
  };

  const toTheEnd = (key: string, one: Held): void => {
    if (held.get(key) !== one) return;
    held.delete(key);
    held.set(key, one);
  };

  const startWork = async (): Promise<void> => {
    const ends = await endsOf(pool, membership.topics);
    const now = performance.now();
    const mayBegin = turnsOf.all.filter(({ othersWait, notBefore }) => othersWait || now >= notBefore);
    for (const turns of mayBegin) turns.othersWait = false;
    againMs = pollEveryMs;
    const starting: Held[] = [];
    for (const [key, one] of held) {
      const { turns } = one;
      if (one.working || one.due || one.next >= (ends.get(key) ?? 0)) continue;
      if (!mayBegin.includes(turns)) againMs = Math.min(againMs, turns.notBefore - now);
      else if (turns.working >= turns.partitionsAtOnce) turns.othersWait = true;
      else {
        one.working = true;
        turns.working += 1;
        turns.notBefore = now + gatherMs;
        starting.push(one);
      }
    }
    const limit = Math.min(fewRecords, ...starting.map(({ turns }) => turns.maxRecords));
    const few = starting.filter(({ lease, next }) => (ends.get(keyOf(lease)) ?? 0) - next <= limit);
    const fetching = few.length > 1 ? fetchFew(pool, few.map(placeOf), limit) : undefined;
    for (const one of starting)
      begin(one, few.includes(one) ? fetching?.then((all) => all.get(keyOf(one.lease)) ?? []) : undefined);
  };

  const begin = (one: Held, first: Promise<LogRecord[]> | undefined): void => {
    first?.catch(() => {});
    const working = workOn(one, first).finally(() => {
      one.working = false;
      one.turns.working -= 1;
      if (one.due) overdue.resolve();
      toTheEnd(keyOf(one.lease), one);
      work.delete(working);
      wake();
    });
    work.add(working);
  };

  const loop = async (round: () => Promise<void>, pause: () => Promise<unknown>): Promise<void> => {
    while (!closing.signal.aborted) {
      await round().catch((error: unknown) => onError(error, { topic: topics.join(), partition: -1 }));
      await pause();
    }
  };
  const pause = (ms: number): Promise<unknown> => delay(ms, undefined, { signal: closing.signal }).catch(() => {});
  const someWait = (): boolean => [...held.values()].some(({ turns }) => turns.othersWait);
  await rebalance();
  const loops = [
    loop(rebalance, async () => {
      await Promise.race([overdue.promise, pause(renewEveryMs)]);
      overdue = Promise.withResolvers<void>();
    }),
    loop(startWork, async () => {
      const notBefore = performance.now() + gatherMs;
      await Promise.race([woken.promise, pause(againMs)]);
      if (!someWait()) await pause(Math.max(0, notBefore - performance.now()));
      woken = Promise.withResolvers<void>();
    }),
  ];

  const close = async (): Promise<void> => {
    if (closing.signal.aborted) return;
    closing.abort();
    wake();
    await Promise.race([Promise.allSettled([...work, ...loops]), delay(closeWithinMs, undefined, { ref: false })]);
    await release(
      pool,
      membership,
      [...held.values()].map(({ lease }) => lease),
    ).catch(() => {});
    await leave(pool, membership).catch(() => {});
    held.clear();
    stopped.resolve();
  };
  return {
    wake: (topic) => {
      if (membership.topics.includes(topic)) wake();
    },
    stopped: stopped.promise,
    assignment: () => [...held.values()].map(({ lease: { topic, partition } }) => ({ topic, partition })),
    close,
    [Symbol.asyncDispose]: close,
  };
};

const openTurns = ({ partitionsAtOnce = 4, maxRecords = 1000, apart }: ConsumeOptions) => {
  const usual = newTurns({ partitionsAtOnce, maxRecords });
  const rest = newTurns(apart ?? { partitionsAtOnce, maxRecords });
  return { all: [usual, rest], topic: (topic: string): Turns => (apart?.topics.includes(topic) ? rest : usual) };
};

const newTurns = ({ partitionsAtOnce, maxRecords }: Pick<Turns, 'partitionsAtOnce' | 'maxRecords'>): Turns => ({
  partitionsAtOnce,
  maxRecords,
  working: 0,
  othersWait: false,
  notBefore: 0,
});

const placeOf = ({ lease: { topic, partition }, next }: Held) => ({ topic, partition, from: next });

const keyOf = ({ topic, partition }: PartitionRef): string => `${topic}/${partition}`;
