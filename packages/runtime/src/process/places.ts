import { type KafkaSettings, type Log, openLog } from '@hilo/log';
import type { Pool } from 'pg';
import { checkAll, type Environment, readConfig } from '../config.ts';
import { openDatabase } from '../database/database.ts';
import {
  hasFingerprint,
  keepFingerprint,
  otherSecret,
  refuseNewerDatabase,
  refuseOtherSecret,
} from '../database/installation.ts';
import { migrate, NotMigrated, refuseUnmigrated } from '../database/migrate.ts';
import { ensureSchemas, findSchemas, provisionSchemas } from '../database/provision.ts';
import { type Address, placeIn, reach } from '../database/reach.ts';
import { ConfigError } from '../errors.ts';
import { KafkaConfig, readKafkaSettings } from '../kafka-settings.ts';
import type { Logger } from '../logger.ts';
import { ProcessConfig } from '../resources.ts';
import { observePool } from '../telemetry/observe-pool.ts';
import type { ServiceDefinition } from './service-definition.ts';
import { mayPass, type Starting } from './starting.ts';

export const logSchema = 'log';

/** Where the services find what they keep, and the log. */
export type Places = {
  log: Log;
  logUrl: string;
  databases: readonly Database[];
};

/** The part of Postgres that is a service's. */
export type Database = {
  definition: ServiceDefinition;
  pool: Pool;
  options: Omit<Parameters<typeof openDatabase>[0], 'logger'>;
};

type Opening = {
  config: ProcessConfig;
  definitions: readonly ServiceDefinition[];
  starting: Starting;
  logger: Logger;
  opened: AsyncDisposableStack;
};

/** The variable with the URL of a service's own database role. */
const urlVariable = (service: string): string => `HILO_${service.toUpperCase().replaceAll('-', '_')}_DATABASE_URL`;

/** Every variable that is wrong, of the process and of its services, at once. */
export const readConfigs = (definitions: readonly ServiceDefinition[], environment: Environment): ProcessConfig =>
  checkAll(
    () => readConfig(ProcessConfig, environment),
    [
      () => checkPlaces(definitions, environment),
      () => void readKafkaSettings(readConfig(KafkaConfig, environment)),
      ...definitions.map((definition) => () => definition.checkConfig(environment)),
    ],
  );

/** Throws `ConfigError` if something is to lie in DATABASE_URL, and that is missing. */
const checkPlaces = (definitions: readonly ServiceDefinition[], environment: Environment): void => {
  if (environment.DATABASE_URL) return;
  const needing = [
    ...definitions.map(({ name }) => urlVariable(name)).filter((variable) => !environment[variable]),
    ...(environment.HILO_LOG ? [] : ['HILO_LOG']),
  ];
  if (needing.length > 0) throw new ConfigError(`DATABASE_URL: is missing, and so is ${needing.join(' and ')}`);
};

/** Waits for the databases and the log, and brings their tables to what this version needs. */
export const openPlaces = async (opening: Opening): Promise<Places> => {
  const { config, definitions, starting, opened } = opening;
  const addresses = addressesOf(config, definitions);
  const kafka = readKafkaSettings(config);
  // At the same time, so that all that is away is named at once.
  await Promise.all(distinctAddresses([...addresses.values()]).map((address) => reachable(address, kafka, starting)));
  const urls = await provisionAll(opening, addresses);
  const databases = definitions.map((definition) => openPart(definition, urls, opening));
  for (const database of databases) await prepareTables(database, opening);
  await starting.step('the secret of the installation', () => checkSecret(databases, config));
  const logUrl = urls.get(logSchema) ?? '';
  const logAddress = addresses.get(logSchema) ?? { variable: 'HILO_LOG', url: logUrl };
  const open = () => openLog(logUrl, { kafka });
  const log = opened.use(await starting.step(`the log, ${placeIn(logAddress)}`, open, anyway));
  return { log, logUrl, databases };
};

const anyway = (): boolean => true;

/** The address of every schema, and of the log. */
export const addressesOf = (config: ProcessConfig, definitions: readonly ServiceDefinition[]): Map<string, Address> => {
  const common = { variable: 'DATABASE_URL', url: config.DATABASE_URL ?? '' };
  const own = new Map(Object.entries(config));
  const services = definitions.map(({ name, schema }): [string, Address] => {
    const [variable, url] = [urlVariable(name), own.get(urlVariable(name))];
    return [schema, typeof url === 'string' ? { variable, url } : common];
  });
  const log: Address = config.HILO_LOG === undefined ? common : { variable: 'HILO_LOG', url: config.HILO_LOG };
  return new Map([...services, [logSchema, log]]);
};

/** Each once, though several schemas lie there. */
export const distinctAddresses = (addresses: readonly Address[]): Address[] => [
  ...new Map(addresses.map((address) => [address.variable, address])).values(),
];

const reachable = (address: Address, kafka: KafkaSettings, starting: Starting): Promise<void> =>
  starting.step(placeIn(address), (attempt) => reach(address, kafka, attempt), anyway);

/** Schemas, and in DATABASE_URL roles where they may be created; gives the connection string of each schema. */
const provisionAll = async (
  { config, definitions, starting, logger }: Opening,
  addresses: ReadonlyMap<string, Address>,
): Promise<Map<string, string>> => {
  const urls = new Map([...addresses].map(([schema, { url }]) => [schema, url]));
  const ownedBy = ({ schema, furtherSchema }: ServiceDefinition): string[] =>
    furtherSchema === undefined ? [schema] : [schema, furtherSchema];
  const secret = config.HILO_ID_SECRET;
  const isWorthIt = (error: unknown): boolean => error instanceof NotMigrated || mayPass(error);
  for (const definition of definitions) {
    const { variable, url } = addresses.get(definition.schema) ?? { variable: '', url: '' };
    if (variable === 'DATABASE_URL' || !config.HILO_MIGRATE) continue;
    await starting.step(`the schema of ${definition.name}`, () => ensureSchemas(url, secret, ownedBy(definition)));
  }
  const common = [...addresses].filter(([, { variable }]) => variable === 'DATABASE_URL').map(([schema]) => schema);
  if (common.length === 0) return urls;
  const further = Object.fromEntries(
    definitions.flatMap(({ schema, furtherSchema }) => (furtherSchema === undefined ? [] : [[schema, furtherSchema]])),
  );
  const onOneRole = (): void =>
    logger.warn(
      {},
      'the role in DATABASE_URL may not create roles: all services use this one, and could read each other',
    );
  const owner = { adminUrl: config.DATABASE_URL ?? '', secret, onOneRole };
  const made = await starting.step(
    'the schemas and roles of the services',
    () => (config.HILO_MIGRATE ? provisionSchemas(owner, common, further) : findSchemas(owner, common)),
    isWorthIt,
  );
  for (const [schema, url] of Object.entries(made)) urls.set(schema, url);
  return urls;
};

const endWithinMs = 8000;

const openPart = (
  definition: ServiceDefinition,
  urls: ReadonlyMap<string, string>,
  { logger, opened }: Opening,
): Database => {
  const options = {
    connectionString: urls.get(definition.schema) ?? '',
    schema: definition.schema,
    maxConnections: definition.maxConnections ?? 8,
    settings: definition.databaseSettings ?? {},
  };
  const pool = openDatabase({ ...options, logger });
  opened.use(observePool(pool, definition.schema));
  // Ending it waits for statements, and one may wait for somebody else's lock.
  opened.defer(() =>
    Promise.race([pool.end(), new Promise<void>((resolve) => setTimeout(resolve, endWithinMs).unref())]),
  );
  return { definition, pool, options };
};

/** The tables as this version needs them: by migrations, or by waiting until somebody else has applied these. */
const prepareTables = (
  { definition: { name, schema, migrations }, pool }: Database,
  opening: Opening,
): Promise<void> => {
  const { config, starting, logger } = opening;
  const isWorthIt = (error: unknown): boolean => error instanceof NotMigrated || mayPass(error);
  return starting.step(
    `the tables of ${name}`,
    async () => {
      await refuseNewerDatabase(pool, schema);
      await refuseOtherSecret(pool, config.HILO_ID_SECRET);
      if (!config.HILO_MIGRATE) return refuseUnmigrated(pool, schema, migrations);
      await migrate(pool, migrations, {
        signal: starting.signal,
        onProgress: (progress) =>
          logger.info(
            { schema, ...progress },
            progress.ms === undefined ? 'a migration begins' : 'a migration was applied',
          ),
        onWaiting: (reason) => logger.info({ schema, reason }, 'migrations wait'),
      });
    },
    isWorthIt,
  );
};

/** Whoever knows is asked first: then nothing is kept anywhere of a secret that somebody does not recognise. */
const checkSecret = async (
  databases: readonly Database[],
  { HILO_ID_SECRET: secret }: ProcessConfig,
): Promise<void> => {
  const lacking: Database[] = [];
  for (const database of databases) if (!(await hasFingerprint(database.pool))) lacking.push(database);
  for (const { definition, pool } of lacking) {
    if ((await definition.recognisesSecret?.(pool, secret)) === false) throw otherSecret(definition.schema);
  }
  for (const { pool } of lacking) await keepFingerprint(pool, secret);
};
