import { statement, type Transaction } from '@hilo/runtime';
import type { Arrival } from './quarantine.ts';

/** What was refused at the door: it lies nowhere in the log. */
export type RefusedArrival = Omit<Arrival, 'partition' | 'position' | 'letter'> & {
  source: string;
  bytes: number;
  fingerprint: string;
};

const insertRefusedSourceSql = statement('INSERT INTO refused (source) VALUES ($1) ON CONFLICT DO NOTHING');

const lockRefusedSourceSql = statement('SELECT FROM refused WHERE source = $1 FOR UPDATE');

const insertRefusedArrivalsSql = statement(`
  INSERT INTO quarantine (id, log, consumer_group, topic, partition, position, letter, reason, message, source, interaction,
                          names, happened_at, arrived_at, state, refused_bytes, fingerprint)
  SELECT a.id, a.log, a.consumer_group, a.topic, 0, a.id, 0, a.reason, a.message, a.source, a.interaction,
         ARRAY (SELECT jsonb_array_elements_text(a.names)), NULL, a.arrived_at, 'waiting', a.bytes, a.fingerprint
    FROM (SELECT nextval(pg_get_serial_sequence('quarantine', 'id')) AS id, u.*
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::jsonb[],
                        $9::timestamptz[], $10::integer[], $11::text[])
                 AS u (log, consumer_group, topic, reason, message, source, interaction, names, arrived_at, bytes,
                       fingerprint)) AS a
  ON CONFLICT DO NOTHING
  RETURNING refused_bytes`);

const countRefusedSql = statement(`
  UPDATE refused SET kept = kept + $2, waiting_bytes = waiting_bytes + $3
   WHERE source = $1 AND waiting_bytes + $3 <= $4`);

/**
 * Keeps what a source posted and was refused, each once, and counts it. Gives false, and is to be rolled back, if then more
 * than so many bytes of the source would wait. The row of the source is locked first, so that all see what the others kept.
 */
export const insertRefused = async (
  tx: Transaction,
  source: string,
  arrivals: readonly RefusedArrival[],
  mostBytes: number,
): Promise<boolean> => {
  await tx.query(insertRefusedSourceSql([source]));
  await tx.query(lockRefusedSourceSql([source]));
  const column = <Value>(pick: (one: RefusedArrival) => Value): Value[] => arrivals.map(pick);
  const { rows } = await tx.query<{ refused_bytes: number }>(
    insertRefusedArrivalsSql([
      column(({ log }) => log),
      column(({ group }) => group),
      column(({ topic }) => topic),
      column(({ reason }) => reason),
      column(({ message }) => message),
      column((one) => one.source),
      column(({ interaction }) => interaction ?? null),
      column(({ names }) => JSON.stringify(names)),
      column(({ arrivedAt }) => arrivedAt),
      column(({ bytes }) => bytes),
      column(({ fingerprint }) => fingerprint),
    ]),
  );
  if (rows.length === 0) return true;
  const bytes = rows.reduce((sum, row) => sum + row.refused_bytes, 0);
  const { rowCount } = await tx.query(countRefusedSql([source, rows.length, bytes, mostBytes]));
  return rowCount === 1;
};
