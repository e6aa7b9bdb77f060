import type { Erasure } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import {
  forgetCustomers,
  type NameHashes,
  type Removed,
  rememberErased,
  type Transaction,
  type Version,
  withoutLater,
} from '@hilo/runtime';
import { eraseFromLog } from './quarantine/collect.ts';
import type { Place } from './store/quarantine.ts';
import { forgetPosted } from './store/tail.ts';

type Erased = { source: string; id: string };

/** By what an erasure finds messages, and where it takes them out. */
export type Erasing = { hashes: NameHashes; log: Log };

/**
 * Removes a person: the receipts of what happened until then, in milliseconds (rows from before these were the measure have
 * finer times), what was decided about asking, and what lies in the quarantine
 * by one of the interactions or by an identifier. Keeps by what to know what is set aside later.
 */
export const eraseWith =
  (erasing: Erasing) =>
  async (tx: Transaction, erasure: Erasure): Promise<Removed> => {
    const { subjects, names = [], at } = erasure;
    await rememberErased(tx, erasure);
    const receipts = await tx.query<Erased>(
      `DELETE FROM receipts WHERE subject = ANY ($1::uuid[]) AND occurred_at < $2::timestamptz + interval '1 millisecond'
       RETURNING source, interaction AS id`,
      [subjects, at],
    );
    const tail = await forgetPosted(tx, receipts.rows);
    const asked = await tx.query(
      `DELETE FROM survey_decisions AS s
        WHERE (s.subject = ANY ($1::uuid[]) AND s.at < $2::timestamptz + interval '1 millisecond')
           OR (s.interaction, s.source) IN (SELECT * FROM unnest($3::text[], $4::text[]))`,
      [subjects, at, receipts.rows.map(({ id }) => id), receipts.rows.map(({ source }) => source)],
    );
    await rememberNames(tx, [...subjects, ...names], at);
    const quarantine =
      (await removeNamed(tx, erasing.log, [...subjects, ...names], at)) +
      (await removeInteractions(tx, erasing, receipts.rows));
    const { claims } = await forgetCustomers(tx, erasure);
    return { receipts: receipts.rowCount ?? 0, survey_decisions: asked.rowCount ?? 0, quarantine, claims, tail };
  };

const kept = {
  table: 'receipts',
  id: 'interaction',
  version: 'version',
  order: 'h.source COLLATE "C", h.interaction COLLATE "C"',
};

/** Removes receipts of what turned out to be somebody's who is erased, if they are here at no later version. */
export const removeReceipts = async (
  tx: Transaction,
  erasing: Erasing,
  erased: readonly Version[],
  others: readonly Version[],
): Promise<void> => {
  const gone = await withoutLater(tx, kept, erased, others);
  if (gone.length === 0) return;
  await tx.query(
    `WITH erased AS (
       SELECT * FROM unnest($1::text[], $2::text[]) AS e (source, id)
     ), gone AS (
       DELETE FROM receipts AS r USING erased AS e WHERE r.source = e.source AND r.interaction = e.id
     )
     DELETE FROM survey_decisions AS s USING erased AS e WHERE s.source = e.source AND s.interaction = e.id`,
    [gone.map(({ source }) => source), gone.map(({ id }) => id)],
  );
  await forgetPosted(tx, gone);
  await removeInteractions(tx, erasing, gone);
};

/** An erased interaction is never let in again, whenever what has its id says that it happened. */
const removeInteractions = async (
  tx: Transaction,
  { hashes, log }: Erasing,
  gone: readonly Erased[],
): Promise<number> => {
  const names = gone.map(({ source, id }) => hashes.ofInteraction(source, id));
  await rememberNames(tx, names, 'infinity');
  return removeNamed(tx, log, names, 'infinity');
};

const rememberNames = async (tx: Transaction, names: readonly string[], until: string): Promise<void> => {
  await tx.query(
    `INSERT INTO erased_names AS e (name, until) SELECT DISTINCT n, $2::timestamptz FROM unnest($1::text[]) AS n ORDER BY n
     ON CONFLICT (name) DO UPDATE SET until = greatest(e.until, EXCLUDED.until)`,
    [names, until],
  );
};

type Gone = Omit<Place, 'position' | 'letter'> & { position: string; letter: string; neverLogged: boolean };

/** From the log too: identity-resolution looks there for what it has stored, and it has never stored these. */
const removeNamed = async (tx: Transaction, log: Log, names: readonly string[], until: string): Promise<number> => {
  const { rows } = await tx.query<Gone>(
    `WITH gone AS (
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
     SELECT log, "group", topic, partition, position, letter, refused_bytes IS NOT NULL AS "neverLogged" FROM gone`,
    [names, until],
  );
  // Before the commit: where that fails, both are done again.
  await eraseFromLog(
    log,
    rows
      .filter(({ neverLogged }) => !neverLogged)
      .map((row) => ({ ...row, position: Number(row.position), letter: Number(row.letter) })),
  );
  return rows.length;
};
