import { setTimeout as delay } from 'node:timers/promises';
import { ApiKey, type ApiKeyUse, type LedgerEntry } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import { HttpProblem, type PartitionProgress, statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';

type Totals = { stored: number; duplicate: number; quarantined: number };
export type Ledger = Totals & { accepted: number; inFlight: number };

const saveLedgerSql = statement(`
  INSERT INTO ledger AS l (log, topic, partition, next_offset, stored, duplicate, quarantined)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (log, topic, partition) DO UPDATE
     SET next_offset = EXCLUDED.next_offset, stored = EXCLUDED.stored, duplicate = EXCLUDED.duplicate,
         quarantined = EXCLUDED.quarantined
   WHERE l.next_offset < EXCLUDED.next_offset`);

/** Keeps the latest entry of every partition. */
export const saveLedger = async (tx: Transaction, entries: readonly LedgerEntry[]): Promise<void> => {
  for (const { log, topic, partition, nextOffset, stored, duplicate, quarantined } of entries) {
    await tx.query(saveLedgerSql([log, topic, partition, nextOffset, stored, duplicate, quarantined]));
  }
};

const readLedgerSql = statement(`
  SELECT coalesce(sum(stored), 0) AS stored, coalesce(sum(duplicate), 0) AS duplicate,
         coalesce(sum(quarantined), 0) AS quarantined,
         coalesce((SELECT events FROM spool_size), 0) AS spooled,
         coalesce((SELECT sum(kept) FROM refused), 0) AS kept
    FROM ledger WHERE log = $1 AND topic = $2`);

/**
 * What became of everything that was ever accepted onto this log. What waits in the spool is accepted, and
 * on its way; what was refused behind a 200 and kept was accepted straight into the quarantine.
 */
export const readLedger = async (pool: Pool, log: Log, topic: string): Promise<Ledger> => {
  const { rows } = await pool.query<Record<keyof Totals | 'spooled' | 'kept', string>>(readLedgerSql([log.id, topic]));
  const read = (name: keyof Totals | 'spooled' | 'kept'): number => Number(rows[0]?.[name] ?? 0);
  const kept = read('kept');
  const quarantined = read('quarantined') + kept;
  const totals = { stored: read('stored'), duplicate: read('duplicate'), quarantined };
  // The ends are read last, so that nothing seems through before it was accepted, and what leaves the spool is never missed.
  const accepted = (await fromLog(log.endOffsets(topic))).reduce((sum, end) => sum + end, read('spooled') + kept);
  return { accepted, ...totals, inFlight: accepted - totals.stored - totals.duplicate - totals.quarantined };
};

const readAcceptedSql = statement('SELECT log, partition, next_offset FROM ledger WHERE topic = $1');

/** Up to where each partition was processed when that was told last. */
export const readAccepted = async (pool: Pool, topic: string): Promise<PartitionProgress[]> => {
  const { rows } = await pool.query<{ log: string; partition: number; next_offset: string }>(readAcceptedSql([topic]));
  return rows.map(({ log, partition, next_offset }) => ({ log, partition, offset: Number(next_offset) }));
};

const answerMs = 5000;

/**
 * What the log answers: whoever asks, or collects the metrics, is not kept waiting for as long as the log is tried. Throws a 503 problem
 * if it does not answer.
 */
export const fromLog = async <Answer>(asked: Promise<Answer>): Promise<Answer> => {
  const tooLate = delay(answerMs, undefined, { ref: false }).then(() => Promise.reject(new Error('no answer in time')));
  try {
    return await Promise.race([asked, tooLate]);
  } catch (cause) {
    const detail = 'The log cannot be reached, so nobody knows how much it holds. What was accepted is not lost.';
    throw new HttpProblem(503, 'Not now', detail, [], { cause });
  }
};

const listApiKeysSql = statement(`
  SELECT key, last_used_at AS used FROM api_keys LEFT JOIN api_key_uses ON key_id = id
   ORDER BY key ->> 'createdAt', id`);

/** Every key that was ever made, revoked ones too, the oldest first, with its last use. */
export const listApiKeys = async (pool: Pool): Promise<(ApiKey & { lastUsedAt?: string })[]> => {
  const { rows } = await pool.query<{ key: unknown; used: Date | null }>(listApiKeysSql());
  return rows.map(({ key, used }) => ({ ...ApiKey.parse(key), ...(used && { lastUsedAt: used.toISOString() }) }));
};

const saveApiKeyUsesSql = statement(`
  INSERT INTO api_key_uses AS u (key_id, last_used_at)
  SELECT id, max(used_at) FROM unnest($1::text[], $2::timestamptz[]) AS n (id, used_at) GROUP BY id ORDER BY id
  ON CONFLICT (key_id) DO UPDATE SET last_used_at = greatest(u.last_used_at, EXCLUDED.last_used_at)`);

/** Keeps the latest use of every key. */
export const saveApiKeyUses = async (tx: Transaction, uses: readonly ApiKeyUse[]): Promise<void> => {
  await tx.query(saveApiKeyUsesSql([uses.map(({ id }) => id), uses.map(({ usedAt }) => usedAt)]));
};

const lockApiKeySql = statement('SELECT key FROM api_keys WHERE id = $1 FOR UPDATE');

/** The key, locked until the end of the transaction. */
export const lockApiKey = async (tx: Transaction, id: string): Promise<ApiKey | undefined> => {
  const { rows } = await tx.query<{ key: unknown }>(lockApiKeySql([id]));
  return rows[0] && ApiKey.parse(rows[0].key);
};
