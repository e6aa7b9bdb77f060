import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openDatabase } from '@hilo/runtime';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { makeDataFolder } from '@hilo/testing';
import { z } from 'zod';

const run = promisify(execFile);
const Stopped = z.object({ labelfile: z.string() });

/** A Postgres of its own, of which base backups are made, and which is destroyed and restored from one. */
export type Restorable = {
  url: string;
  /** Copies the cluster while it is at work; gives where. */
  backUp(): Promise<string>;
  /** Ends it with all that it has, and starts what was backed up in its place, at the same address. */
  destroyAndRestore(backup: string): Promise<void>;
  remove(): Promise<void>;
};

export const startRestorable = async (): Promise<Restorable> => {
  const dataDir = makeDataFolder('hilo-restorable-');
  const backups: string[] = [];
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, durable: false });
  const { url } = server;
  const cluster = await clusterIn(dataDir);
  return {
    url,
    backUp: async () => {
      const folder = join(makeDataFolder('hilo-backup-'), 'cluster');
      backups.push(folder);
      await baseBackup(url, cluster, folder);
      return folder;
    },
    destroyAndRestore: async (backup) => {
      await server.stop();
      await rm(cluster, { recursive: true });
      await run('cp', ['-a', backup, cluster]);
      server = await startEmbeddedPostgres({ dataDir, port: server.port, durable: false });
    },
    remove: async () => {
      await server.stop();
      for (const folder of [...backups, cluster, dataDir]) await rm(folder, { recursive: true, force: true });
    },
  };
};

const clusterIn = async (dataDir: string): Promise<string> => {
  const note = join(dataDir, 'postgres-is-in');
  return existsSync(note) ? (await readFile(note, 'utf8')).trim() : join(dataDir, 'postgres');
};

/** As the manual has it, "Making a Base Backup Using the Low Level API": with the journal that was written meanwhile. */
const baseBackup = async (url: string, cluster: string, folder: string): Promise<void> => {
  const pool = openDatabase({ connectionString: url, schema: 'public', logger: { warn: () => {} } });
  // It belongs to the session that began it.
  const client = await pool.connect();
  try {
    await client.query("SELECT pg_backup_start('hilo', fast => true)");
    // Files that come and go meanwhile are no loss: the journal knows what was in them.
    await run('cp', ['-a', cluster, folder]).catch(() => {});
    const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)');
    const { labelfile } = Stopped.parse(rows[0]);
    await run('cp', ['-a', `${join(cluster, 'pg_wal')}/.`, join(folder, 'pg_wal')]).catch(() => {});
    await rm(join(folder, 'postmaster.pid'), { force: true });
    const { uid, gid } = await stat(folder);
    await writeFile(join(folder, 'backup_label'), labelfile);
    await chown(join(folder, 'backup_label'), uid, gid);
  } finally {
    client.release();
    await pool.end();
  }
};
