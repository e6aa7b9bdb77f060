import { statement } from '@hilo/log/statement';
import { Client } from 'pg';
import { type Address, placeIn, reach } from '../database/reach.ts';
import { type Finding, failed, fine, orFine, reasonIn, warning } from '../finding.ts';
import { checkDatabaseDisk } from './disk.ts';

export type ServerCheck = { connections: number; now(): number };

const withinMs = 5000;

/** A Postgres as its operator sees it: whether it answers, keeps what it is told, has connections, time and room left. */
export const checkServer = async (address: Address, options: ServerCheck): Promise<Finding[]> => {
  const place = placeIn(address);
  const unreached = await reach(address, {}).then(() => undefined, reasonIn);
  if (unreached !== undefined)
    return [failed('database', unreached, 'start it, or correct the variable that is named')];
  const client = new Client({
    connectionString: address.url,
    connectionTimeoutMillis: withinMs,
    query_timeout: withinMs,
    application_name: 'hilo doctor',
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return [
      ...(await checkSettings(client, place)),
      ...(await checkConnections(client, place, options.connections)),
      ...(await checkClock(client, place, options.now)),
      ...(await checkDatabaseDisk(client, place)),
    ];
  } catch (error) {
    return [failed('database', `${place}: ${reasonIn(error)}`, 'see the log of Postgres')];
  } finally {
    await client.end().catch(() => {});
  }
};

const settingsSql = statement(`
  SELECT current_setting('server_version') AS version, pg_is_in_recovery() AS recovering,
         current_setting('fsync') AS fsync, current_setting('full_page_writes') AS "fullPageWrites",
         current_setting('synchronous_commit') AS "synchronousCommit",
         current_setting('default_transaction_read_only') AS "readOnly"`);

type Settings = Record<'version' | 'fsync' | 'fullPageWrites' | 'synchronousCommit' | 'readOnly', string> & {
  recovering: boolean;
};

const checkSettings = async (client: Client, place: string): Promise<Finding[]> => {
  const { rows } = await client.query<Settings>(settingsSql());
  const [settings] = rows;
  if (settings === undefined) return [];
  const found: Finding[] = [];
  if (settings.recovering || settings.readOnly === 'on')
    found.push(failed('database', `${place} takes no writes: it is a standby, or read-only`, 'name the primary'));
  const unsafe = (['fsync', 'fullPageWrites', 'synchronousCommit'] as const).filter((name) => settings[name] === 'off');
  if (unsafe.length > 0) {
    const names = unsafe.map((name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    const message = `${place} may lose what it acknowledged when its machine fails: ${names.join(', ')} off`;
    found.push(warning('database', message, names.map((name) => `ALTER SYSTEM SET ${name} = on`).join('; ')));
  }
  return orFine(found, 'database', `${place} answers: Postgres ${settings.version}`);
};

const connectionsSql = statement(`
  SELECT current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer AS most,
         count(*)::integer AS used,
         count(*) FILTER (WHERE application_name LIKE 'hilo %')::integer AS ours
    FROM pg_stat_activity WHERE backend_type = 'client backend'`);

const checkConnections = async (client: Client, place: string, needed: number): Promise<Finding[]> => {
  const { rows } = await client.query<{ most: number; used: number; ours: number }>(connectionsSql());
  const { most = 0, used = 0, ours = 0 } = rows[0] ?? {};
  // Those that Hilo has open are among those that it needs.
  const free = most - used + ours;
  if (free >= needed)
    return [fine('database', `${place} has ${free} connections for Hilo, which takes up to ${needed}`)];
  const message = `${place} has ${free} connections for Hilo, and one instance of each service takes up to ${needed}`;
  return [warning('database', message, `ALTER SYSTEM SET max_connections = ${most + needed}, and restart Postgres`)];
};

const warnAtMs = 1000;
const failAtMs = 30_000;
const clockSql = statement('SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS at');

const checkClock = async (client: Client, place: string, now: () => number): Promise<Finding[]> => {
  const before = now();
  const { rows } = await client.query<{ at: number }>(clockSql());
  const offMs = Math.round((rows[0]?.at ?? 0) - (before + now()) / 2);
  const message = `the clock of ${place} is ${Math.abs(offMs)} ms ${offMs < 0 ? 'behind' : 'before'} the one here`;
  const todo = 'synchronise both machines (chrony, systemd-timesyncd)';
  if (Math.abs(offMs) > failAtMs) return [failed('clock', message, todo)];
  return [Math.abs(offMs) > warnAtMs ? warning('clock', message, todo) : fine('clock', message)];
};
