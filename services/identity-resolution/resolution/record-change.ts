import type { ConflictReason } from '@hilo/contracts';
import { LostRace, type Transaction } from '@hilo/runtime';
import type { Attribution } from '../domain/attribute.ts';
import { isAutomatic } from '../domain/automatic-links.ts';
import { customersToCompare } from '../domain/comparable.ts';
import { recordsOf } from '../domain/compose-records.ts';
import type { Fact } from '../domain/fact.ts';
import { notesOf } from '../domain/notes.ts';
import type { Registry } from '../domain/registry.ts';
import { baseOf, otherValues } from '../domain/state.ts';
import { customerMessage, type Messages, resolvedMessage } from '../publishing/messages.ts';
import { insertInteractions, type StoredInteraction, saveAttribution } from '../store/graph/interactions.ts';
import type { StoredFact } from '../store/graph/reader.ts';
import { writeChanges } from '../store/graph/structure.ts';
import type { RecordVersion } from '../store/graph/versions.ts';
import { noteSubjects } from '../store/suggestions/linkage-queue.ts';
import type { Changed } from './apply-change.ts';
/** A fact that counts from now on, with its interaction as it was accepted. */
export type CountedFact = { fact: Fact; content: string; version: number };

type Counting = {
  fresh?: readonly CountedFact[];
  putBack?: readonly CountedFact[];
  renewed?: readonly Pick<CountedFact, 'fact' | 'content'>[];
  now: number;
};

type Attributed = CountedFact & { attribution: Attribution; withdrawn: boolean };

/**
 * Writes a change: who is who, whose the facts are, and the next version of every record that is another then. `fresh` are
 * new facts; `putBack` are stored ones that count again; `renewed` take the place of what was withdrawn under the same key.
 * Gives what is to be published of it.
 */
export const recordChange = async (
  tx: Transaction,
  registry: Registry,
  changed: Changed<StoredFact>,
  { fresh = [], putBack = [], renewed = [], now }: Counting,
): Promise<Messages> => {
  const { known, structure, settled } = changed;
  const attributed = (one: CountedFact): Attributed => ({
    ...one,
    attribution: attributionOf(changed, one.fact),
    withdrawn: false,
  });
  const news = fresh.map(attributed);
  const again = renewed.map((one) => ({ ...one, version: versionBefore(changed, one.fact) }));
  const others = [...putBack, ...again, ...changed.moved].map((one) =>
    attributed({ ...one, version: one.version + 1 }),
  );
  const isRenewed = new Set(renewed.map(({ fact }) => fact.key));
  const gone = changed.withdrawn.filter(({ fact }) => !isRenewed.has(fact.key)).map(noLonger);
  // Records that change together are of one moment, which is later than any that one of them had: whose a subject is, is
  // told by that, and the clocks of instances differ.
  const updatedAt = Math.max(now, changed.latest + 1);
  const versioned = { customers: settled.changed.union(settled.vanished), at: updatedAt };
  const versions = await writeChanges(tx, known, { ...structure, nodes: settled.nodes }, versioned);
  await insertInteractions(tx, news.map(stored));
  await saveAttribution(
    tx,
    [...others, ...gone].map((one) => ({ ...stored(one), withdrawn: one.withdrawn })),
  );
  await noteSubjects(tx, 'changed', customersToCompare(registry, known.nodes, settled.nodes));
  await noteSubjects(tx, 'judge', linkedAnew(changed));
  return messagesOf(registry, changed, { versions, updatedAt }, [...news, ...others, ...gone]);
};

/** Of whom more is known, or less, than when they were linked automatically: somebody may have decided of that, too. */
const linkedAnew = ({ known, structure: { nodes, links } }: Changed<StoredFact>): string[] => {
  const linked = [...links.values()].filter(isAutomatic);
  if (linked.length === 0) return [];
  const isOther = otherValues(known.nodes, nodes).some(([was, is]) => (was && baseOf(was)) !== (is && baseOf(is)));
  return isOther ? [...new Set(linked.flatMap(({ a, b }) => [a, b]))] : [];
};

const attributionOf = ({ settled }: Changed<StoredFact>, fact: Fact): Attribution => {
  const attribution = settled.attributions.get(fact);
  if (attribution === undefined) throw new Error('a fact of the change was not attributed');
  return attribution;
};

/** If it does not count any more, throws `LostRace`. */
const versionBefore = ({ withdrawn }: Changed<StoredFact>, { key }: Fact): number => {
  const before = withdrawn.find(({ fact }) => fact.key === key);
  if (before === undefined) throw new LostRace('an interaction of this batch does not count any more');
  return before.version;
};

const noLonger = ({ fact, content, version, subject, rule }: StoredFact): Attributed => {
  const node = fact.nodes.find(({ id }) => id === subject) ?? fact.candidates[0];
  return { fact, content, version: version + 1, attribution: { node, rule }, withdrawn: true };
};

const stored = ({ fact, content, version, attribution }: Attributed): StoredInteraction => ({
  key: fact.key,
  content,
  version,
  rule: attribution.rule,
  subject: attribution.node.id,
});

const messagesOf = (
  registry: Registry,
  { known, structure, settled }: Changed<StoredFact>,
  { versions, updatedAt }: { versions: ReadonlyMap<string, number>; updatedAt: number },
  told: readonly Attributed[],
): Messages => {
  const versionOf = (customer: string): RecordVersion => ({ version: versions.get(customer) ?? 1, updatedAt });
  const records = recordsOf(registry, { nodes: settled.nodes, links: structure.links }, settled.changed);
  return {
    customers: [
      ...records.map((record) => customerMessage(record.id, versionOf(record.id), record)),
      ...[...settled.vanished].map((id) => customerMessage(id, versionOf(id), undefined)),
    ],
    resolved: told.map(({ fact, content, attribution, version, withdrawn }) => {
      const { id } = attribution.node;
      const customer = (settled.nodes.get(id) ?? known.nodes.get(id))?.customer ?? id;
      const recordVersion = versionOf(customer).version;
      const registryVersion = registry.version;
      const { source, id: interaction } = fact;
      const whose = { attribution, version, withdrawn, customer, recordVersion, registryVersion };
      return resolvedMessage({ source, id: interaction, content, notes: notesOf(fact.unused), ...whose });
    }),
    interactions: told.map(({ fact }) => fact.key),
    refused: newlyRefused(known, structure),
  };
};

const newlyRefused = (
  known: Changed<StoredFact>['known'],
  { links }: Changed<StoredFact>['structure'],
): ConflictReason[] =>
  links === known.links
    ? []
    : [...links].flatMap(([key, { refusal }]) =>
        refusal !== undefined && known.links.get(key)?.refusal !== refusal ? [refusal] : [],
      );
