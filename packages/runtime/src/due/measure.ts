import { metrics } from '@opentelemetry/api';
import { counter, histogramOfSeconds, longBuckets } from '../telemetry/instruments.ts';
import type { DueItem, DueState } from './item.ts';

const items = counter('hilo_due_items', 'Items that were due, by what became of them.');
const recordLateness = histogramOfSeconds(
  'hilo_due_lateness_seconds',
  'From when an item was due to when it was done.',
  [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, ...longBuckets.slice(2)],
);

/** So many were done, so many set aside, and so many put back since they could not be done yet. */
export const countDue = (work: string, counts: { done: number; setAside: number; putBack: number }): void => {
  const { done, setAside, putBack } = counts;
  if (done > 0) items.add(done, { work, outcome: 'done' });
  if (setAside > 0) items.add(setAside, { work, outcome: 'set-aside' });
  if (putBack > 0) items.add(putBack, { work, outcome: 'put-back' });
};

/** How late those were that were worked. */
export const measureLateness = (work: string, worked: readonly DueItem[], now: number): void => {
  for (const { dueAt } of worked) recordLateness(Math.max(0, now - dueAt) / 1000, { work });
};

/** Exports what there is to do, read anew whenever somebody collects the metrics, until it is disposed of. */
export const observeDue = (work: string, now: () => number, look: () => Promise<DueState>): Disposable => {
  const meter = metrics.getMeter('hilo');
  const due = meter.createObservableGauge('hilo_due_waiting', {
    description: 'Items that are due and not done yet; every instance says the same.',
  });
  const oldest = meter.createObservableGauge('hilo_due_oldest_seconds', {
    description: 'How late the item is that has been due for the longest time.',
  });
  const aside = meter.createObservableGauge('hilo_due_set_aside', {
    description: 'Items that failed, and are passed over until they are tried again.',
  });
  const gauges = [due, oldest, aside];
  const observe: Parameters<typeof meter.addBatchObservableCallback>[0] = async (result) => {
    const state = await look();
    result.observe(due, state.due, { work });
    result.observe(oldest, state.oldestDueAt === undefined ? 0 : Math.max(0, now() - state.oldestDueAt) / 1000, {
      work,
    });
    result.observe(aside, state.setAside, { work });
  };
  meter.addBatchObservableCallback(observe, gauges);
  return { [Symbol.dispose]: () => meter.removeBatchObservableCallback(observe, gauges) };
};
