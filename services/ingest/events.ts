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
