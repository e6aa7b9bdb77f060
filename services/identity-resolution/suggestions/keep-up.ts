import { setTimeout as delay } from 'node:timers/promises';
import { holdOffErasures, isTransient, type Logger, type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { countComparisons } from '../events.ts';
import type { RulesInForce } from '../store/registry/rules-in-force.ts';
import { isAnybodyWaiting, type LinkageStep, leaveOut, takeSubjects } from '../store/suggestions/linkage-queue.ts';
import { type Compared, compareChanged } from './compare-records.ts';
import { followComparer } from './comparer-in-force.ts';
import { readChanged } from './refresh-records.ts';

const readAtOnce = 100;
const mostRounds = 5;
const comparedAtOnce = 20;
const longestRestMs = 1000;

type Dependencies = { pool: Pool; rules: RulesInForce; logger: Pick<Logger, 'info' | 'warn'>; now(): number };
type Did = Compared & { taken: number; read: number };

const nothing: Did = { taken: 0, read: 0, pairs: 0, suggested: 0, dropped: 0 };

export type Suggester = {
  /** Does some of what waits, and tells whether there may be more. */
  work(): Promise<boolean>;
  /** Keeps nothing of people in memory. */
  forget(): void;
};

/** Keeps suggestions up to date with what changes. */
export const openSuggester = ({ pool, rules, logger, now }: Dependencies): Suggester => {
  const comparer = followComparer();
  const read = async (tx: Transaction, subjects: readonly string[]): Promise<Did> => {
    const { registry } = await rules.within(tx);
    const { model } = await comparer.within(tx);
    return { ...nothing, taken: subjects.length, read: await readChanged(tx, { registry, model }, subjects) };
  };
  const compare = async (tx: Transaction, subjects: readonly string[]): Promise<Did> => {
    const compared = await compareChanged(tx, { comparer: await comparer.within(tx), now: now() }, subjects);
    return { ...nothing, ...compared, taken: subjects.length };
  };
  const atOnce = takerOf({ pool, rules, logger });

  /**
   * Who changed is read, then compared; who is to be read again, when nobody else waits. It rests as long as it worked, so
   * that however many wait, half of the time is left to who brings interactions.
   */
  const work = async (): Promise<boolean> => {
    if (!(await isAnybodyWaiting(pool))) return false;
    const startedAt = now();
    let changed = await atOnce('changed', readAtOnce, read);
    // Who changed is to be found by name soon; suggestions can wait.
    for (let round = 1; round < mostRounds && changed.taken === round * readAtOnce; round += 1) {
      const more = await atOnce('changed', readAtOnce, read);
      changed = { ...changed, taken: changed.taken + more.taken, read: changed.read + more.read };
    }
    const isBehind = changed.taken >= mostRounds * readAtOnce;
    const compared = isBehind ? nothing : await atOnce('compare', comparedAtOnce, compare);
    const again = changed.taken + compared.taken === 0 ? await atOnce('again', readAtOnce, read) : nothing;
    const { pairs, suggested, dropped } = compared;
    countComparisons(compared);
    const outcome = { read: changed.read + again.read, compared: compared.taken, pairs, suggested, dropped };
    const ms = now() - startedAt;
    logger.info({ ...outcome, ms }, 'suggestions brought up to date');
    await delay(Math.min(ms, longestRestMs));
    return changed.taken + compared.taken + again.taken > 0;
  };
  return { work, forget: comparer.forget };
};

type Work = (tx: Transaction, subjects: readonly string[]) => Promise<Did>;

/**
 * Takes some who wait for a step and does the work, in one transaction. A batch that fails is done one by one, and who makes
 * it fail is left out: nobody stops the others.
 */
const takerOf = ({ pool, rules, logger }: Pick<Dependencies, 'pool' | 'rules' | 'logger'>) => {
  const take = async (step: LinkageStep, atMost: number, work: Work): Promise<Did> => {
    let subjects: string[] = [];
    try {
      return await transaction(pool, async (tx) => {
        await rules.within(tx);
        await holdOffErasures(tx);
        subjects = await takeSubjects(tx, step, atMost);
        return subjects.length === 0 ? nothing : work(tx, subjects);
      });
    } catch (error) {
      const [subject] = subjects;
      if (isTransient(error) || subject === undefined) throw error;
      if (subjects.length > 1) return take(step, 1, work);
      logger.warn({ err: error, step, subject }, 'a customer is left out of suggestions');
      await leaveOut(pool, step, subject);
      return { ...nothing, taken: 1 };
    }
  };
  return take;
};
