import type { Log } from '@hilo/log';
import { metrics } from '@opentelemetry/api';

type Observed = { log: Pick<Log, 'lag' | 'oldestWaiting'>; group: string; topics: readonly string[]; now(): number };
type Lag = { records: number; seconds: number };

/** Whoever collects often does not ask the log each time. */
const rememberMs = 5000;

/** Exports how many records of each topic a group has not processed yet, and for how long the first has waited, until it is disposed of. */
export const observeLag = ({ log, group, topics, now }: Observed): Disposable => {
  const remembered = new Map<string, { lag: Promise<Lag>; until: number }>();
  const read = async (topic: string): Promise<Lag> => {
    const records = await log.lag(group, topic);
    const oldest = records === 0 ? undefined : await log.oldestWaiting(group, topic);
    return { records, seconds: oldest === undefined ? 0 : Math.max(0, now() - oldest) / 1000 };
  };
  const lagOf = (topic: string): Promise<Lag> => {
    const known = remembered.get(topic);
    if (known !== undefined && known.until > now()) return known.lag;
    const lag = read(topic);
    remembered.set(topic, { lag, until: now() + rememberMs });
    lag.catch(() => remembered.delete(topic));
    return lag;
  };
  const meter = metrics.getMeter('hilo');
  const records = meter.createObservableGauge('hilo_consumer_lag_records', {
    description: 'Records that a consumer group has not processed yet; every instance of a group says the same.',
  });
  const seconds = meter.createObservableGauge('hilo_consumer_lag_seconds', {
    description: 'How long the first of them has been in the log; every instance of a group says the same.',
  });
  const instruments = [records, seconds];
  const observe: Parameters<typeof meter.addBatchObservableCallback>[0] = async (result) => {
    const lags = await Promise.allSettled(topics.map(lagOf));
    for (const [at, lag] of lags.entries()) {
      // One that cannot be asked for now is left out, and the others are there.
      if (lag.status === 'rejected') continue;
      const attributes = { group, topic: topics[at] ?? '' };
      result.observe(records, lag.value.records, attributes);
      result.observe(seconds, lag.value.seconds, attributes);
    }
  };
  meter.addBatchObservableCallback(observe, instruments);
  return { [Symbol.dispose]: () => meter.removeBatchObservableCallback(observe, instruments) };
};
