import {
  Erasure,
  type ErasureReport,
  instantOf,
  type ResolvedInteraction,
  type ServiceName,
  topics,
} from '@hilo/contracts';
import type { Consumer } from '@hilo/log';
import { locks } from '@hilo/log/locks';
import { statement } from '@hilo/log/statement';
import { oneByOne, runConsumer } from '../consuming/consumer.ts';
import { parseRecords } from '../consuming/dead-letter.ts';
import type { Outgoing } from '../consuming/outbox.ts';
import type { Version } from '../consuming/versions.ts';
import { type Transaction, transaction } from '../database/database.ts';
import type { Resources } from '../resources.ts';
import { eraseListed, noteErasureDone } from './erase-listed.ts';
import { erasedMarkOf, findErasedVersions, noteErasedVersions } from './erased-versions.ts';

const holdOffErasuresSql = statement({
  name: 'hold-off-erasures',
  text: 'SELECT pg_advisory_xact_lock_shared($1, hashtext(current_schema()))',
});

/**
 * Until the end of the transaction, nobody is erased from this service. To be called before anything else that writes what
 * an erasure takes away: else it would be written after the erasure had looked.
 */
export const holdOffErasures = async (tx: Transaction): Promise<void> => {
  await tx.query(holdOffErasuresSql([locks.erasing]));
};

const lockForErasureSql = statement('SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))');

/** Waits until nobody writes what an erasure takes away, and keeps it so until the end of the transaction. */
export const lockForErasure = async (tx: Transaction): Promise<void> => {
  await tx.query(lockForErasureSql([locks.erasing]));
};

/** How many rows of which table were removed. */
export type Removed = ErasureReport['removed'];

type Following = Pick<Resources, 'log' | 'pool' | 'logger' | 'health' | 'now' | 'process'>;

/**
 * Follows `hilo.erasures.v1`: the service removes what it holds, and says how much. `erase` must be right when it is done
 * again, long after: of what happened after the moment of the erasure it removes nothing. What a database from a backup lacks of the
 * list of erasures is done first.
 */
export const followErasures = async (
  { log, pool, logger, health, now, process }: Following,
  service: ServiceName,
  erase: (tx: Transaction, erasure: Erasure) => Promise<Removed>,
): Promise<Consumer> => {
  await eraseListed({ pool, logger, process }, ({ erasure }) =>
    transaction(pool, async (tx) => {
      await lockForErasure(tx);
      await erase(tx, erasure);
      await noteErasureDone(tx, erasure.id);
    }),
  );
  return runConsumer({
    log,
    pool,
    logger,
    health,
    group: `${service}.erasures`,
    topics: [topics.erasures.name],
    handle: oneByOne(async (tx, { records }) => {
      const { parsed, deadLetters } = parseRecords(Erasure, records);
      await lockForErasure(tx);
      const outbox: Outgoing[] = [];
      for (const { message } of parsed) {
        const at = new Date(now()).toISOString();
        outbox.push(reportMessage({ erasure: message.id, service, at, removed: await erase(tx, message) }));
        await noteErasureDone(tx, message.id);
      }
      return { deadLetters, outbox };
    }),
  });
};

const reportMessage = (report: ErasureReport): Outgoing => ({
  topic: topics.erasureReports.name,
  key: report.erasure,
  value: JSON.stringify(report),
});

const rememberErasedSql = statement(`
  INSERT INTO erased AS e (subject, until) SELECT DISTINCT s, $2::timestamptz FROM unnest($1::uuid[]) AS s ORDER BY 1
  ON CONFLICT (subject) DO UPDATE SET until = greatest(e.until, EXCLUDED.until)`);

/** Keeps in the table `erased` who is erased until when, so that what is heard of later brings nobody back. */
export const rememberErased = async (tx: Transaction, { subjects, at }: Erasure): Promise<void> => {
  await tx.query(rememberErasedSql([subjects, at]));
};

/** Whose something is, when it happened, and which version of what became of an interaction it is, if it is one. */
type AboutSomebody = { subject: string; occurredAt: string; version?: Version };

export const versionOfResolved = ({ version, interaction: { source, id } }: ResolvedInteraction): Version => ({
  source,
  id,
  version,
});

/** What is told of an interaction and whose it is. */
export const aboutResolved = (resolved: ResolvedInteraction): AboutSomebody => ({
  subject: resolved.subject,
  occurredAt: resolved.interaction.occurredAt,
  version: versionOfResolved(resolved),
});

const findErasedSql = statement({
  name: 'find-erased',
  text: `SELECT subject, until FROM erased WHERE subject = ANY ($1::uuid[])
         UNION ALL SELECT NULL, NULL WHERE EXISTS (SELECT FROM erased_versions)`,
});

/**
 * What is to be kept of these, and what is not: it is somebody's who is erased, and happened before; with every earlier version of the same
 * interaction, which was somebody else's, whether it comes with it or later. Holds off erasures.
 */
export const withoutErased = async <One>(
  tx: Transaction,
  all: readonly One[],
  telling: (one: One) => AboutSomebody,
): Promise<{ living: One[]; erased: One[] }> => {
  await holdOffErasures(tx);
  const told = all.map((one) => ({ one, about: telling(one) }));
  const { rows } = await tx.query<{ subject: string; until: Date } | { subject: null }>(
    findErasedSql([[...new Set(told.map(({ about }) => about.subject))]]),
  );
  if (rows.length === 0) return { living: [...all], erased: [] };
  const untilOf = new Map(rows.flatMap((row) => (row.subject === null ? [] : [[row.subject, row.until.getTime()]])));
  const isErased = ({ subject, occurredAt }: AboutSomebody): boolean =>
    instantOf(occurredAt) <= (untilOf.get(subject) ?? Number.NEGATIVE_INFINITY);
  const leftOut = told.flatMap(({ about }) => (about.version !== undefined && isErased(about) ? about.version : []));
  await noteErasedVersions(tx, leftOut);
  const versions = told.flatMap(({ about }) => about.version ?? []);
  const isAnyNoted = leftOut.length > 0 || rows.some(({ subject }) => subject === null);
  const erasedAt = isAnyNoted ? await findErasedVersions(tx, versions) : new Map<string, number>();
  const isGone = (about: AboutSomebody): boolean =>
    isErased(about) ||
    (about.version !== undefined && about.version.version < (erasedAt.get(erasedMarkOf(about.version)) ?? 0));
  return {
    living: told.flatMap(({ one, about }) => (isGone(about) ? [] : [one])),
    erased: told.flatMap(({ one, about }) => (isGone(about) ? [one] : [])),
  };
};
