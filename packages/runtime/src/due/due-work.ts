import { doublingMs } from '@hilo/log';
import { type Outgoing, publishOutbox, putIntoOutbox } from '../consuming/outbox.ts';
import { type Transaction, transaction } from '../database/database.ts';
import { isTransient, isUnfit, nameOfError } from '../errors.ts';
import { repeat } from '../repeat.ts';
import type { Closable, Resources } from '../resources.ts';
import type { DueItem, DueRows, SetAsideItem, Worked } from './item.ts';
import { countDue, measureLateness, observeDue } from './measure.ts';
import { type Trouble, watchTrouble } from './trouble.ts';
import { workInParts } from './work-in-parts.ts';

export type DueWorkOptions<Item extends DueItem, Result extends Worked> = {
  /** As the metrics name it. */
  name: string;
  /** As `/readyz` names it, for people. */
  part: string;
  rows: DueRows<Item>;
  /** Does what is due, in the transaction that has locked it. An item by which it fails is found, and set aside alone. */
  work(tx: Transaction, items: readonly Item[], now: number): Promise<Result>;
  /** Told after the commit. */
  onDone?(result: Result): void;
  /** So many are taken at once. */
  limit?: number;
  /** It looks again after so long at the latest; sooner, when something becomes due before. */
  everyMs?: number;
};

type DueResources = Pick<Resources, 'pool' | 'log' | 'logger' | 'health' | 'now'>;

/** After so many rounds that failed for what should pass by itself, an item is looked for by which they fail. */
const mostInterruptions = 3;
/** What becomes due meanwhile is done together: a round costs the same for one as for many. */
const gatherMs = 100;
const pauses = { firstMs: 60_000, longestMs: 3_600_000 };

/**
 * Does what is due, until it is closed: fire timers → work → set aside what fails, alone, with its reason and a pause → put back what
 * cannot be done yet → commit → publish. Several instances work side by side, since each passes over what another has locked; a kill
 * at any moment loses nothing and does nothing twice, since what is done is in the transaction in which its timer is deleted.
 */
export const dueWork = <Item extends DueItem, Result extends Worked>(
  resources: DueResources,
  options: DueWorkOptions<Item, Result>,
): Closable => {
  const { pool, logger, health, now } = resources;
  const { name, part, rows, everyMs = 1000 } = options;
  const trouble = watchTrouble(health, part);
  const measured = observeDue(name, now, () => rows.look(pool, now()));
  let interruptions = 0;
  const repeating = repeat({
    everyMs,
    health: { health, part },
    work: async () => {
      const round = await commitRound(resources, options, { isPatient: interruptions < mostInterruptions });
      interruptions = 0;
      await publishOutbox(resources, round.ids, round.outbox);
      await report(resources, options, { round, trouble });
      if (round.isFull) return true;
      const next = await rows.nextAt(pool, round.now);
      return next === undefined ? false : Math.max(gatherMs, next - now());
    },
    onError: (error) => {
      interruptions += 1;
      trouble.noteRefused(now(), nameOfError(error));
      logger.warn({ err: error, work: name }, 'what is due could not be done and will be tried again');
    },
  });
  return {
    close: async () => {
      await repeating.close();
      measured[Symbol.dispose]();
      trouble.close();
    },
  };
};

/** What a round did, all of it in one transaction. */
type Round<Item> = {
  now: number;
  taken: readonly Item[];
  done: number;
  /** Why those failed that failed by themselves. */
  failures: readonly string[];
  /** As many were taken as are taken at once, so that there may be more. */
  isFull: boolean;
  outbox: readonly Outgoing[];
  ids: readonly string[];
};

const commitRound = async <Item extends DueItem, Result extends Worked>(
  { pool, logger, now: clock }: DueResources,
  { name, rows, work, onDone, limit = 500 }: DueWorkOptions<Item, Result>,
  { isPatient }: { isPatient: boolean },
): Promise<Round<Item>> => {
  const now = clock();
  const doSome = (tx: Transaction) => (some: readonly Item[]) => work(tx, some, now);
  const mayPass = (error: unknown): boolean => isPatient && isTransient(error);
  const { failed, aside, results, through, putBack, ...round } = await transaction(pool, async (tx) => {
    const { items: taken, isFull } = await rows.take(tx, { now, limit });
    const [fresh, again] = [
      taken.filter(({ failures }) => failures === 0),
      taken.filter(({ failures }) => failures > 0),
    ];
    const first = await workInParts(tx, fresh, doSome(tx), (error) => !isUnfit(error) && !mayPass(error));
    // What has failed before is apart: whatever comes of it, the others are done.
    const second = await workInParts(tx, again, doSome(tx), (error) => !isUnfit(error));
    const [results, failed] = [
      [...first.results, ...second.results],
      [...first.failed, ...second.failed],
    ];
    const aside = setAsideOf(taken, [...failed, ...results.flatMap(({ unusable = [] }) => unusable)], now);
    if (aside.length > 0) await rows.setAside(tx, aside);
    const isDone = new Set(results.flatMap((result) => result.done));
    const isAside = new Set(aside.map(({ id }) => id));
    // Their timers are gone: whatever became of each, none may be left without one.
    const through = taken.filter(({ id }) => isDone.has(id) || isAside.has(id));
    const putBack = taken.filter(({ id }) => !isDone.has(id) && !isAside.has(id));
    if (putBack.length > 0) await rows.putBack(tx, putBack, now);
    const done = through.length - aside.length;
    const outbox = results.flatMap((result) => result.outbox ?? []);
    const ids = await putIntoOutbox(tx, outbox);
    return { taken, through, done, results, failed, aside, putBack, isFull, outbox, ids };
  });
  countDue(name, { done: round.done, setAside: aside.length, putBack: putBack.length });
  measureLateness(name, through, clock());
  for (const result of results) onDone?.(result);
  if (aside.length > 0) logger.warn({ work: name, count: aside.length, some: aside.slice(0, 5) }, 'due, and set aside');
  const failures = failed.map(({ reason }) => reason);
  return { ...round, now, failures };
};

/** The pause doubles each time, up to an hour. */
const setAsideOf = (
  taken: readonly DueItem[],
  failed: readonly { id: string; reason: string }[],
  now: number,
): SetAsideItem[] => {
  const failuresOf = new Map(taken.map(({ id, failures }) => [id, failures]));
  return failed.map(({ id, reason }) => {
    const failures = failuresOf.get(id) ?? 0;
    return { id, reason, failures: failures + 1, until: now + doublingMs(failures + 1, pauses) };
  });
};

const report = async <Item extends DueItem, Result extends Worked>(
  { pool }: DueResources,
  { rows }: DueWorkOptions<Item, Result>,
  { round: { now, taken, done, failures, isFull }, trouble }: { round: Round<Item>; trouble: Trouble },
): Promise<void> => {
  const oldest = isFull ? await rows.nextAt(pool, 0) : undefined;
  trouble.noteRound({ done, failures, lateMs: oldest === undefined ? 0 : now - oldest });
  if (taken.length === 0 && trouble.isFailing() && (await rows.look(pool, now)).setAside === 0) trouble.noteNoneLeft();
};
