import type { Log } from '@hilo/log';
import { type NameHashes, statement, type Transaction } from '@hilo/runtime';
import type { DeadLetterOrigin } from '../store/quarantine.ts';
import { eraseFromLog } from './collect.ts';

export type ErasedInteraction = { source: string; id: string };

/** By what an erasure finds messages, and where it takes them out. */
export type ErasingFrom = { hashes: NameHashes; log: Log };

/** An erased interaction is never let in again, whenever what has its id says that it happened. */
export const removeInteractions = async (
  tx: Transaction,
  { hashes, log }: ErasingFrom,
  gone: readonly ErasedInteraction[],
): Promise<number> => {
  const names = gone.map(({ source, id }) => hashes.ofInteraction(source, id));
  await rememberNames(tx, names, 'infinity');
  return removeNamed(tx, log, names, 'infinity');
};

const rememberNamesSql = statement(`
  INSERT INTO erased_names AS e (name, until) SELECT DISTINCT n, $2::timestamptz FROM unnest($1::text[]) AS n ORDER BY n
  ON CONFLICT (name) DO UPDATE SET until = greatest(e.until, EXCLUDED.until)`);

export const rememberNames = async (tx: Transaction, names: readonly string[], until: string): Promise<void> => {
  await tx.query(rememberNamesSql([names, until]));
};

type RemovedLetter = Omit<DeadLetterOrigin, 'position' | 'letter'> & {
  position: string;
  letter: string;
  neverLogged: boolean;
};

const removeNamedSql = statement(`
  WITH gone AS (
    DELETE FROM quarantine WHERE names && $1::text[] AND (happened_at IS NULL OR happened_at < $2::timestamptz + interval '1 millisecond')
    RETURNING id, log, consumer_group AS "group", topic, partition, position, letter, source, state, refused_bytes
  ), less AS (
    UPDATE refused AS r SET waiting_bytes = r.waiting_bytes - g.bytes
      FROM (SELECT source, sum(refused_bytes) AS bytes FROM gone
             WHERE state = 'waiting' AND refused_bytes IS NOT NULL GROUP BY source) AS g
     WHERE r.source = g.source
  ), told AS (
    DELETE FROM tail WHERE quarantine IN (SELECT id FROM gone)
  ), actions AS (
    DELETE FROM quarantine_actions WHERE quarantine IN (SELECT id FROM gone)
  )
  SELECT log, "group", topic, partition, position, letter, refused_bytes IS NOT NULL AS "neverLogged" FROM gone`);

/** From the log too: identity-resolution looks there for what it has stored, and it has never stored these. */
export const removeNamed = async (
  tx: Transaction,
  log: Log,
  names: readonly string[],
  until: string,
): Promise<number> => {
  const { rows } = await tx.query<RemovedLetter>(removeNamedSql([names, until]));
  // Before the commit: where that fails, both are done again.
  await eraseFromLog(
    log,
    rows
      .filter(({ neverLogged }) => !neverLogged)
      .map((row) => ({ ...row, position: Number(row.position), letter: Number(row.letter) })),
  );
  return rows.length;
};
