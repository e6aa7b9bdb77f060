import { isDeepStrictEqual } from 'node:util';
import { AcceptedInteraction } from '@hilo/contracts';
import type { Batch, LogRecord, OutgoingRecord } from '@hilo/log';
import { type DeadLetter, parseRecords, type Transaction } from '@hilo/runtime';
import { interactionKey } from './domain/derive-id.ts';
import { evidenceOf, joinEvidence } from './domain/evidence.ts';
import { type DeriveId, type Fact, factOf } from './domain/fact.ts';
import type { Registry } from './domain/registry.ts';
import { recordsOf, restructure, type Settled, type Structure, settle } from './domain/settle.ts';
import { customerMessage, resolvedMessage } from './messages.ts';
import { lockComponents } from './store/components.ts';
import {
  findBySubject,
  findStored,
  insertInteractions,
  reattribute,
  type StoredInteraction,
} from './store/interactions.ts';
import { readComponents } from './store/known.ts';
import { writeChanges } from './store/structure.ts';
import { nextVersions, type RecordVersion } from './store/versions.ts';

export type Rules = { registry: Registry; deriveId: DeriveId };

/** What became of a batch, and what is to be published of it. */
export type Outcome = {
  deadLetters: readonly DeadLetter[];
  stored: number;
  duplicate: number;
  customers: readonly OutgoingRecord[];
  resolved: readonly OutgoingRecord[];
  interactions: readonly string[];
};

/** A fact with the interaction that it was taken from. */
type Told = { fact: Fact; key: string; content: string; version: number };

/**
 * A batch of accepted interactions: sort out what is known or unusable → lock the components → who is who now → whose
 * are the facts → write → the next version of every record that changed.
 */
export const resolveInteractions = async (
  tx: Transaction,
  rules: Rules,
  { records, now }: Pick<Batch, 'records'> & { now: number },
): Promise<Outcome> => {
  const { fresh, duplicate, deadLetters } = await sortOut(tx, rules, records);
  if (fresh.length === 0) return { deadLetters, duplicate, stored: 0, customers: [], resolved: [], interactions: [] };

  const facts = fresh.map(({ fact }) => fact);
  const components = await lockComponents(tx, joinEvidence(facts.map(evidenceOf)).nodes);
  const known = await readComponents(tx, components);
  const structure = restructure(rules.registry, known, facts);
  const moved = await attributedTo(tx, rules, structure.newlyShared);
  const settled = settle(rules.registry, known, structure, { facts, moved: moved.map(({ fact }) => fact) });

  await writeChanges(tx, known, { ...structure, nodes: settled.nodes });
  await insertInteractions(
    tx,
    fresh.map((told) => attributed(told, settled)),
  );
  await reattribute(
    tx,
    moved.map((told) => attributed(told, settled)),
  );
  const versions = await nextVersions(tx, [...settled.changed, ...settled.vanished], now);
  return {
    deadLetters,
    duplicate,
    stored: fresh.length,
    ...messagesOf(rules.registry, structure, settled, versions, [...fresh, ...moved]),
  };
};

/** What is new and usable; what was stored before, here or in this batch; and what cannot be used, with the reason. */
const sortOut = async (tx: Transaction, rules: Rules, records: readonly LogRecord[]) => {
  const { parsed, deadLetters } = parseRecords(AcceptedInteraction, records);
  const keyed = parsed.map((one) => ({ ...one, key: interactionKey(one.message.source, one.message.id) }));
  const stored = await findStored(
    tx,
    keyed.map(({ key }) => key),
  );
  const contents = new Map([...stored].map(([key, { content }]) => [key, content]));
  const fresh: Told[] = [];
  let duplicate = 0;
  for (const { record, message, key } of keyed) {
    const content = record.value ?? '';
    const before = contents.get(key);
    const fact = before === undefined ? factOf(rules.registry, rules.deriveId, message) : undefined;
    if (before !== undefined && sameContent(before, content)) duplicate += 1;
    else if (before !== undefined) deadLetters.push({ record, reason: 'conflicting-duplicate' });
    else if (fact === undefined) deadLetters.push({ record, reason: 'no-usable-identifier' });
    else {
      contents.set(key, content);
      fresh.push({ fact, key, content, version: 1 });
    }
  }
  return { fresh, duplicate, deadLetters };
};

/** Whether both are the same interaction, whenever each was received. */
const sameContent = (one: string, two: string): boolean =>
  one === two || isDeepStrictEqual({ ...JSON.parse(one), receivedAt: '' }, { ...JSON.parse(two), receivedAt: '' });

/** The facts that are attributed to these nodes so far; they get another version. */
const attributedTo = async (tx: Transaction, rules: Rules, subjects: readonly string[]): Promise<Told[]> =>
  (await findBySubject(tx, subjects)).flatMap(({ key, content, version }) => {
    const fact = factOf(rules.registry, rules.deriveId, AcceptedInteraction.parse(JSON.parse(content)));
    return fact === undefined ? [] : [{ fact, key, content, version: version + 1 }];
  });

const attributionOf = ({ attributions }: Settled, fact: Fact) => {
  const attribution = attributions.get(fact);
  if (attribution === undefined) throw new Error('a fact of the batch was not attributed');
  return attribution;
};

const attributed = ({ fact, key, content, version }: Told, settled: Settled): StoredInteraction => {
  const { node, rule } = attributionOf(settled, fact);
  return { key, content, version, rule, subject: node.id };
};

const messagesOf = (
  registry: Registry,
  { links }: Structure,
  settled: Settled,
  versions: ReadonlyMap<string, RecordVersion>,
  told: readonly Told[],
): Pick<Outcome, 'customers' | 'resolved' | 'interactions'> => {
  const versionOf = (customer: string): RecordVersion => versions.get(customer) ?? { version: 1, updatedAt: 0 };
  const records = recordsOf(registry, { nodes: settled.nodes, links }, settled.changed);
  return {
    customers: [
      ...records.map((record) => customerMessage(record.id, versionOf(record.id), record)),
      ...[...settled.vanished].map((id) => customerMessage(id, versionOf(id), undefined)),
    ],
    resolved: told.map(({ fact, content, version }) => {
      const attribution = attributionOf(settled, fact);
      const customer = settled.nodes.get(attribution.node.id)?.customer ?? attribution.node.id;
      const recordVersion = versionOf(customer).version;
      return resolvedMessage({
        content,
        attribution,
        customer,
        version,
        recordVersion,
        registryVersion: registry.version,
      });
    }),
    interactions: told.map(({ key }) => key),
  };
};
