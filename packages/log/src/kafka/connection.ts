import { Kafka, logLevel } from 'kafkajs';
import type { KafkaSettings } from '../kafka-settings.ts';
import { forKafkajs } from './security/security.ts';
export type KafkaLogOptions = KafkaSettings & {
  /** Addresses, host:port, of some brokers; the others are found through them. */
  brokers: readonly string[];
  clientId: string;
  /** A member that has not been heard of for so long loses its partitions. Default 10 s, as long as a lease of the Postgres log. */
  sessionTimeoutMs?: number;
  /** How long `append` goes on trying before it rejects. Default 30 s. */
  appendDeadlineMs?: number;
};

/** The kafkajs client, set to notice a frozen broker in seconds and to write nothing: what went wrong is in the errors. */
export function connectKafka({ brokers, clientId, security = {} }: KafkaLogOptions): Kafka {
  return new Kafka({
    brokers: [...brokers],
    clientId,
    ...forKafkajs(security),
    authenticationTimeout: 3000,
    // Less than the life of a session: kafkajs would otherwise authenticate anew for every request.
    reauthenticationThreshold: 2000,
    connectionTimeout: 2000,
    requestTimeout: 3000,
    retry: { initialRetryTime: 100, maxRetryTime: 2000, retries: 6 },
    logLevel: logLevel.NOTHING,
  });
}
