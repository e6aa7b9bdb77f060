import type { Transaction } from '@hilo/runtime';

/** Whether a dry run reads the evidence at this moment. */
export const isDryRunning = async (tx: Transaction): Promise<boolean> => {
  const { rowCount } = await tx.query(
    "SELECT FROM dry_runs WHERE state = 'running' AND seen_at > now() - interval '1 minute' LIMIT 1",
  );
  return (rowCount ?? 0) > 0;
};
