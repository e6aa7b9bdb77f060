import { AcceptedInteraction, type Identifier, instantOf } from '@hilo/contracts';
import { holdOffErasures, type Transaction } from '@hilo/runtime';
import { interactionKey } from '../domain/derive-id.ts';
import { factOf } from '../domain/fact.ts';
import { namedBy } from '../domain/node.ts';
import { redactInteraction } from '../domain/redact.ts';
import type { Rules } from '../domain/rules.ts';
import { identifiersOf, nodesEver } from '../domain/unused-identifiers.ts';
import { findMarks, isAnybodyErased } from '../store/erasure/erased.ts';

/**
 * What may be let in of these, and what was erased: an interaction that was erased itself, and one that names an erased
 * identifier and happened before. Until the end of the transaction, nobody is erased.
 */
export const letIn = async <One extends { message: AcceptedInteraction }>(
  tx: Transaction,
  rules: Rules,
  all: readonly One[],
): Promise<{ living: readonly One[]; erased: readonly One[] }> => {
  await holdOffErasures(tx);
  if (!(await isAnybodyErased(tx))) return { living: all, erased: [] };
  const marked = all.map((one) => ({ one, ...marksOf(rules, one.message) }));
  const untilOf = await findMarks(tx, [...new Set(marked.flatMap(({ key, named }) => [key, ...named]))]);
  if (untilOf.size === 0) return { living: all, erased: [] };
  const gone = new Set(
    marked
      .filter(({ one, key, named }) => {
        const at = instantOf(one.message.occurredAt);
        return untilOf.has(key) || named.some((mark) => at <= (untilOf.get(mark) ?? Number.NEGATIVE_INFINITY));
      })
      .map(({ one }) => one),
  );
  return { living: all.filter((one) => !gone.has(one)), erased: [...gone] };
};

/** The mark of an interaction of somebody else that named who was erased, and was heard of before. */
export const markOfOthers = ({ markOf }: Rules, source: string, id: string): string =>
  markOf(`of others: ${interactionKey(source, id)}`);

/**
 * Which of these, that name somebody erased, were somebody else's in a life of the database that knew them when that one was erased:
 * they stay, without.
 */
export const findOfOthers = async <One extends { message: AcceptedInteraction }>(
  tx: Transaction,
  rules: Rules,
  erased: readonly One[],
): Promise<readonly One[]> => {
  const markOf = ({ message: { source, id } }: One): string => markOfOthers(rules, source, id);
  const marked = await findMarks(tx, erased.map(markOf));
  return marked.size === 0 ? [] : erased.filter((one) => marked.has(markOf(one)));
};

/**
 * The interaction without whoever in it was erased after it happened, by the time that is stored; undefined if nobody in it
 * was, or if it names nobody else.
 */
export const withoutErasedNames = async (
  tx: Transaction,
  rules: Rules,
  message: AcceptedInteraction,
  stored: string,
): Promise<AcceptedInteraction | undefined> => {
  const fact = factOf(rules.registry, rules.deriveId, message);
  if (fact === undefined) return undefined;
  const at = Date.parse(AcceptedInteraction.parse(JSON.parse(stored)).occurredAt);
  const marks = new Map(fact.nodes.map(({ id }) => [id, rules.markOf(id)]));
  const untilOf = await findMarks(tx, [...marks.values()]);
  const erased = fact.nodes.filter(({ id }) => at <= (untilOf.get(marks.get(id) ?? '') ?? Number.NEGATIVE_INFINITY));
  if (erased.length === 0 || erased.length === fact.nodes.length) return undefined;
  return redactInteraction(
    (identifier) => nodesEver(rules, identifier),
    new Set(erased.map(({ id }) => id)),
    message,
    fact,
  );
};

/** Whether one of these identifiers was erased after this moment. */
export const namesErased = async (
  tx: Transaction,
  rules: Rules,
  identifiers: readonly Identifier[],
  at: number,
): Promise<boolean> => {
  const untilOf = await findMarks(tx, marksOfNames(rules, identifiers));
  return [...untilOf.values()].some((until) => at <= until);
};

/** Whether the interaction with this key was erased. */
export const isErased = async (tx: Transaction, { markOf }: Rules, key: string): Promise<boolean> =>
  (await findMarks(tx, [markOf(key)])).size > 0;

const marksOf = (rules: Rules, interaction: AcceptedInteraction): { key: string; named: string[] } => ({
  key: rules.markOf(interactionKey(interaction.source, interaction.id)),
  named: marksOfNames(rules, identifiersOf(interaction)),
});

/** By whichever rules they may have been erased. */
const marksOfNames = (
  { registry, former = [], deriveId, markOf }: Rules,
  identifiers: readonly Identifier[],
): string[] => {
  const ids = [registry, ...former].flatMap((rules) =>
    identifiers.flatMap((identifier) => namedBy(rules, deriveId, identifier).nodes.map(({ id }) => id)),
  );
  return [...new Set(ids)].map(markOf);
};
