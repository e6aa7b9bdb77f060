import { AcceptedInteraction, type Decision, type Erasure, type Identifier } from '@hilo/contracts';
import type { Handle } from '@hilo/log';
import type { Removed, Transaction } from '@hilo/runtime';
import { decided } from '../domain/decision.ts';
import { compare } from '../domain/fact.ts';
import { type Node, nodeFor } from '../domain/node.ts';
import { redactDecision, redactInteraction } from '../domain/redact.ts';
import type { Rules } from '../domain/rules.ts';
import { formerIds, identifiersOf, nodesEver, unusedIds } from '../domain/unused-identifiers.ts';
import { deleteDecisions, findAllNaming, rewriteDecision } from '../store/decisions.ts';
import {
  deleteInteractions,
  findNames,
  findUnmentionedNodes,
  findWithdrawnNaming,
  forgetNames,
  namedInWithdrawals,
  rewriteContents,
} from '../store/erasure/erased.ts';
import { findNamedElsewhere, findSilent, findUnused, forgetUnused } from '../store/erasure/unused-names.ts';
import { findContents } from '../store/graph/interactions.ts';
import type { StoredFact } from '../store/graph/reader.ts';
import { formerIdsOf } from '../store/registry/former-ids.ts';
import { forgetCompared } from '../store/suggestions/suggestions.ts';
import { forgetLearnt } from '../suggestions/forget-learnt.ts';

/** What the person's interactions said; those of others that mention the person; and the decisions that do. */
export type SaidOfPerson = {
  own: readonly StoredFact[];
  others: readonly StoredFact[];
  decisions: readonly Decision[];
};

export type RemovedRows = {
  /** The person's identifiers, and those that nobody else ever mentioned. */
  nodes: string[];
  keys: string[];
  customers: Erasure['customers'];
  /** The person's identifiers, in every way in which they were written. */
  written: readonly Identifier[];
  /** When the latest of the person's interactions happened, in milliseconds since the epoch. */
  latest: number;
  /** The person's interactions, and those of others that mentioned the person. */
  interactions: readonly Handle[];
  mentioning: readonly Handle[];
  removed: Removed;
};

/**
 * The rows go: of the person, and of what nobody else mentions, unless it is known that there is nothing of that (`isWhole`): a database
 * from a backup has not heard of everything that mentions it.
 */
export const removeRows = async (
  tx: Transaction,
  rules: Rules,
  person: ReadonlySet<string>,
  { own, others, decisions }: SaidOfPerson,
  isWhole = false,
): Promise<RemovedRows> => {
  const mentioned = [...own.flatMap(({ fact }) => fact.nodes), ...decisions.flatMap(nodesIn(rules))];
  const onlyTheirs = await findOnlyTheirs(tx, rules, person, { own, mentioned: mentioned.map(({ id }) => id) });
  const unmentioned = isWhole ? onlyTheirs.filter(({ id }) => person.has(id)) : onlyTheirs;
  const nodes = new Set([...person, ...unmentioned.map(({ id }) => id)]);
  const all = [...nodes].sort(compare);
  const silent = await redactSilent(tx, rules, nodes);
  const keys = [...own.map(({ fact }) => fact.key), ...(await findWithdrawnNaming(tx, all)), ...silent.gone];
  const theirs = [...(await findContents(tx, keys)).values()].filter((content) => content !== '').map(interactionIn);
  const mentioning = [...others.map(({ content }) => interactionIn(content)), ...silent.redacted];
  // What only a decision names is written nowhere else.
  const named = [...theirs, ...mentioning].flatMap((one) => writtenIn(rules, nodes, one));
  const written = [...named, ...(await findNames(tx, all))];
  const { interactions, withdrawals } = await deleteInteractions(tx, keys);
  const touched = await redactDecisions(tx, rules, nodes);
  const identifiers = await forgetNames(tx, all);
  await forgetLearnt(tx, rules.registry, all, theirs);
  const suggestions = await forgetCompared(tx, all);
  await forgetUnused(tx, { nodes: all, keys });
  return {
    nodes: all,
    keys,
    customers: unmentioned.filter(({ version }) => version > 0),
    written,
    latest: Math.max(...theirs.map(({ occurredAt }) => Date.parse(occurredAt))),
    interactions: theirs.map(handleOf),
    mentioning: mentioning.map(handleOf),
    removed: { interactions, identifiers, decisions: touched + withdrawals, redacted: mentioning.length, suggestions },
  };
};

const handleOf = ({ source, id }: AcceptedInteraction): Handle => [source, id];

/** Of the person, and of what the person's interactions and decisions name, what nobody else names in anything that counts. */
const findOnlyTheirs = async (
  tx: Transaction,
  rules: Rules,
  person: ReadonlySet<string>,
  { own, mentioned }: { own: readonly StoredFact[]; mentioned: readonly string[] },
): Promise<{ id: string; version: number }[]> => {
  const together = await namedInWithdrawals(tx, [...person]);
  const identifiers = own.flatMap(({ content }) => identifiersOf(interactionIn(content)));
  const former = [...unusedIds(rules, identifiers), ...formerIds(rules, identifiers)];
  const keys = own.map(({ fact }) => fact.key);
  const onlyHere = async (ids: readonly string[]): Promise<string[]> => {
    const elsewhere = new Set(await findNamedElsewhere(tx, ids, keys));
    return ids.filter((id) => !elsewhere.has(id));
  };
  const possible = [...person, ...mentioned, ...together, ...(await onlyHere(former))];
  const gone = new Set([...person, ...(await findUnmentionedNodes(tx, [...new Set(possible)])).map(({ id }) => id)]);
  const led = await onlyHere(await formerIdsOf(tx, [...gone]));
  return findUnmentionedNodes(tx, [...new Set([...possible, ...led])]);
};

/** Of what names nobody by the rules in force, what named these goes; what named others too stays, without them. */
const redactSilent = async (
  tx: Transaction,
  rules: Rules,
  nodes: ReadonlySet<string>,
): Promise<{ gone: string[]; redacted: AcceptedInteraction[] }> => {
  const silent = (await findSilent(tx, [...nodes])).map(({ key, content }) => ({
    key,
    before: interactionIn(content),
  }));
  const left = silent.map(({ key, before }) => {
    const after = redactInteraction(namingEver(rules), nodes, before, { wrong: [] });
    return { key, before, after, stays: identifiersOf(after).some((one) => namingEver(rules)(one).length > 0) };
  });
  const [stays, gone] = [left.filter(({ stays }) => stays), left.filter(({ stays }) => !stays)];
  await rewriteContents(
    tx,
    stays.map(({ key, after }) => ({ key, content: JSON.stringify(after) })),
  );
  return { gone: gone.map(({ key }) => key), redacted: stays.map(({ before }) => before) };
};

/** By what records on the log are found: the ids of subjects, and identifiers as they were written, in either order. */
export const textsOf = (nodes: readonly string[], written: readonly Identifier[]): string[] => [
  ...nodes.map((id) => JSON.stringify(id)),
  ...new Set(
    written.flatMap(({ kind, value }) =>
      [
        { kind, value },
        { value, kind },
      ].map((one) => JSON.stringify(one).slice(1, -1)),
    ),
  ),
];

export const naming =
  ({ registry, deriveId }: Rules) =>
  (identifier: Identifier): Node | undefined =>
    nodeFor(registry, deriveId, identifier);

/** Whom it names, or named by rules before where those in force do not use it. */
export const namingEver =
  (rules: Rules) =>
  (identifier: Identifier): readonly Node[] =>
    nodesEver(rules, identifier);

const nodesIn =
  (rules: Rules) =>
  (decision: Decision): readonly Node[] =>
    decided(naming(rules), decision).evidence.nodes;

const interactionIn = (content: string): AcceptedInteraction => AcceptedInteraction.parse(JSON.parse(content));

const writtenIn = (rules: Rules, nodes: ReadonlySet<string>, interaction: AcceptedInteraction): Identifier[] =>
  identifiersOf(interaction).flatMap((identifier) =>
    namingEver(rules)(identifier).flatMap(({ id, kind, value }) =>
      nodes.has(id) ? [identifier, { kind, value }] : [],
    ),
  );

/** What decisions say of others stays, without the person in it. Gives how many were another. */
const redactDecisions = async (tx: Transaction, rules: Rules, nodes: ReadonlySet<string>): Promise<number> => {
  const found = await findAllNaming(tx, [...nodes], await findUnused(tx, [...nodes]));
  const gone: string[] = [];
  for (const decision of found) {
    const left = redactDecision(namingEver(rules), nodes, decision);
    if (left === undefined) gone.push(decision.id);
    else
      await rewriteDecision(
        tx,
        left,
        nodesIn(rules)(left).map(({ id }) => id),
      );
  }
  await deleteDecisions(tx, gone);
  return found.length;
};
