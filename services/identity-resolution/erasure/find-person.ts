import type { ErasureRequest, Identifier } from '@hilo/contracts';
import { HttpProblem, type Transaction, unknownCustomer } from '@hilo/runtime';
import type { Rules } from '../domain/rules.ts';
import { findNamedNodes } from '../store/erasure/erased.ts';
import { findNamedByOthers } from '../store/erasure/unused-names.ts';
import { subjectsOf } from '../store/graph/customers.ts';
import { namingEver } from './remove-rows.ts';

/** All that the customer has; an identifier that nobody has is a person of its own. */
export const whoIs = async (
  tx: Transaction,
  rules: Rules,
  { customer, identifier }: ErasureRequest,
): Promise<ErasedPerson> => {
  if (identifier === undefined) {
    const nodes = await theirsAlone(tx, customer ?? '');
    // It was a customer until a rule blocked what it is known by, or everything was withdrawn.
    const known = nodes.length > 0 ? nodes : await findNamedNodes(tx, customer ?? '');
    if (known.length === 0) throw unknownCustomer();
    return { nodes: new Set(known), named: [] };
  }
  const named = namingEver(rules)(identifier);
  if (named.length === 0) {
    throw new HttpProblem(400, 'Invalid request', 'Nobody can be erased by that.', [
      { path: ['identifier'], message: 'says nothing of who it is' },
    ]);
  }
  const nodes = new Set(named.map(({ id }) => id));
  for (const { id } of named) for (const subject of await theirsAlone(tx, id)) nodes.add(subject);
  return { nodes, named: [identifier, ...named.map(({ kind, value }) => ({ kind, value }))] };
};

/** What leads to the customer, but for what the rules no longer use and others are named by too. */
const theirsAlone = async (tx: Transaction, id: string): Promise<string[]> => {
  const subjects = await subjectsOf(tx, id);
  const others = new Set(await findNamedByOthers(tx, subjects));
  return subjects.filter((subject) => !others.has(subject));
};

export type ErasedPerson = { nodes: ReadonlySet<string>; named: readonly Identifier[] };
