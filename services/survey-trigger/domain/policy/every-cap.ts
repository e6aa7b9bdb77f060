import { Channel, ContactClass } from '@hilo/contracts';
import type { Place } from '../calendar/holidays.ts';
import { type Budget, budgetsOf, type PastContact } from './budget.ts';
import type { CompiledPolicy } from './compiled.ts';

/** How much is used of every cap that protects somebody at these places, of whatever kind the next contact is. */
export const everyBudget = (
  policy: CompiledPolicy,
  { places, contacts, now }: { places: readonly Place[]; contacts: readonly PastContact[]; now: number },
): Budget[] => {
  const budgets = Channel.options.flatMap((channel) =>
    ContactClass.options.flatMap((kind) =>
      budgetsOf(policy.boundsOf({ channel, class: kind, places }), contacts, { channel, at: now, now }),
    ),
  );
  // From when on another channel may be used depends on which it is.
  const told = budgets.map(
    ({ freeAt, ...one }): Budget => ({
      ...one,
      ...(freeAt !== undefined && one.cap.of === 'contacts' && { freeAt }),
    }),
  );
  return [...new Map(told.map((one) => [JSON.stringify([one.rule, one.cap]), one])).values()];
};
