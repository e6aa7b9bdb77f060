import { metrics } from '@opentelemetry/api';
import type { Decided, Unreadable } from './store/invitations.ts';

/** It was decided whether to ask: so often, by programme and reason. */
export const countDecisions = (decided: readonly Decided[]): void => {
  const decisions = metrics
    .getMeter('hilo')
    .createCounter('hilo_survey_decisions', { description: 'Decisions about asking customers.' });
  for (const { programme, decision } of decided) {
    const reason = decision.state === 'withheld' ? { reason: decision.reason } : {};
    decisions.add(1, { programme, state: decision.state, ...reason });
  }
};

/** Something that an invitation depends on cannot be read: so many, by whether it is the invitation or the record. */
export const countUnreadable = (unreadable: readonly Unreadable[]): void => {
  const found = metrics
    .getMeter('hilo')
    .createCounter('hilo_survey_unreadable', { description: 'Invitations left out, since they cannot be read.' });
  for (const { reason } of unreadable) found.add(1, { what: reason.split(':')[0] ?? '' });
};
