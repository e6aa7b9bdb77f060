import { setTimeout as delay } from 'node:timers/promises';
import { RebuildReport, type RebuildStep, topics } from '@hilo/contracts';
import type { Batch } from '@hilo/log';
import { type Handled, type Outgoing, parseRecords, type Transaction, transaction } from '@hilo/runtime';
import {
  findUnderWay,
  lockRebuild,
  noteBegun,
  noteEnded,
  noteStopped,
  type RebuildState,
  saveProgress,
} from '../store/publishing/rebuilds.ts';
import type { Publisher } from './publish.ts';
import { lagOf, type Step, type ToldWork, tellInteractionsAgain, tellRecords } from './tell-again.ts';

export type Rebuilder = {
  /** Does a step of every rebuild that is under way; gives whether there is more to do at once. */
  work(): Promise<boolean>;
};

const soonMs = 50;
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

const takeStep = async (tx: Transaction, work: ToldWork): Promise<Step> => {
  const step = await steps[work.rebuild.state](tx, work);
  if (typeof step === 'string' && work.now - work.rebuild.movedAt > givenUpAfterMs) await goOnWith(tx, work, 'asked');
  return step;
};

const goOnWith = (tx: Transaction, { rebuild, now }: ToldWork, state: RebuildState): Promise<void> =>
  saveProgress(tx, { ...rebuild, state, cursor: null, movedAt: now });

const begin = async (tx: Transaction, work: ToldWork): Promise<Step> => {
  await tell(work, { step: 'begin' });
  await goOnWith(tx, work, 'beginning');
  return { told: 0 };
};

/** Until it answers; if it was told and has no more to answer, it is told anew. */
const awaitAnswer = async (tx: Transaction, work: ToldWork): Promise<Step> => {
  const { publisher, rebuild, now } = work;
  if (now - rebuild.movedAt < silentAfterMs) return 'later';
  if ((await publisher.log.lag(`${rebuild.service}.rebuilds`, topics.rebuilds.name)) > 0) return 'later';
  await goOnWith(tx, work, 'asked');
  return { told: 0 };
};

/** What it has not read yet, it would remove. */
const settle = async (tx: Transaction, work: ToldWork): Promise<Step> => {
  if ((await lagOf(work)) > 0) return 'soon';
  await tell(work, { step: 'end', run: work.rebuild.run ?? '' });
  await goOnWith(tx, work, 'ending');
  return { told: 0 };
};

/** The service goes on as before a rebuild, with what it was told, and what it had. */
const stop = async (tx: Transaction, work: ToldWork): Promise<Step> => {
  const { run, id } = work.rebuild;
  if (run !== null) await tell(work, { step: 'stop', run });
  await noteStopped(tx, id, work.now);
  return { told: 0 };
};

const nothingToDo = async (): Promise<Step> => 'later';

const steps: Record<RebuildState, (tx: Transaction, work: ToldWork) => Promise<Step>> = {
  asked: begin,
  beginning: awaitAnswer,
  records: tellRecords,
  interactions: tellInteractionsAgain,
  settling: settle,
  ending: awaitAnswer,
  stopping: stop,
  done: nothingToDo,
  cancelled: nothingToDo,
};

type Said = { step: 'begin' } | { step: 'end' | 'stop'; run: string };

const tell = async ({ publisher, rebuild: { id, service }, now }: ToldWork, said: Said): Promise<void> => {
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

/** A service has begun a run, in which all is told from the first on, or has ended one. Who begins what was stopped is to stop. */
export const noteRebuildReports = async (
  tx: Transaction,
  { records }: Pick<Batch, 'records'>,
  now: number,
): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(RebuildReport, records);
  const outbox: Outgoing[] = [];
  for (const { message } of parsed) {
    if (message.state === 'ended') await noteEnded(tx, message, now);
    else if (message.state === 'begun' && !(await noteBegun(tx, message, now)))
      outbox.push(stepMessage(message, now, { step: 'stop', run: message.run }));
  }
  return { deadLetters, outbox };
};
