import { locks } from '@hilo/log/locks';
import { command, statement, type Transaction } from '@hilo/runtime';
import { older } from '../domain/months.ts';

/** In SQL: the names of all partitions of facts. */
export const monthsNow = `ARRAY(SELECT c.relname::text FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
                                 WHERE i.inhparent = 'facts'::regclass)`;

const listMonthsSql = statement(`SELECT ${monthsNow} AS names`);

const lockMonthsSql = statement('SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))');

const partitionOf = (filed: string): string =>
  filed === older ? 'facts_older' : `facts_${filed.slice(0, 7).replace('-', '_')}`;

/** The month of the partition of this name. */
export const monthOf = (name: string): string =>
  name === 'facts_older' ? older : `${name.slice('facts_'.length).replace('_', '-')}-01`;

/** Every month of which there is a partition, the earliest first. */
export const listMonths = async (tx: Transaction): Promise<string[]> => {
  const { rows } = await tx.query<{ names: string[] }>(listMonthsSql());
  return (rows[0]?.names ?? []).map(monthOf).sort();
};

/** Makes the partitions that are missing of what is filed in these months, beside `known`. To be called before a row is locked. */
export const ensureMonths = async (
  tx: Transaction,
  filed: Iterable<string>,
  known: readonly string[],
): Promise<void> => {
  const wanted = missing(filed, known);
  if (wanted.length === 0) return;
  await tx.query(lockMonthsSql([locks.makingMonths]));
  for (const month of missing(wanted, await listMonths(tx))) {
    const name = partitionOf(month);
    await tx.query(command(`CREATE TABLE ${name} (LIKE facts INCLUDING ALL)`));
    // Unlike CREATE TABLE … PARTITION OF, it keeps nobody waiting who reads or writes facts.
    await tx.query(command(`ALTER TABLE facts ATTACH PARTITION ${name} FOR VALUES IN ('${month}')`));
  }
};

const missing = (filed: Iterable<string>, known: readonly string[]): string[] =>
  [...new Set(filed)].filter((month) => !known.includes(month)).sort();

/** Removes the partitions of months before this one, and of what happened before there are any. Whoever asks facts may be waited for. */
export const dropMonthsBefore = async (tx: Transaction, first: string): Promise<string[]> => {
  const months = (await listMonths(tx)).filter((month) => month < first && month !== older);
  await tx.query(command("SET LOCAL lock_timeout = '4s'"));
  for (const month of months) await tx.query(command(`DROP TABLE ${partitionOf(month)}`));
  await tx.query(command(`TRUNCATE ${partitionOf(older)}`));
  return months;
};
