import { ApiKey, type LedgerEntry } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import type { Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';

type Totals = { stored: number; duplicate: number; quarantined: number };
export type Ledger = Totals & { accepted: number; inFlight: number };

/** Keeps the latest entry of every partition. */
export const saveLedger = async (tx: Transaction, entries: readonly LedgerEntry[]): Promise<void> => {
  for (const { log, topic, partition, nextOffset, stored, duplicate, quarantined } of entries) {
    await tx.query(
      `INSERT INTO ledger AS l (log, topic, partition, next_offset, stored, duplicate, quarantined)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (log, topic, partition) DO UPDATE
          SET next_offset = EXCLUDED.next_offset, stored = EXCLUDED.stored, duplicate = EXCLUDED.duplicate,
              quarantined = EXCLUDED.quarantined
        WHERE l.next_offset < EXCLUDED.next_offset`,
      [log, topic, partition, nextOffset, stored, duplicate, quarantined],
    );
  }
};

/** What became of everything that was ever accepted onto this log. */
export const readLedger = async (pool: Pool, log: Log, topic: string): Promise<Ledger> => {
  const { rows } = await pool.query<Record<keyof Totals, string>>(
    `SELECT coalesce(sum(stored), 0) AS stored, coalesce(sum(duplicate), 0) AS duplicate,
            coalesce(sum(quarantined), 0) AS quarantined
       FROM ledger WHERE log = $1 AND topic = $2`,
    [log.id, topic],
  );
  const [stored, duplicate, quarantined] = [rows[0]?.stored, rows[0]?.duplicate, rows[0]?.quarantined].map(Number);
  const totals = { stored: stored ?? 0, duplicate: duplicate ?? 0, quarantined: quarantined ?? 0 };
  // The ends are read last, so that nothing seems through before it was accepted.
  const accepted = (await log.endOffsets(topic)).reduce((sum, end) => sum + end, 0);
  return { accepted, ...totals, inFlight: accepted - totals.stored - totals.duplicate - totals.quarantined };
};

/** Every key that was ever made, revoked ones too. */
export const listApiKeys = async (pool: Pool): Promise<ApiKey[]> => {
  const { rows } = await pool.query<{ key: unknown }>('SELECT key FROM api_keys ORDER BY id');
  return rows.map(({ key }) => ApiKey.parse(key));
};

/** The key, locked until the end of the transaction. */
export const lockApiKey = async (tx: Transaction, id: string): Promise<ApiKey | undefined> => {
  const { rows } = await tx.query<{ key: unknown }>('SELECT key FROM api_keys WHERE id = $1 FOR UPDATE', [id]);
  return rows[0] && ApiKey.parse(rows[0].key);
};
