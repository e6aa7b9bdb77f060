import { type KafkaSettings, reachKafka } from '@hilo/log';
import { Client } from 'pg';

/** With what it takes to load the code, whoever starts knows within five seconds what is wrong. */
const firstWithinMs = 2000;
/** Who is slow, and no more than that, gets the next time longer. */
const longestWithinMs = 6000;

/** A variable and what it says: where something is that a start needs. */
export type Address = { variable: string; url: string };

/** Where it is, in words, without a password: `Postgres at db:5432 (DATABASE_URL)`. */
export const placeIn = ({ variable, url }: Address): string =>
  isPostgres(url) ? `Postgres at ${hostOf(url)} (${variable})` : `Kafka at ${brokersIn(url).join(', ')} (${variable})`;

/** Rejects within seconds if nobody answers there, with what is the matter and what to do about it; at a later attempt, it waits longer. */
export const reach = async (address: Address, kafka: KafkaSettings, attempt = 1): Promise<void> => {
  const withinMs = Math.min(firstWithinMs * attempt, longestWithinMs);
  try {
    await (isPostgres(address.url) ? reachPostgres(address, withinMs) : reachKafka(address.url, kafka, withinMs));
  } catch (cause) {
    throw new Error(`${placeIn(address)}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
};

const isPostgres = (url: string): boolean => /^postgres(ql)?:\/\//.test(url);
const brokersIn = (url: string): string[] => url.replace('kafka://', '').split(',');

const hostOf = (url: string): string => {
  const { hostname, port, searchParams } = new URL(url);
  return `${searchParams.get('host') || hostname || 'localhost'}:${port || 5432}`;
};

const reachPostgres = async (address: Address, withinMs: number): Promise<void> => {
  const client = new Client({
    connectionString: address.url,
    connectionTimeoutMillis: withinMs,
    query_timeout: withinMs,
  });
  // One that is lost later would end this process by an error that nobody hears.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (cause) {
    throw new Error(explain(cause, address), { cause });
  } finally {
    await client.end().catch(() => {});
  }
};

/** The first that fits the code or the words of an error says what to do. */
const advice: readonly [RegExp, (address: Address) => string][] = [
  [/ECONNREFUSED/, ({ variable }) => `nothing listens there; start it, or correct ${variable}`],
  [/ENOTFOUND|EAI_AGAIN/, ({ variable }) => `no host has that name; correct ${variable}`],
  [
    /timeout|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/,
    ({ variable }) => `no answer in time; look at the network and its firewalls, or correct ${variable}`,
  ],
  [
    /ECONNRESET|EPIPE|terminated/,
    ({ variable }) => `what listens there ends the connection; see whether it is what ${variable} should name`,
  ],
  [
    /not support SSL/,
    ({ variable }) => `it does not speak TLS; take sslmode out of ${variable}, or have Postgres speak it (ssl = on)`,
  ],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_/,
    ({ variable }) =>
      `its certificate is not trusted; name the file of its authority by sslrootcert in ${variable}, and the host by the name in the certificate`,
  ],
  [
    /no encryption/,
    ({ variable }) => `it takes nobody without TLS; add ?sslmode=verify-full to ${variable}, or see pg_hba.conf`,
  ],
  [
    /pg_hba/,
    ({ variable }) => `its pg_hba.conf lets nobody in like this; add a line for the user in ${variable}, or correct it`,
  ],
  [/password must be a/, ({ variable }) => `it asks for a password, and ${variable} has none; add it there`],
  [/^28/, ({ variable }) => `it refuses the user or the password in ${variable}; correct it, or the role in Postgres`],
  [/^3D000/, ({ variable }) => `it has no such database as ${variable} names; create it, or correct ${variable}`],
  [
    /^42501/,
    ({ variable }) => `the user in ${variable} may not connect to the database; GRANT CONNECT ON DATABASE … TO it`,
  ],
  [
    /^55000/,
    ({ variable }) => `the database takes no connections (ALLOW_CONNECTIONS); allow it, or correct ${variable}`,
  ],
  [/^57P0[123]/, () => 'it is starting or stopping'],
  [/^53300/, () => 'it has no connection left; raise max_connections, or end other sessions'],
];

/** What is the matter, and what to do, by the code and the words of the error. */
const explain = (error: unknown, address: Address): string => {
  const [first = error] = error instanceof AggregateError ? error.errors : [];
  const message = first instanceof Error ? first.message : String(first);
  const code = first instanceof Error && 'code' in first ? String(first.code) : message;
  const known = advice.find(([pattern]) => pattern.test(code) || pattern.test(message))?.[1];
  return known === undefined ? message : `${known(address)} (${code})`;
};
