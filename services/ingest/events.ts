import type { IngestResult } from '@hilo/contracts';
import { metrics } from '@opentelemetry/api';

/** A request was answered: so many interactions were accepted and rejected. */
export const countResult = (source: string, { accepted, rejected }: IngestResult): void => {
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
