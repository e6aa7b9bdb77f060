import { isIP } from 'node:net';
import type { ConnectionOptions } from '@platformatic/kafka';
import type { KafkaConfig, SASLOptions } from 'kafkajs';

/** How the brokers are reached: without `tls`, in the clear; without `sasl`, as nobody in particular, or as the certificate says. */
export type KafkaSecurity = {
  tls?: {
    /** The authorities that are trusted, in PEM; without it, those that Node comes with. */
    ca?: string;
    /** The client's own certificate and its key, in PEM. */
    cert?: string;
    key?: string;
  };
  sasl?: { mechanism: SaslMechanism; username: string; password: string };
};

export type SaslMechanism = 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

/** The same, as kafkajs wants it. */
export const forKafkajs = ({ tls, sasl }: KafkaSecurity): Pick<KafkaConfig, 'ssl' | 'sasl'> => ({
  ...(tls !== undefined && { ssl: tls }),
  ...(sasl !== undefined && { sasl: kafkajsSasl(sasl) }),
});

const kafkajsSasl = ({ mechanism, username, password }: NonNullable<KafkaSecurity['sasl']>): SASLOptions => {
  if (mechanism === 'PLAIN') return { mechanism: 'plain', username, password };
  if (mechanism === 'SCRAM-SHA-256') return { mechanism: 'scram-sha-256', username, password };
  return { mechanism: 'scram-sha-512', username, password };
};

/**
 * The same, as @platformatic/kafka wants it, for these addresses. It says the name of the broker to it, by which a proxy in
 * front of many chooses one, only if it is told so, and Node refuses to say an IP address.
 */
export const forPlatformatic = (
  { tls, sasl }: KafkaSecurity,
  addresses: readonly string[],
): Pick<ConnectionOptions, 'tls' | 'sasl' | 'tlsServerName'> => ({
  ...(tls !== undefined && { tls, tlsServerName: addresses.every((address) => isIP(hostOf(address)) === 0) }),
  ...(sasl !== undefined && { sasl }),
});

/** Of host:port. */
export const hostOf = (address: string): string => address.slice(0, address.lastIndexOf(':'));
export const portOf = (address: string): number => Number(address.slice(address.lastIndexOf(':') + 1));
