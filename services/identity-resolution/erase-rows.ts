import { AcceptedInteraction, type Decision, type Erasure, type Identifier } from '@hilo/contracts';
import type { Handle } from '@hilo/log';
import type { Removed, Transaction } from '@hilo/runtime';
import { decided } from './domain/decision.ts';
import { compare } from './domain/fact.ts';
import { type Node, nodeFor } from './domain/node.ts';
import { redactDecision } from './domain/redact.ts';
import { deleteDecisions, findAllNaming, rewriteDecision } from './store/decisions.ts';
import {
  deleteInteractions,
  findNames,
  findUnmentioned,
  findWithdrawnNaming,
  forgetNames,
  namedInWithdrawals,
} from './store/erased.ts';
import { findContents } from './store/interactions.ts';
import type { Rules, Told } from './store/shelf.ts';
import { forgetCompared } from './store/suggestions.ts';

/** What the person's interactions said; those of others that mention the person; and the decisions that do. */
export type Said = { own: readonly Told[]; others: readonly Told[]; decisions: readonly Decision[] };

export type Gone = {
  /** The person's identifiers, and those that nobody else ever mentioned. */
  nodes: string[];
  keys: string[];
  customers: Erasure['customers'];
  /** The person's identifiers, in every way in which they were written. */
  written: readonly Identifier[];
  /** The person's interactions. */
  interactions: readonly Handle[];
  removed: Removed;
};

/** The rows go: of the person, and of what nobody else mentions. */
export const removeRows = async (
  tx: Transaction,
  rules: Rules,
  person: ReadonlySet<string>,
  { own, others, decisions }: Said,
): Promise<Gone> => {
  const mentioned = [...own.flatMap(({ fact }) => fact.nodes), ...decisions.flatMap(nodesIn(rules))].map(
    ({ id }) => id,
  );
  const together = await namedInWithdrawals(tx, [...person]);
  const unmentioned = await findUnmentioned(tx, [...new Set([...person, ...mentioned, ...together])]);
  const nodes = new Set([...person, ...unmentioned.map(({ id }) => id)]);
  const all = [...nodes].sort(compare);
  const keys = [...own.map(({ fact }) => fact.key), ...(await findWithdrawnNaming(tx, all))];
  const theirs = [...(await findContents(tx, keys)).values()].filter((content) => content !== '').map(interactionIn);
  const contents = [...theirs, ...others.map(({ content }) => interactionIn(content))];
  // What only a decision names is written nowhere else.
  const written = [...contents.flatMap((one) => writtenIn(rules, nodes, one)), ...(await findNames(tx, all))];
  const { interactions, withdrawals } = await deleteInteractions(tx, keys);
  const touched = await redactDecisions(tx, rules, nodes);
  const identifiers = await forgetNames(tx, all);
  const suggestions = await forgetCompared(tx, all);
  return {
    nodes: all,
    keys,
    customers: unmentioned.filter(({ version }) => version > 0),
    written,
    interactions: theirs.map(({ source, id }) => [source, id] as const),
    removed: { interactions, identifiers, decisions: touched + withdrawals, redacted: others.length, suggestions },
  };
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

const nodesIn =
  (rules: Rules) =>
  (decision: Decision): readonly Node[] =>
    decided(naming(rules), decision).evidence.nodes;

const interactionIn = (content: string): AcceptedInteraction => AcceptedInteraction.parse(JSON.parse(content));

const writtenIn = (
  rules: Rules,
  nodes: ReadonlySet<string>,
  { identifiers, consents = [] }: AcceptedInteraction,
): Identifier[] => {
  const named = [...identifiers, ...consents.flatMap(({ contactPoint }) => contactPoint ?? [])];
  return named.flatMap((identifier) => {
    const node = naming(rules)(identifier);
    return node !== undefined && nodes.has(node.id) ? [identifier, { kind: node.kind, value: node.value }] : [];
  });
};

/** What decisions say of others stays, without the person in it. Gives how many were another. */
const redactDecisions = async (tx: Transaction, rules: Rules, nodes: ReadonlySet<string>): Promise<number> => {
  const found = await findAllNaming(tx, [...nodes]);
  const gone: string[] = [];
  for (const decision of found) {
    const left = redactDecision(naming(rules), nodes, decision);
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
