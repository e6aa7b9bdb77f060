import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { Worker } from 'node:worker_threads';
import { LinkageModel } from '@hilo/linkage';
import { holdOffErasures, type Logger, type Resources, repeat, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { Lesson } from '../domain/lesson.ts';
import { countModel } from '../events.ts';
import {
  askForModel,
  beginModel,
  keepModel,
  letGoOfModel,
  readModelState,
} from '../store/suggestions/linkage-models.ts';
import { lockRecords, noteEverybody } from '../store/suggestions/linkage-queue.ts';
import { countRecords, findWritten, sampleRecords, writtenIn } from '../store/suggestions/linkage-records.ts';
import { withoutRecords } from './forget-learnt.ts';

/** With fewer records there is too little to learn from: the model that is shipped serves. */
export const fewestToLearnFrom = 200;
const mostSampled = 20_000;
const everyMs = 2000;
const growthEveryMs = 60_000;
const crashedAfterMs = 15 * 60_000;

type Dependencies = Pick<Resources, 'pool' | 'health' | 'now'> & { logger: Pick<Logger, 'info' | 'warn'> };

/** Learns a model when one is asked for; and asks for one when there are twice as many records as the last one knew. */
export const openLearner = ({ pool, health, logger, now }: Dependencies): { close(): Promise<void> } => {
  const closing = new AbortController();
  let grownAt = 0;

  const work = async (): Promise<boolean> => {
    if (now() - grownAt >= growthEveryMs) {
      grownAt = now();
      if (await hasGrown(pool)) await askForModel(pool);
    }
    const version = await beginModel(pool, crashedAfterMs);
    if (version === undefined) return false;
    try {
      await learn(version);
    } finally {
      // Whoever is there after a restart need not wait until this one must have crashed.
      if (closing.signal.aborted) await letGoOfModel(pool, version);
    }
    return false;
  };

  const learn = async (version: number): Promise<void> => {
    const startedAt = now();
    const [outOf, records] = [await countRecords(pool), await sampleRecords(pool, mostSampled)];
    const content = await learnInThread({ outOf, records }, closing.signal);
    const isInForce = await transaction(pool, async (tx) => {
      await holdOffErasures(tx);
      await lockRecords(tx);
      // Whose record is another, or gone, may have been erased since it was read.
      const now = await findWritten(
        tx,
        records.map(({ id }) => id),
      );
      const gone = records.filter(({ id, fields }) => {
        const { fields: left = '{}' } = now.get(id) ?? {};
        return !isDeepStrictEqual(writtenIn(left).fields, fields);
      });
      const left = withoutRecords(content, gone);
      if (!(await keepModel(tx, { version, records: outOf, content: left }))) return false;
      await noteEverybody(tx);
      return true;
    });
    if (isInForce) countModel();
    const outcome = { model: version, records: outOf, sample: records.length, isInForce, ms: now() - startedAt };
    logger.info(outcome, 'a model of linkage was learnt');
  };

  const learning = repeat({
    everyMs,
    health: { health, part: 'learning a model of linkage' },
    work,
    onError: (error) => logger.warn({ err: error }, 'a model of linkage could not be learnt and will be tried again'),
  });
  return {
    close: async () => {
      closing.abort();
      await learning.close();
    },
  };
};

const hasGrown = async (pool: Pool): Promise<boolean> => {
  const [{ records }, now] = [await readModelState(pool), await countRecords(pool)];
  return now >= Math.max(fewestToLearnFrom, 2 * records);
};

const learnInThread = async (lesson: Lesson, signal: AbortSignal): Promise<LinkageModel> => {
  const thread = new Worker(new URL('./learner-thread.ts', import.meta.url), { workerData: lesson });
  try {
    const [content] = await once(thread, 'message', { signal });
    return LinkageModel.parse(content);
  } finally {
    await thread.terminate();
  }
};
