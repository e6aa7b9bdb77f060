import { connect } from 'node:net';
import { Client } from 'pg';

const withinMs = 3000;

/** A variable and what it says: where something is that a start needs. */
export type Address = { variable: string; url: string };

/** Where it is, in words, without a password: `Postgres at db:5432 (DATABASE_URL)`. */
export const placeIn = ({ variable, url }: Address): string =>
  isPostgres(url) ? `Postgres at ${hostOf(url)} (${variable})` : `Kafka at ${brokersIn(url).join(', ')} (${variable})`;

/** Rejects within seconds if nobody answers there, with what is the matter and what to do about it. */
export const reach = async (address: Address, signal: AbortSignal): Promise<void> => {
  try {
    await (isPostgres(address.url) ? reachPostgres(address.url) : reachAnyOf(brokersIn(address.url), signal));
  } catch (cause) {
    throw new Error(`${placeIn(address)}: ${explain(cause, address)}`, { cause });
  }
};

const isPostgres = (url: string): boolean => /^postgres(ql)?:\/\//.test(url);
const brokersIn = (url: string): string[] => url.replace('kafka://', '').split(',');

const hostOf = (url: string): string => {
  const { hostname, port, searchParams } = new URL(url);
  return `${searchParams.get('host') || hostname || 'localhost'}:${port || 5432}`;
};

const reachPostgres = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: withinMs, query_timeout: withinMs });
  // One that is lost later would end this process by an error that nobody hears.
  client.on('error', () => {});
  try {
    await client.connect();
  } finally {
    await client.end().catch(() => {});
  }
};

const reachAnyOf = async (brokers: readonly string[], signal: AbortSignal): Promise<void> => {
  await Promise.any(brokers.map((broker) => reachSocket(broker, signal)));
};

const reachSocket = (address: string, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(address) ?? [];
    const socket = connect({ host, port: Number(port), timeout: withinMs, signal });
    socket.once('connect', () => resolve()).once('connect', () => socket.destroy());
    socket.once('timeout', () => socket.destroy(new Error('timeout expired')));
    socket.once('error', reject);
  });

const advice: readonly [RegExp, (address: Address) => string][] = [
  [/ECONNREFUSED/, ({ variable }) => `nothing listens there; start it, or correct ${variable}`],
  [/ENOTFOUND|EAI_AGAIN/, ({ variable }) => `no host has that name; correct ${variable}`],
  [
    /timeout|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/,
    ({ variable }) =>
      `no answer within ${withinMs / 1000} s; look at the network and its firewalls, or correct ${variable}`,
  ],
  [
    /ECONNRESET|EPIPE|terminated/,
    ({ variable }) => `what listens there ends the connection; see whether it is what ${variable} should name`,
  ],
  [/^28/, ({ variable }) => `it refuses the user or the password in ${variable}; correct it, or the role in Postgres`],
  [/^3D000/, ({ variable }) => `it has no such database as ${variable} names; create it, or correct ${variable}`],
  [/^57P03/, () => 'it is starting or stopping'],
  [/^53300/, () => 'it has no connection left; raise max_connections, or end other sessions'],
];

/** What is the matter, and what to do, by the code or, without one, the words of the error. */
const explain = (error: unknown, address: Address): string => {
  const [first = error] = error instanceof AggregateError ? error.errors : [];
  const message = first instanceof Error ? first.message : String(first);
  const code = first instanceof Error && 'code' in first ? String(first.code) : message;
  const known = advice.find(([pattern]) => pattern.test(code))?.[1];
  return known === undefined ? message : `${known(address)} (${code})`;
};
