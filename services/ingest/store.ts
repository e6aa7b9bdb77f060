import { ApiKey, type LedgerEntry } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';

export type Totals = { stored: number; duplicate: number; quarantined: number };

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

/** What became of the interactions of this log, as far as is known. */
export const readTotals = async (pool: Pool, log: string, topic: string): Promise<Totals> => {
  const { rows } = await pool.query<Record<keyof Totals, string>>(
    `SELECT coalesce(sum(stored), 0) AS stored, coalesce(sum(duplicate), 0) AS duplicate,
            coalesce(sum(quarantined), 0) AS quarantined
       FROM ledger WHERE log = $1 AND topic = $2`,
    [log, topic],
  );
  const [row] = rows;
  return {
    stored: Number(row?.stored ?? 0),
    duplicate: Number(row?.duplicate ?? 0),
    quarantined: Number(row?.quarantined ?? 0),
  };
};

export const listApiKeys = async (pool: Pool): Promise<ApiKey[]> => {
  const { rows } = await pool.query<{ key: unknown }>('SELECT key FROM api_keys ORDER BY id');
  return rows.map(({ key }) => ApiKey.parse(key));
};

/** The key, locked until the end of the transaction. */
export const lockApiKey = async (tx: Transaction, id: string): Promise<ApiKey | undefined> => {
  const { rows } = await tx.query<{ key: unknown }>('SELECT key FROM api_keys WHERE id = $1 FOR UPDATE', [id]);
  return rows[0] && ApiKey.parse(rows[0].key);
};
