import { metrics } from '@opentelemetry/api';
import type { Made } from './decisions/make-decision.ts';
import type { ErasureMade } from './erasure/erase-person.ts';
import type { Outcome } from './pipeline.ts';
import type { Messages } from './resolution/record-change.ts';

/** What a batch did to the records of customers. */
export const countOutcome = ({
  stored,
  erased,
  ...messages
}: Pick<Outcome, 'stored' | 'erased' | 'customers' | 'refused'>): void => {
  const meter = metrics.getMeter('hilo');
  meter.createCounter('hilo_interactions_resolved', { description: 'Interactions put on a thread.' }).add(stored);
  meter
    .createCounter('hilo_interactions_of_the_erased', { description: 'Interactions that were not let in.' })
    .add(erased.length);
  countChanges(messages);
};

const countChanges = ({ customers, refused }: Pick<Messages, 'customers' | 'refused'>): void => {
  const meter = metrics.getMeter('hilo');
  const merged = customers.filter(({ value }) => value === null).length;
  meter.createCounter('hilo_records_changed', { description: 'Records published.' }).add(customers.length - merged);
  meter.createCounter('hilo_records_merged_away', { description: 'Records that became part of another.' }).add(merged);
  const refusals = meter.createCounter('hilo_links_refused', { description: 'Links that do not hold, by the reason.' });
  for (const [reason, links] of Map.groupBy(refused, (reason) => reason)) refusals.add(links.length, { reason });
};

/** A person decided, or took a decision back. */
export const countDecision = ({ decision: { kind, retracted }, ...messages }: Made): void => {
  countChanges(messages);
  metrics
    .getMeter('hilo')
    .createCounter('hilo_decisions', { description: 'What people decided of who is who.' })
    .add(1, { kind, retracted: retracted !== undefined });
};

/** A person was erased. */
export const countErasure = (messages: ErasureMade): void => {
  countChanges(messages);
  metrics.getMeter('hilo').createCounter('hilo_erasures', { description: 'People who were erased.' }).add(1);
};

/** Customers were compared, and pairs suggested or no longer. */
export const countComparisons = ({
  pairs,
  suggested,
  dropped,
}: Record<'pairs' | 'suggested' | 'dropped', number>): void => {
  const meter = metrics.getMeter('hilo');
  meter.createCounter('hilo_pairs_compared', { description: 'Pairs of customers compared.' }).add(pairs);
  meter.createCounter('hilo_suggestions_kept', { description: 'Pairs found to be likely.' }).add(suggested);
  meter.createCounter('hilo_suggestions_dropped', { description: 'Suggestions that no longer stand.' }).add(dropped);
};

/** A person answered a suggestion. */
export const countJudgement = (answer: 'accepted' | 'rejected'): void => {
  metrics
    .getMeter('hilo')
    .createCounter('hilo_suggestions_answered', { description: 'Suggestions accepted or rejected.' })
    .add(1, { answer });
};

/** Pairs were found probable enough to be linked automatically, or no longer. */
export const countLinked = ({ added, removed, ...messages }: Messages & Record<'added' | 'removed', number>): void => {
  countChanges(messages);
  const meter = metrics.getMeter('hilo');
  meter.createCounter('hilo_automatic_links_added', { description: 'Pairs linked automatically.' }).add(added);
  meter
    .createCounter('hilo_automatic_links_removed', { description: 'Pairs that are not linked automatically any more.' })
    .add(removed);
};

/** A model of linkage was learnt and is in force. */
export const countModel = (): void => {
  metrics.getMeter('hilo').createCounter('hilo_linkage_models', { description: 'Models of linkage learnt.' }).add(1);
};
