import { AcceptedInteraction } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import { compare, type Fact, factOf } from '../domain/fact.ts';
import type { Rules } from '../domain/rules.ts';
import { lockInteraction } from '../store/decisions.ts';
import { rewriteContents } from '../store/erasure/erased.ts';
import { findContents, findCounted } from '../store/graph/interactions.ts';
import { besideStored } from './compare-deliveries.ts';

/** Stored interactions that happened earlier than was known so far: what they are from now on takes the place of what they were. */
export type Renewal = {
  /** Of those that count: what they said until now, and what they say from now on. */
  before: readonly Fact[];
  after: readonly { fact: Fact; content: string }[];
  contents: readonly { key: string; content: string }[];
};

const nothingRenewed: Renewal = { before: [], after: [], contents: [] };

/**
 * What these deliveries, by the key of their interaction, make of those that are stored. Until the end of the transaction,
 * nobody withdraws one of them or puts it back. In the order of the keys, as whoever does the same locks them.
 */
export const findRenewal = async (
  tx: Transaction,
  rules: Rules,
  deliveries: ReadonlyMap<string, string>,
): Promise<Renewal> => {
  if (deliveries.size === 0) return nothingRenewed;
  const keys = [...deliveries.keys()].sort(compare);
  for (const key of keys) await lockInteraction(tx, key);
  // Another consumer may have been first with another delivery.
  const stored = await findContents(tx, keys);
  const contents = keys.flatMap((key) => {
    const [before, content] = [stored.get(key), deliveries.get(key)];
    if (!before || content === undefined || besideStored(before, content) !== 'earlier') return [];
    return [{ key, content }];
  });
  const counted = await findCounted(
    tx,
    contents.map(({ key }) => key),
  );
  const inForce = new Map(contents.map(({ key, content }) => [key, content]));
  const pairs = counted.flatMap(({ key, content: old }) => {
    const content = inForce.get(key) ?? '';
    const [was, is] = [factIn(rules, key, old), factIn(rules, key, content)];
    return was && is ? [{ was, after: { fact: is, content } }] : [];
  });
  return { before: pairs.map(({ was }) => was), after: pairs.map(({ after }) => after), contents };
};

/** Writes what they say from now on; of what counts for nobody, that is all. */
export const writeRenewal = (tx: Transaction, { contents }: Renewal): Promise<void> => rewriteContents(tx, contents);

const factIn = ({ registry, deriveId }: Rules, key: string, content: string): Fact | undefined =>
  factOf(registry, deriveId, AcceptedInteraction.parse(JSON.parse(content)), key);
