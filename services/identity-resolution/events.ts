import type { Decision } from '@hilo/contracts';
import { metrics } from '@opentelemetry/api';
import type { Outcome } from './pipeline.ts';

/** What a batch did to the records of customers. */
export const countOutcome = ({ customers, stored }: Pick<Outcome, 'customers' | 'stored'>): void => {
  const meter = metrics.getMeter('hilo');
  meter.createCounter('hilo_interactions_resolved', { description: 'Interactions put on a thread.' }).add(stored);
  const merged = customers.filter(({ value }) => value === null).length;
  meter.createCounter('hilo_records_changed', { description: 'Records published.' }).add(customers.length - merged);
  meter.createCounter('hilo_records_merged_away', { description: 'Records that became part of another.' }).add(merged);
};

/** A person decided, or took a decision back. */
export const countDecision = ({ kind, retracted }: Decision): void =>
  metrics
    .getMeter('hilo')
    .createCounter('hilo_decisions', { description: 'What people decided of who is who.' })
    .add(1, { kind, retracted: retracted !== undefined });
