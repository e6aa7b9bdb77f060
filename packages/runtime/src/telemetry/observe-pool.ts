import { metrics } from '@opentelemetry/api';
import type { Pool } from 'pg';

/** Exports how a pool of database connections is used, by the semantic conventions, until it is disposed of. */
export const observePool = (pool: Pool, name: string): Disposable => {
  const meter = metrics.getMeter('hilo');
  const count = meter.createObservableGauge('db.client.connection.count', {
    description: 'Connections to the database, by what they do.',
  });
  const most = meter.createObservableGauge('db.client.connection.max', {
    description: 'Connections that there may be.',
  });
  const pending = meter.createObservableGauge('db.client.connection.pending_requests', {
    description: 'Statements that wait for a connection.',
  });
  const instruments = [count, most, pending];
  const observe: Parameters<typeof meter.addBatchObservableCallback>[0] = (result) => {
    const attributes = { 'db.client.connection.pool.name': name };
    const state = 'db.client.connection.state';
    result.observe(count, pool.idleCount, { ...attributes, [state]: 'idle' });
    result.observe(count, pool.totalCount - pool.idleCount, { ...attributes, [state]: 'used' });
    result.observe(most, pool.options.max, attributes);
    result.observe(pending, pool.waitingCount, attributes);
  };
  meter.addBatchObservableCallback(observe, instruments);
  return { [Symbol.dispose]: () => meter.removeBatchObservableCallback(observe, instruments) };
};
