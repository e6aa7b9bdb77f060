import type { KafkaSettings } from './kafka/connection.ts';
import { openKafkaLog } from './kafka/log.ts';
import type { Log } from './log.ts';
import { openPostgresLog } from './postgres/log.ts';

/** Opens the log at this address: `postgres://…`, or `kafka://host:port,host:port`. */
export const openLog = async (
  url: string,
  { clientId = 'hilo', kafka = {} }: { clientId?: string; kafka?: KafkaSettings } = {},
): Promise<Log> => {
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgresLog({ connectionString: url });
  const [, list] = /^kafka:\/\/(.+)$/.exec(url) ?? [];
  const brokers = list?.split(',') ?? [];
  if (brokers.length > 0 && brokers.every((broker) => /^[^:/]+:\d+$/.test(broker)))
    return openKafkaLog({ ...kafka, brokers, clientId });
  throw new Error('A log is at postgres://… or at kafka://host:port,host:port; the address that was given is neither.');
};
