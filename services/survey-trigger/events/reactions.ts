import { counter, histogramOfSeconds, longBuckets } from '@hilo/runtime';
import { isTemplateId, templateIdOf } from '../domain/templates/as-programme.ts';
import type { DecidedInvitation } from '../inviting/messages.ts';

const reactions = counter('hilo_reactions', 'What began a window, by rule and by what became of it when it was due.');
const reactionHistory = counter(
  'hilo_reactions_historical',
  'What would have begun a window, and was history when it was accepted.',
);
const reactionSeconds = histogramOfSeconds(
  'hilo_reaction_seconds',
  'From when something was due to be reacted to, or was accepted after that, to when Hilo has reacted.',
  [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, ...longBuckets.slice(2)],
);

const told = counter(
  'hilo_reaction_messages',
  'What customers were to be told by a template, by rule and by whether it is: what becomes of a message then is among hilo_survey_messages.',
);

/** It was decided whether to tell these, as far as they tell something: by template and rule, with the first reason why not. */
export const countToldDecisions = (decided: readonly DecidedInvitation[]): void => {
  for (const { programme, decision, invitation } of decided) {
    if (!isTemplateId(programme)) continue;
    const reason = decision.state === 'withheld' ? { reason: decision.reason } : {};
    const { rule = '' } = invitation.circumstances.message ?? {};
    told.add(1, {
      template: templateIdOf(programme),
      rule,
      state: decision.state === 'invited' ? 'told' : 'withheld',
      ...reason,
    });
  }
};

/** These were decided when they were due: so often, by rule and by what became of it. */
export const countReactions = (
  decided: readonly { rule: string; state: string; reason?: string; heardAt: number }[],
  now: number,
): void => {
  for (const { heardAt, ...labels } of decided) {
    reactions.add(1, labels);
    if (labels.state === 'fired') reactionSeconds((now - heardAt) / 1000, { rule: labels.rule });
  }
};

/** These would have begun a window, and were history: once for each rule that is named. */
export const countReactionHistory = (rules: readonly string[]): void => {
  for (const rule of rules) reactionHistory.add(1, { rule });
};
