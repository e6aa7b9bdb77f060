import { isIP } from 'node:net';
import type { ConnectionOptions } from '@platformatic/kafka';
import type { KafkaConfig, SASLOptions } from 'kafkajs';
import type { KafkaSecurity } from '../../kafka-settings.ts';

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
