import type { KafkaSettings } from './kafka-settings.ts';
import type { Log, LogInspection } from './log.ts';
import { inspectPostgresLog } from './postgres/inspect.ts';
import { openPostgresLog } from './postgres/log.ts';

/** Opens the log at this address: `postgres://…`, or `kafka://host:port,host:port`. */
export const openLog = async (
  url: string,
  { clientId = 'hilo', kafka = {} }: { clientId?: string; kafka?: KafkaSettings } = {},
): Promise<Log> => {
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgresLog({ connectionString: url });
  // Its clients are a quarter of all the code that a process would load, and keep, in each of its threads.
  const { openKafkaLog } = await import('./kafka/log.ts');
  return openKafkaLog({ ...kafka, brokers: brokersIn(url), clientId });
};

/** Rejects in time unless the brokers at `kafka://host:port,host:port` answer, in words that say what is wrong. */
export const reachKafka = async (
  url: string,
  { security = {} }: KafkaSettings,
  withinMs: number,
  clientId = 'hilo',
): Promise<void> => {
  const { reachBrokers } = await import('./kafka/security/reach.ts');
  await reachBrokers(clientId, brokersIn(url), security, withinMs);
};

/** Looks at the log at this address, and creates and changes nothing; rejects when it does not answer. */
export const inspectLog = async (url: string, kafka: KafkaSettings, clientId = 'hilo'): Promise<LogInspection> => {
  if (/^postgres(ql)?:\/\//.test(url)) return inspectPostgresLog(url);
  const { inspectKafka } = await import('./kafka/inspect.ts');
  return inspectKafka({ ...kafka, brokers: brokersIn(url), clientId });
};

const brokersIn = (url: string): string[] => {
  const [, list] = /^kafka:\/\/(.+)$/.exec(url) ?? [];
  const brokers = list?.split(',') ?? [];
  if (brokers.length > 0 && brokers.every((broker) => /^[^:/]+:\d+$/.test(broker))) return brokers;
  throw new Error('A log is at postgres://… or at kafka://host:port,host:port; the address that was given is neither.');
};
