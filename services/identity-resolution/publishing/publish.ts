import { topics } from '@hilo/contracts';
import type { Log, OutgoingRecord } from '@hilo/log';
import type { Resources } from '@hilo/runtime';
import type { Pool } from 'pg';
import { group } from '../config.ts';
import { derivedWith } from '../domain/derive-id.ts';
import { readRecords } from '../store/graph/customers.ts';
import { findOvertaken } from '../store/graph/versions.ts';
import {
  findPublications,
  forgetPublication,
  type Publication,
  type PublicationOrigin,
  readProgress,
} from '../store/publishing/publications.ts';
import { readResolved } from '../store/publishing/resolved.ts';
import { followRules, type RulesInForce } from '../store/registry/rules-in-force.ts';
import { customerMessage, resolvedMessage } from './messages.ts';

export type Publisher = { log: Log; pool: Pool; group: string; rules: RulesInForce };

export const openPublisher = ({ log, pool, process }: Pick<Resources, 'log' | 'pool' | 'process'>): Publisher => ({
  log,
  pool,
  group,
  rules: followRules(derivedWith(process.HILO_ID_SECRET)),
});

/** Publishes what a batch made: records first, then the interactions that are counted in them, then how far we are. */
export const publishBatch = async (
  publisher: Publisher,
  places: readonly PublicationOrigin[],
  publication: Publication,
  messages: { customers: readonly OutgoingRecord[]; resolved: readonly OutgoingRecord[] },
): Promise<void> => {
  await publishCustomers(publisher, messages.customers);
  if (messages.resolved.length > 0) await publisher.log.append(topics.resolved.name, messages.resolved);
  await forgetPublication(publisher.pool, publication.id);
  await publishLedger(publisher, places);
};

/** Publishes again what a crash may have kept back, from what is stored. */
export const publishLeftovers = async (
  publisher: Publisher,
  place: PublicationOrigin,
  olderThanMs = 0,
): Promise<void> => {
  const { pool, rules } = publisher;
  const first = await findPublications(pool, place, olderThanMs);
  for (const publication of first) {
    const customers = await composeCustomers(publisher, publication.customers);
    const resolved = await readResolved(pool, rules, publication.interactions);
    await publishBatch(publisher, [place], publication, { customers, resolved: resolved.map(resolvedMessage) });
  }
  if (first.length > 0) return publishLeftovers(publisher, place, olderThanMs);
  await publishLedger(publisher, [place]);
};

/** How far these partitions are through; ingest keeps the ledger by it. */
const publishLedger = async ({ log, pool, group }: Publisher, places: readonly PublicationOrigin[]): Promise<void> => {
  const entries = await readProgress(pool, group, places);
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
  const overtaken = await findOvertaken(publisher.pool, sent);
  await publishCustomers(publisher, await composeCustomers(publisher, overtaken));
};

/** Records as they are now, and tombstones of those that are no more. */
export const composeCustomers = async (
  { pool, rules }: Publisher,
  ids: readonly string[],
): Promise<OutgoingRecord[]> => {
  if (ids.length === 0) return [];
  const records = await readRecords(pool, rules, ids);
  return [...records].map(([id, { version, record }]) => customerMessage(id, version, record));
};
