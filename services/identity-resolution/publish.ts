import { AcceptedInteraction, topics } from '@hilo/contracts';
import type { Log, OutgoingRecord } from '@hilo/log';
import type { Pool } from 'pg';
import type { Attribution } from './domain/attribute.ts';
import { factOf } from './domain/fact.ts';
import type { Node } from './domain/node.ts';
import { customerMessage, resolvedMessage } from './messages.ts';
import { readRecords } from './store/customers.ts';
import { findPublications, forgetPublication, type Place, type Publication, readLedger } from './store/publications.ts';
import { readStoredWithCustomer } from './store/resolved.ts';
import type { Rules } from './store/shelf.ts';
import { readVersions } from './store/versions.ts';

export type Publisher = { log: Log; pool: Pool; group: string } & Rules;

/** Publishes what a batch made: records first, then the interactions that are counted in them, then how far we are. */
export const publishBatch = async (
  publisher: Publisher,
  places: readonly Place[],
  publication: Publication,
  messages: { customers: readonly OutgoingRecord[]; resolved: readonly OutgoingRecord[] },
): Promise<void> => {
  await publishCustomers(publisher, messages.customers);
  if (messages.resolved.length > 0) await publisher.log.append(topics.resolved.name, messages.resolved);
  await forgetPublication(publisher.pool, publication.id);
  await publishLedger(publisher, places);
};

/** Publishes again what a crash may have kept back, from what is stored. */
export const publishLeftovers = async (publisher: Publisher, place: Place, olderThanMs = 0): Promise<void> => {
  const { pool, registry } = publisher;
  for (const publication of await findPublications(pool, place, olderThanMs)) {
    const customers = await composeCustomers(publisher, publication.customers);
    const stored = await readStoredWithCustomer(pool, publication.interactions);
    const resolved = stored.map(({ subject, rule, ...one }) => {
      const attribution: Attribution = { rule, node: nodeIn(publisher, one.content, subject) };
      return resolvedMessage({ ...one, attribution, registryVersion: registry.version });
    });
    await publishBatch(publisher, [place], publication, { customers, resolved });
  }
  await publishLedger(publisher, [place]);
};

const nodeIn = ({ registry, deriveId }: Publisher, content: string, subject: string): Node => {
  const fact = factOf(registry, deriveId, AcceptedInteraction.parse(JSON.parse(content)));
  const node = fact?.nodes.find(({ id }) => id === subject);
  if (node === undefined) throw new Error('an interaction is attributed to an identifier that it does not name');
  return node;
};

/** How far these partitions are through; ingest keeps the ledger by it. */
const publishLedger = async ({ log, pool, group }: Publisher, places: readonly Place[]): Promise<void> => {
  const entries = await readLedger(pool, group, places);
  if (entries.length === 0) return;
  await log.append(
    topics.ledger.name,
    entries.map((entry) => ({
      key: `${entry.log}/${entry.topic}/${entry.partition}`,
      value: JSON.stringify(entry),
    })),
  );
};

/**
 * Publishes records. Another batch may have published a later version of one of them before: then that one is sent
 * again, so that the last message of a customer is always the latest.
 */
const publishCustomers = async (publisher: Publisher, messages: readonly OutgoingRecord[]): Promise<void> => {
  if (messages.length === 0) return;
  await publisher.log.append(topics.customers.name, messages);
  const sent = new Map(messages.map(({ key, headers }) => [key, Number(headers?.hilo_version)]));
  const versions = await readVersions(publisher.pool, [...sent.keys()]);
  const overtaken = [...versions].filter(([id, { version }]) => version > (sent.get(id) ?? 0)).map(([id]) => id);
  await publishCustomers(publisher, await composeCustomers(publisher, overtaken));
};

const composeCustomers = async ({ pool, registry }: Publisher, ids: readonly string[]): Promise<OutgoingRecord[]> => {
  if (ids.length === 0) return [];
  const records = await readRecords(pool, registry, ids);
  return [...records].map(([id, { version, record }]) => customerMessage(id, version, record));
};
