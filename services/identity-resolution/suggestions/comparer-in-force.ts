import { comparerOf } from '@hilo/linkage';
import type { Transaction } from '@hilo/runtime';
import { readModel } from '../store/suggestions/linkage-models.ts';
import type { Comparer } from './compare-records.ts';

export type ComparerInForce = {
  /** The comparer of the model in force, made anew when that is another. */
  within(tx: Transaction): Promise<Comparer>;
  /** Keeps none in memory: what was learnt of somebody may have been taken out of the model. */
  forget(): void;
};

export const followComparer = (): ComparerInForce => {
  let latest: Comparer | undefined;
  let forgotten = 0;
  return {
    within: async (tx) => {
      const [known, before] = [latest, forgotten];
      const model = await readModel(tx, known?.model);
      const comparer = known?.model === model ? known : { model, ...comparerOf(model.content) };
      // What was read before something was to be forgotten is used once, and not kept.
      if (forgotten === before) latest = comparer;
      return comparer;
    },
    forget: () => {
      latest = undefined;
      forgotten += 1;
    },
  };
};
