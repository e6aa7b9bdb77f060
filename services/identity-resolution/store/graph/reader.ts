import { AcceptedInteraction } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import { decided } from '../../domain/decision.ts';
import { type Fact, factOf } from '../../domain/fact.ts';
import { nodeFor } from '../../domain/node.ts';
import type { IdentityReader } from '../../domain/reader.ts';
import type { Rules } from '../../domain/rules.ts';
import type { Attributed } from '../../domain/state.ts';
import { findNaming } from '../decisions.ts';
import { findLeads } from '../registry/former-ids.ts';
import { letGoOfComponents, lockComponents } from './components.ts';
import { findBySubject, findCounted, type StoredInteraction } from './interactions.ts';
import { readKnown, readLinks } from './read-graph.ts';

/** A fact as it is stored, with its interaction as it was accepted. */
export type StoredFact = Attributed & Pick<StoredInteraction, 'content' | 'version'>;

/** What a change of who is who reads from the database. */
export const openReader = (tx: Transaction, rules: Rules): IdentityReader<StoredFact> => {
  let holds = false;
  let latest = 0;
  const read = factReader(rules);
  return {
    lock: async (nodes) => {
      if (holds) await letGoOfComponents(tx);
      holds = true;
      const locked = await lockComponents(tx, nodes);
      latest = Math.max(latest, locked.latest);
      return locked.touched;
    },
    linksAmong: (links) => readLinks(tx, links),
    read: async (wanted) => {
      const known = await readKnown(tx, wanted);
      latest = Math.max(latest, known.latest);
      return known;
    },
    latest: () => latest,
    factsOf: async (subjects) => factsIn(read, await findBySubject(tx, [...subjects])),
    factsByKey: async (keys) => factsIn(read, await findCounted(tx, [...keys])),
    // Only where other rules were in force is there an id of before.
    leads: async (ids) => (ids.length === 0 || !rules.former?.length ? [] : findLeads(tx, ids)),
    decisionsNaming: async (nodes) => {
      const named = await findNaming(tx, nodes);
      return named.map((decision) => decided((one) => nodeFor(rules.registry, rules.deriveId, one), decision));
    },
  };
};

type ReadFact = (stored: Pick<StoredInteraction, 'key' | 'content'>) => Fact | undefined;

/**
 * Reads the fact in an interaction, each once: what was accepted changes only where another consumer, between two attempts of
 * this change, heard that it happened earlier.
 */
const factReader = ({ registry, deriveId }: Rules): ReadFact => {
  const facts = new Map<string, { content: string; fact: Fact | undefined }>();
  return ({ key, content }) => {
    const read = facts.get(key);
    if (read?.content === content) return read.fact;
    const fact = factOf(registry, deriveId, AcceptedInteraction.parse(JSON.parse(content)));
    facts.set(key, { content, fact });
    return fact;
  };
};

const factsIn = (read: ReadFact, stored: readonly StoredInteraction[]): StoredFact[] =>
  stored.flatMap(({ rule, ...one }) => {
    const fact = read(one);
    return fact === undefined || rule === 'names-nobody' ? [] : [{ ...one, rule, fact }];
  });
