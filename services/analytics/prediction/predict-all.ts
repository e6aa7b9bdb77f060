import type { Pool } from 'pg';
import { dayMs } from '../domain/day.ts';
import type { CustomerHistory } from '../domain/prediction/history.ts';
import type { RiskContent } from '../domain/prediction/learnt-model.ts';
import type { RiskName } from '../domain/prediction/risk-cases.ts';
import { tellerOf } from '../domain/prediction/tell-risk.ts';
import { readHistories, type Within } from '../store/histories.ts';
import { type Prediction, savePredictions } from '../store/predictions.ts';
import { listAllowed } from '../store/profiling.ts';

const customersAtOnce = 250;
const beforeAnybody = '00000000-0000-0000-0000-000000000000';

/** The histories of those who may be learnt from and predicted, some at a time, as many customers as that at the most. */
export async function* eachAllowed(
  pool: Pool,
  within: Within,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<Map<string, CustomerHistory>> {
  let [after, left] = [beforeAnybody, most];
  while (left > 0) {
    const customers = await listAllowed(pool, after, Math.min(customersAtOnce, left));
    const last = customers.at(-1);
    if (last === undefined) return;
    yield readHistories(pool, customers, within);
    [after, left] = [last, left - customers.length];
  }
}

/** A risk that was learnt, to be kept as this version. */
export type LearntVersion = { name: RiskName; version: number; content: RiskContent };

/** Tells the risks of every customer of whom they may be told, and keeps them with the version of the model. */
export const predictAll = async (pool: Pool, learnt: readonly LearntVersion[], now: number): Promise<void> => {
  const shown = learnt.filter(({ content }) => content.learnt !== undefined && content.hidden === undefined);
  if (shown.length === 0) return;
  const tellers = shown.map(({ name, version, content }) => ({ name, version, tell: tellerOf(name, content) }));
  for await (const histories of eachAllowed(pool, lookedAt(now))) {
    for (const { name, version, tell } of tellers) {
      const found = [...histories].flatMap(([customer, history]): Prediction[] => {
        const told = tell(history, now);
        return told ? [{ customer, ...told }] : [];
      });
      await savePredictions(pool, name, version, found);
    }
  }
};

/** Nothing older is looked at, neither to learn nor to tell. */
export const daysLookedAt = 730;

export const lookedAt = (now: number): Within => ({ from: now - daysLookedAt * dayMs, to: now });
