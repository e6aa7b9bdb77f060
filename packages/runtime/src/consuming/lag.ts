import type { Log } from '@hilo/log';
import { metrics, type ObservableCallback } from '@opentelemetry/api';

/** Whoever collects often does not ask the log each time. */
const rememberMs = 5000;

/** Exports how many records of each topic a group has not processed yet, until it is disposed of. */
export const observeLag = (log: Pick<Log, 'lag'>, group: string, topics: readonly string[]): Disposable => {
  const remembered = new Map<string, { lag: Promise<number>; until: number }>();
  const lagOf = (topic: string): Promise<number> => {
    const known = remembered.get(topic);
    if (known !== undefined && known.until > Date.now()) return known.lag;
    const lag = log.lag(group, topic);
    remembered.set(topic, { lag, until: Date.now() + rememberMs });
    lag.catch(() => remembered.delete(topic));
    return lag;
  };
  const gauge = metrics.getMeter('hilo').createObservableGauge('hilo_consumer_lag_records', {
    description: 'Records that a consumer group has not processed yet; every instance of a group says the same.',
  });
  const observe: ObservableCallback = async (result) => {
    const lags = await Promise.allSettled(topics.map(lagOf));
    for (const [at, lag] of lags.entries()) {
      // One that cannot be asked for now is left out, and the others are there.
      if (lag.status === 'fulfilled') result.observe(lag.value, { group, topic: topics[at] ?? '' });
    }
  };
  gauge.addCallback(observe);
  return { [Symbol.dispose]: () => gauge.removeCallback(observe) };
};
