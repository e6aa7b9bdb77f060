import { AcceptedInteraction, type Identifier } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import { nodeFor } from '../../domain/node.ts';
import type { Rules } from '../../domain/rules.ts';
import { spellingsOf, speltBy, speltIn } from '../../domain/spellings.ts';
import { findNaming } from '../decisions.ts';
import { findMentioning } from '../erasure/erased.ts';
import { openReader } from './reader.ts';

/** In which ways the interactions that count, and the decisions that hold, have written these nodes; the earliest first. */
export const findSpellings = async (
  tx: Transaction,
  rules: Rules,
  nodes: readonly string[],
): Promise<Map<string, Identifier[]>> => {
  const reader = openReader(tx, rules);
  const own = await reader.factsOf(new Set(nodes));
  const others = await reader.factsByKey(new Set(await findMentioning(tx, nodes)));
  const spelt = [
    ...[...own, ...others].flatMap(({ content }) => speltIn(AcceptedInteraction.parse(JSON.parse(content)))),
    ...(await findNaming(tx, nodes)).flatMap(speltBy),
  ];
  return spellingsOf((identifier) => nodeFor(rules.registry, rules.deriveId, identifier), nodes, spelt);
};
