import type { IngestResult } from '@hilo/contracts';
import { counter } from '@hilo/runtime';
import { metrics } from '@opentelemetry/api';
import { kindOfReason } from './domain/reason.ts';

const refusalsNotKept = counter('hilo_refusals_not_kept', 'Refused, and too many for the tail to tell of each.');
const unreachable = counter('hilo_log_unreachable', 'How often the log was found unreachable.');
const delivered = counter('hilo_webhook_events', 'What providers posted, by what became of it.');

type Posted = Pick<IngestResult, 'accepted' | 'rejected'>;
const posted = new Map<string, Posted>();

/** A request was answered: so many interactions were accepted and rejected. Kept here until somebody collects the metrics. */
export const countResult = (source: string, { accepted, rejected }: Posted): void => {
  const sum = posted.get(source);
  if (sum === undefined) posted.set(source, { accepted, rejected });
  else {
    sum.accepted += accepted;
    sum.rejected += rejected;
  }
};

/** Exports what was posted. */
export const observePosted = (): void => {
  const observed = metrics
    .getMeter('hilo')
    .createObservableCounter('hilo_interactions_posted', { description: 'Interactions posted.' });
  observed.addCallback((result) => {
    for (const [source, { accepted, rejected }] of posted) {
      result.observe(accepted, { source, status: 'accepted' });
      if (rejected > 0) result.observe(rejected, { source, status: 'rejected' });
    }
  });
};

/** So many that were refused are not in the tail, since there were too many. */
export const countRefusalsNotKept = (count: number): void => {
  if (count > 0) refusalsNotKept.add(count);
};

/** The log did not take what was accepted: from now on it waits in the spool. */
export const countUnreachable = (): void => unreachable.add(1);

type Waiting = { events: number; bytes: number; seconds: number };

/** Exports what waits for the log, read anew whenever somebody collects the metrics. */
export const observeSpool = (read: () => Promise<Waiting>): void => {
  const meter = metrics.getMeter('hilo');
  const events = meter.createObservableGauge('hilo_spool_interactions', { description: 'Waiting for the log.' });
  const bytes = meter.createObservableGauge('hilo_spool_bytes', { description: 'Waiting for the log.' });
  const seconds = meter.createObservableGauge('hilo_spool_oldest_seconds', {
    description: 'How long the first of what waits for the log has waited.',
  });
  meter.addBatchObservableCallback(
    async (result) => {
      const waiting = await read();
      result.observe(events, waiting.events);
      result.observe(bytes, waiting.bytes);
      result.observe(seconds, waiting.seconds);
    },
    [events, bytes, seconds],
  );
};

type Ledger = Readonly<Record<'accepted' | 'stored' | 'duplicate' | 'quarantined' | 'inFlight', number>>;

/**
 * Exports the ledger, read anew, and once for all of it, whenever somebody collects the metrics. The parts are a metric and
 * the total is another: so the sum of the first is the second, in every scrape.
 */
export const observeLedger = (read: () => Promise<Ledger>): void => {
  const meter = metrics.getMeter('hilo');
  const parts = meter.createObservableGauge('hilo_ledger_interactions', {
    description: 'Accepted interactions by what became of them; together they are hilo_ledger_accepted.',
  });
  const total = meter.createObservableGauge('hilo_ledger_accepted', {
    description: 'Accepted interactions: stored + duplicate + quarantined + inFlight.',
  });
  meter.addBatchObservableCallback(
    async (result) => {
      const { accepted, ...outcomes } = await read();
      result.observe(total, accepted);
      for (const [outcome, count] of Object.entries(outcomes)) result.observe(parts, count, { outcome });
    },
    [parts, total],
  );
};

/** What became of a delivery to an endpoint: interactions accepted and rejected, parts ignored, signatures refused. */
export const countDelivery = (
  { source, adapter }: { source: string; adapter: string },
  outcomes: Readonly<Record<string, number>>,
): void => {
  for (const [outcome, count] of Object.entries(outcomes)) delivered.add(count, { source, adapter, outcome });
};

/** Exports how many messages wait in the quarantine, by the kind of reason, read anew whenever somebody collects the metrics. */
export const observeQuarantine = (read: () => Promise<readonly { reason: string; count: number }[]>): void => {
  const gauge = metrics.getMeter('hilo').createObservableGauge('hilo_quarantine_waiting', {
    description: 'Messages that could not be processed and wait for somebody to look at them.',
  });
  gauge.addCallback(async (result) => {
    const byKind = new Map<string, number>();
    for (const { reason, count } of await read()) {
      byKind.set(kindOfReason(reason), (byKind.get(kindOfReason(reason)) ?? 0) + count);
    }
    for (const [reason, count] of byKind) result.observe(count, { reason });
  });
};
