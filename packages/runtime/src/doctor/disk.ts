import { statfs } from 'node:fs/promises';
import { statement } from '@hilo/log/statement';
import type { Client } from 'pg';
import { type Finding, failed, fine, orFine, warning } from '../finding.ts';

const gigabyte = 2 ** 30;
/** So much is enough, and so is this share of a small disk. */
const enoughBytes = 10 * gigabyte;
const enoughShare = 0.1;
const leastBytes = gigabyte / 4;
/** Nobody but a replica that is gone for good needs so much of it. */
const mostWal = 10 * gigabyte;

const sizeOf = (bytes: number): string =>
  bytes >= gigabyte ? `${(bytes / gigabyte).toFixed(1)} GB` : `${Math.round(bytes / 2 ** 20)} MB`;

/** How much room there is where a folder lies. */
export const checkFolder = async (folder: string, whose: string): Promise<Finding[]> => {
  const { bavail, blocks, bsize } = await statfs(folder);
  const [free, all] = [bavail * bsize, blocks * bsize];
  // What the kernel makes up has no size.
  if (all === 0) return [];
  const message = `${sizeOf(free)} of ${sizeOf(all)} are free on the disk of ${whose} (${folder})`;
  const todo = `make room in ${folder}, or give it a larger disk`;
  if (free < leastBytes) return [failed('disk', message, todo)];
  return [free < Math.min(enoughBytes, enoughShare * all) ? warning('disk', message, todo) : fine('disk', message)];
};

const sizeSql = statement('SELECT pg_database_size(current_database())::float8 AS bytes');

const slotsSql = statement(`
  SELECT slot_name AS name, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::float8 AS bytes
    FROM pg_replication_slots WHERE NOT active AND restart_lsn IS NOT NULL`);

const folderSql = statement("SELECT setting AS folder FROM pg_settings WHERE name = 'data_directory'");

/** What fills the disk of a Postgres, and how much room is left, where it is on this machine. */
export const checkDatabaseDisk = async (client: Client, place: string, most = mostWal): Promise<Finding[]> => {
  const { rows: sizes } = await client.query<{ bytes: number }>(sizeSql());
  const { rows: slots } = await client.query<{ name: string; bytes: number }>(slotsSql());
  const found = slots
    .filter(({ bytes }) => bytes > most)
    .map(({ name, bytes }) =>
      warning(
        'disk',
        `${place} keeps ${sizeOf(bytes)} of WAL for the replication slot ${name}, which nobody reads`,
        `SELECT pg_drop_replication_slot('${name}'), unless its replica comes back`,
      ),
    );
  // Who may not see settings gets no row; elsewhere the folder is not on this machine.
  const { rows: folders } = await client.query<{ folder: string }>(folderSql());
  const room = await checkFolder(folders[0]?.folder ?? '', place).catch(() => []);
  return [...orFine(found, 'disk', `the database takes ${sizeOf(sizes[0]?.bytes ?? 0)} (${place})`), ...room];
};
