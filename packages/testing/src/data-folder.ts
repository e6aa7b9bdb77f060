import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A new temporary folder for an embedded Postgres and what belongs to it. Where root starts Postgres it runs as another user,
 * who has to reach the folder: otherwise the cluster would lie elsewhere, and stay when the folder is removed.
 */
export const makeDataFolder = (prefix: string): string => {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o755);
  return folder;
};
