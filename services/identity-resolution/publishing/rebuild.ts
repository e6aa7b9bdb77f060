import { setTimeout as delay } from 'node:timers/promises';
import { RebuildReport, type RebuildStep, rebuildTopics, type Topic, topics } from '@hilo/contracts';
import { aboutHeader, aboutText, type Batch, type OutgoingRecord } from '@hilo/log';
import { type Handled, type Outgoing, parseRecords, runHeader, type Transaction, transaction } from '@hilo/runtime';
import {
  findUnderWay,
  lockRebuild,
  nextCustomers,
  nextInteractions,
  noteBegun,
  noteEnded,
  noteStopped,
  type Rebuild,
  type RebuildState,
  saveProgress,
} from '../store/publishing/rebuilds.ts';
import { readResolved } from '../store/publishing/resolved.ts';
import { resolvedMessage } from './messages.ts';
import { composeCustomers, type Publisher } from './publish.ts';

export type Rebuilder = {
  /** Does a step of every rebuild that is under way; gives whether there is more to do at once. */
  work(): Promise<boolean>;
};

/** What a step did: told so many, or nothing, since there will be something to do soon, or later. */
type Step = { told: number } | 'soon' | 'later';
type Work = { publisher: Publisher; rebuild: Rebuild; now: number };

/** So much is read and appended at once; and so often in one transaction, if no more is to be told in a quarter of a second. */
const recordsAtOnce = 250;
const interactionsAtOnce = 500;
const mostPortions = 4;
const soonMs = 50;
/** The service is never told more ahead of what it has read, so that what happens now does not wait behind it. */
const mostAhead = 4000;
/** What was told is kept on the log for a day: whoever has not read it by then is told all of it anew. */
const givenUpAfterMs = 12 * 3600 * 1000;
/** Who has read that it begins, or that all was told, and says nothing, heard it in another life; the outbox is swept after 30 s. */
const silentAfterMs = 90_000;

/**
 * Tells services all facts and records again, each in messages that it alone reads: first it begins another generation of its
 * tables, then every record and every interaction is told, as it is at that moment, and when all is read it removes what it was
 * not told. How far it is is kept with every step, whichever instance does the next.
 */
export const openRebuilder = ({ publisher, now }: { publisher: Publisher; now(): number }): Rebuilder => {
  const pace = openPace(now);
  const workOn = async (id: string): Promise<boolean> => {
    await pace.wait(id);
    const done = await transaction(publisher.pool, async (tx) => {
      const rebuild = await lockRebuild(tx, id);
      if (rebuild === undefined) return undefined;
      return { step: await takeStep(tx, { publisher, rebuild, now: now() }), perSecond: rebuild.perSecond };
    });
    if (done === undefined || done.step === 'later') return false;
    if (done.step === 'soon') await delay(soonMs);
    else pace.note(id, done.step.told, done.perSecond);
    return true;
  };
  return {
    work: async () => {
      const ids = await findUnderWay(publisher.pool);
      const worked = await Promise.all(ids.map(workOn));
      return worked.includes(true);
    },
  };
};

/** When the next may be told, of each. */
const openPace = (now: () => number) => {
  const nextAt = new Map<string, number>();
  return {
    wait: async (id: string): Promise<void> => {
      const ms = (nextAt.get(id) ?? 0) - now();
      if (ms > 0) await delay(ms);
    },
    note: (id: string, told: number, perSecond: number): void => {
      nextAt.set(id, Math.max(nextAt.get(id) ?? 0, now() - catchUpMs) + (told / perSecond) * 1000);
    },
  };
};

/** What was not told for so long, since others were busy, may be caught up with. */
const catchUpMs = 1000;

const takeStep = async (tx: Transaction, work: Work): Promise<Step> => {
  const step = await steps[work.rebuild.state](tx, work);
  if (typeof step === 'string' && work.now - work.rebuild.movedAt > givenUpAfterMs) await goOnWith(tx, work, 'asked');
  return step;
};

const goOnWith = (tx: Transaction, { rebuild, now }: Work, state: RebuildState): Promise<void> =>
  saveProgress(tx, { ...rebuild, state, cursor: null, movedAt: now });

const begin = async (tx: Transaction, work: Work): Promise<Step> => {
  await tell(work, { step: 'begin' });
  await goOnWith(tx, work, 'beginning');
  return { told: 0 };
};

/** Until it answers; if it was told and has no more to answer, it is told anew. */
const awaitAnswer = async (tx: Transaction, work: Work): Promise<Step> => {
  const { publisher, rebuild, now } = work;
  if (now - rebuild.movedAt < silentAfterMs) return 'later';
  if ((await publisher.log.lag(`${rebuild.service}.rebuilds`, topics.rebuilds.name)) > 0) return 'later';
  await goOnWith(tx, work, 'asked');
  return { told: 0 };
};

/** What is read after a key, and what it says. */
type Portion = { keys: readonly string[]; messages: readonly OutgoingRecord[] };
type Telling = {
  topic: Topic;
  atOnce: number;
  next: RebuildState;
  read(page: { after: string | null; limit: number }): Promise<Portion>;
};

const tellRecords = (tx: Transaction, work: Work): Promise<Step> =>
  tellPortions(tx, work, {
    topic: topics.customers,
    atOnce: recordsAtOnce,
    next: 'interactions',
    read: async (page) => {
      const keys = await nextCustomers(work.publisher.pool, page);
      return { keys, messages: (await composeCustomers(work.publisher, keys)).map(aboutItself) };
    },
  });

const tellInteractions = (tx: Transaction, work: Work): Promise<Step> =>
  tellPortions(tx, work, {
    topic: topics.resolved,
    atOnce: interactionsAtOnce,
    next: 'settling',
    read: async (page) => {
      const keys = await nextInteractions(work.publisher.pool, page);
      const { pool, rules } = work.publisher;
      return { keys, messages: (await readResolved(pool, rules, keys)).map(resolvedMessage) };
    },
  });

/** Reads the next portion while one is appended. */
const tellPortions = async (tx: Transaction, work: Work, { topic, atOnce, next, read }: Telling): Promise<Step> => {
  if (await isAhead(work)) return 'soon';
  const inAll = Math.ceil(work.rebuild.perSecond / 4);
  const limit = Math.min(atOnce, inAll);
  const portions = Math.min(mostPortions, Math.floor(inAll / limit));
  let [after, told, isLast] = [work.rebuild.cursor, 0, false];
  let reading = read({ after, limit });
  for (let portion = 1; portion <= portions && !isLast; portion += 1) {
    const { keys, messages } = await reading;
    after = keys.at(-1) ?? after;
    told += keys.length;
    isLast = keys.length < limit;
    if (!isLast && portion < portions) reading = read({ after, limit });
    // Where appending fails, what is being read is read again.
    reading.catch(() => {});
    await append(work, topic, messages);
  }
  const reached = isLast ? { state: next, cursor: null } : { cursor: after };
  await saveProgress(tx, { ...work.rebuild, ...reached, done: work.rebuild.done + told, movedAt: work.now });
  return { told };
};

/** What it has not read yet, it would remove. */
const settle = async (tx: Transaction, work: Work): Promise<Step> => {
  if ((await lagOf(work)) > 0) return 'soon';
  await tell(work, { step: 'end', run: work.rebuild.run ?? '' });
  await goOnWith(tx, work, 'ending');
  return { told: 0 };
};

/** The service goes on as before a rebuild, with what it was told, and what it had. */
const stop = async (tx: Transaction, work: Work): Promise<Step> => {
  const { run, id } = work.rebuild;
  if (run !== null) await tell(work, { step: 'stop', run });
  await noteStopped(tx, id, work.now);
  return { told: 0 };
};

const nothingToDo = async (): Promise<Step> => 'later';

const steps: Record<RebuildState, (tx: Transaction, work: Work) => Promise<Step>> = {
  asked: begin,
  beginning: awaitAnswer,
  records: tellRecords,
  interactions: tellInteractions,
  settling: settle,
  ending: awaitAnswer,
  stopping: stop,
  done: nothingToDo,
  cancelled: nothingToDo,
};

type Said = { step: 'begin' } | { step: 'end' | 'stop'; run: string };

const tell = async ({ publisher, rebuild: { id, service }, now }: Work, said: Said): Promise<void> => {
  const { topic, ...message } = stepMessage({ rebuild: id, service }, now, said);
  await publisher.log.append(topic, [message]);
};

const stepMessage = (
  { rebuild, service }: Pick<RebuildStep, 'rebuild' | 'service'>,
  now: number,
  said: Said,
): Outgoing => {
  const message: RebuildStep = { rebuild, service, at: new Date(now).toISOString(), ...said };
  return { topic: topics.rebuilds.name, key: service, value: JSON.stringify(message) };
};

/** An erasure finds it by that, as it finds an interaction by its source and id. */
const aboutItself = ({ headers, ...message }: OutgoingRecord): OutgoingRecord => ({
  ...message,
  headers: { ...headers, [aboutHeader]: aboutText([['customer', message.key]]) },
});

const append = async (
  { publisher, rebuild }: Work,
  topic: Topic,
  messages: readonly OutgoingRecord[],
): Promise<void> => {
  const own = ownTopics(rebuild).find((one) => one.topic === topic);
  if (own === undefined || messages.length === 0) return;
  await publisher.log.append(
    own.name,
    messages.map(({ headers, ...message }) => ({
      ...message,
      headers: { ...headers, [runHeader]: rebuild.run ?? '' },
    })),
  );
};

const ownTopics = ({ service }: Rebuild) => rebuildTopics.filter((one) => one.service === service);

const isAhead = async (work: Work): Promise<boolean> => (await lagOf(work)) >= mostAhead;

const lagOf = async ({ publisher, rebuild }: Work): Promise<number> => {
  const lags = await Promise.all(ownTopics(rebuild).map(({ group, name }) => publisher.log.lag(group, name)));
  return lags.reduce((sum, lag) => sum + lag, 0);
};

/** A service has begun a run, in which all is told from the first on, or has ended one. Who begins what was stopped is to stop. */
export const noteReports = async (
  tx: Transaction,
  { records }: Pick<Batch, 'records'>,
  now: number,
): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(RebuildReport, records);
  const outbox: Outgoing[] = [];
  for (const { message } of parsed) {
    if (message.state === 'ended') await noteEnded(tx, message, now);
    else if (!(await noteBegun(tx, message, now)))
      outbox.push(stepMessage(message, now, { step: 'stop', run: message.run }));
  }
  return { deadLetters, outbox };
};
