import type { Environment } from '../config.ts';
import { createLogger } from '../logger.ts';
import { openPlaces, readConfigs } from './places.ts';
import type { ServiceDefinition } from './service-definition.ts';
import { handOverSignals } from './signals.ts';
import { openStarting } from './starting.ts';

/**
 * Brings roles, schemas and tables of all services, and those of the log, to what this version needs, however long that takes;
 * says so line by line. A signal ends it: what is done by then stays, and the next time goes on from there.
 */
export const migrateAll = async (
  definitions: readonly ServiceDefinition[],
  environment: Environment,
  say: (line: string) => void,
): Promise<void> => {
  const config = { ...readConfigs(definitions, environment), HILO_MIGRATE: true };
  const stopping = new AbortController();
  handOverSignals();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const starting = openStarting({ signal: stopping.signal, say });
  const logger = createLogger({ level: config.LOG_LEVEL, name: 'migrate' });
  await using opened = new AsyncDisposableStack();
  await openPlaces({ config, definitions, starting, logger, opened });
};
