import { counter } from '@hilo/runtime';
import type { SavedDecision, Unreadable } from './store/invitations.ts';

const decisions = counter('hilo_survey_decisions', 'Decisions about asking customers.');
const unreadableFound = counter('hilo_survey_unreadable', 'Invitations left out, since they cannot be read.');

/** It was decided whether to ask: so often, by programme and reason. */
export const countDecisions = (decided: readonly SavedDecision[]): void => {
  for (const { programme, decision } of decided) {
    const reason = decision.state === 'withheld' ? { reason: decision.reason } : {};
    decisions.add(1, { programme, state: decision.state, ...reason });
  }
};

/** Something that an invitation depends on cannot be read: so many, by whether it is the invitation or the record. */
export const countUnreadable = (unreadable: readonly Unreadable[]): void => {
  for (const { reason } of unreadable) unreadableFound.add(1, { what: reason.split(':')[0] ?? '' });
};
