import type { Log } from '@hilo/log';
import type { ObservableCallback } from '@opentelemetry/api';
import { observeGauge } from '../telemetry/instruments.ts';

type Observed = { log: Pick<Log, 'lag' | 'oldestWaiting'>; group: string; topics: readonly string[]; now(): number };

/** Whoever collects often does not ask the log each time. */
const rememberMs = 5000;

/** Exports how many records of each topic a group has not processed yet, and for how long the first has waited, until it is disposed of. */
export const observeLag = ({ log, group, topics, now }: Observed): Disposable => {
  const lagOf = remembering(now, (topic) => log.lag(group, topic));
  const secondsOf = remembering(now, async (topic) => {
    const oldest = (await lagOf(topic)) === 0 ? undefined : await log.oldestWaiting(group, topic);
    return oldest === undefined ? 0 : Math.max(0, now() - oldest) / 1000;
  });
  const observe =
    (read: (topic: string) => Promise<number>): ObservableCallback =>
    async (result) => {
      const values = await Promise.allSettled(topics.map(read));
      for (const [at, value] of values.entries()) {
        // One that cannot be asked for now is left out, and the others are there.
        if (value.status === 'fulfilled') result.observe(value.value, { group, topic: topics[at] ?? '' });
      }
    };
  // Each by itself: where the log is slow to say since when, it is known how many there are all the same.
  const records = observeGauge(
    'hilo_consumer_lag_records',
    'Records that a consumer group has not processed yet; every instance of a group says the same.',
    observe(lagOf),
  );
  const seconds = observeGauge(
    'hilo_consumer_lag_seconds',
    'How long the first of them has been in the log; every instance of a group says the same.',
    observe(secondsOf),
  );
  return {
    [Symbol.dispose]: () => {
      records[Symbol.dispose]();
      seconds[Symbol.dispose]();
    },
  };
};

/** The same question is not asked again for a moment; a failure is not remembered. */
const remembering = (
  now: () => number,
  ask: (topic: string) => Promise<number>,
): ((topic: string) => Promise<number>) => {
  const remembered = new Map<string, { answer: Promise<number>; until: number }>();
  return (topic) => {
    const known = remembered.get(topic);
    if (known !== undefined && known.until > now()) return known.answer;
    const answer = ask(topic);
    remembered.set(topic, { answer, until: now() + rememberMs });
    answer.catch(() => remembered.delete(topic));
    return answer;
  };
};
