import type { ResolvedInteraction } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import { factsOf, isPast } from '../domain/reactions/facts.ts';
import { followReactionFacts, lookAgainAfter, lookAtTogether, noteReactionFacts } from '../store/reaction-facts.ts';
import type { ReactionRulesInForce } from '../store/reaction-rules.ts';

/** By which rules; without them Hilo reacts to nothing. */
export type HearingReactions = { reactionRules?: ReactionRulesInForce; now(): number };

/** Notes what begins windows, and what ends them; it is decided when it is due. History begins none. Gives by which rules it would have. */
export const noteReactions = async (
  tx: Transaction,
  { reactionRules, now }: HearingReactions,
  resolved: readonly ResolvedInteraction[],
  heard: readonly { record: { appendedAt: number } }[],
): Promise<string[]> => {
  const rules = await reactionRules?.latest(tx);
  if (rules === undefined) return [];
  const heardAt = heard.reduce((most, { record }) => Math.max(most, record.appendedAt), 0);
  const told = resolved.map((one) => ({ one, facts: factsOf(one, rules) }));
  const isNew = ({ one }: { one: ResolvedInteraction }): boolean => !isPast(one, rules, heardAt);
  const facts = told.filter(isNew).flatMap((each) => each.facts);
  await noteReactionFacts(tx, facts);
  await lookAgainAfter(tx, facts, now());
  const again = resolved.filter(({ version, withdrawn }) => version > 1 || withdrawn);
  await followReactionFacts(tx, {
    moved: again.filter(({ withdrawn }) => !withdrawn).map(newsOf),
    withdrawn: again.filter(({ withdrawn }) => withdrawn).map(newsOf),
  });
  const historical = told.filter((each) => !isNew(each) && each.one.version === 1).flatMap((each) => each.facts);
  return historical.filter(({ role }) => role === 'start').map(({ rule }) => rule);
};

const newsOf = ({ interaction: { source, id }, version, subject }: ResolvedInteraction) => ({
  ...{ source, id, version, subject },
});

/** Whoever came together, or parted, may have done often enough now what is counted. */
export const recountReactions = async (
  tx: Transaction,
  { reactionRules, now }: HearingReactions,
  subjects: readonly string[],
): Promise<void> => {
  if (subjects.length === 0) return;
  const rules = await reactionRules?.latest(tx);
  const counting = (rules?.reactions ?? []).filter(({ windows }) => windows.times > 1);
  await lookAtTogether(
    tx,
    subjects,
    counting.map(({ rule, windows }) => ({ rule: rule.id, countMs: windows.countMs })),
    now(),
  );
};
