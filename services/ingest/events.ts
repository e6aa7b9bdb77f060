import type { IngestResult } from '@hilo/contracts';
import { metrics } from '@opentelemetry/api';

/** A request was answered: so many interactions were accepted and rejected. */
export const countResult = (
  source: string,
  { accepted, rejected }: Pick<IngestResult, 'accepted' | 'rejected'>,
): void => {
  const posted = metrics
    .getMeter('hilo')
    .createCounter('hilo_interactions_posted', { description: 'Interactions posted.' });
  posted.add(accepted, { source, status: 'accepted' });
  posted.add(rejected, { source, status: 'rejected' });
};

/** Exports the ledger, read anew whenever somebody collects the metrics. */
export const observeLedger = (read: () => Promise<Readonly<Record<string, number>>>): void => {
  const gauge = metrics.getMeter('hilo').createObservableGauge('hilo_ledger_interactions', {
    description: 'accepted = stored + duplicate + quarantined + inFlight.',
  });
  gauge.addCallback(async (result) => {
    for (const [outcome, count] of Object.entries(await read())) result.observe(count, { outcome });
  });
};

/** What became of a delivery to an endpoint: interactions accepted and rejected, parts ignored, signatures refused. */
export const countDelivery = (
  { source, adapter }: { source: string; adapter: string },
  outcomes: Readonly<Record<string, number>>,
): void => {
  const delivered = metrics
    .getMeter('hilo')
    .createCounter('hilo_webhook_events', { description: 'What providers posted, by what became of it.' });
  for (const [outcome, count] of Object.entries(outcomes)) delivered.add(count, { source, adapter, outcome });
};
