import type { Environment } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { readKafkaSettings } from '../kafka-settings.ts';
import { addressesOf, distinctAddresses, logSchema, readConfigs } from '../process/places.ts';
import type { ServiceDefinition } from '../process/service-definition.ts';
import type { ProcessConfig } from '../resources.ts';
import { checkFolder } from './disk.ts';
import { checkErasures } from './erasures.ts';
import { type Finding, failed, fine } from './finding.ts';
import { checkLog } from './log.ts';
import { checkSchema } from './schemas.ts';
import { checkSecrets } from './secrets.ts';
import { checkServer } from './server.ts';
import { findUrls } from './urls.ts';

/** Of the log in Postgres, and of a connection that listens. */
const connectionsOfLog = 9;

/** Looks at everything that Hilo needs, with the variables with which it would be started; changes nothing. */
export const diagnose = async (
  definitions: readonly ServiceDefinition[],
  environment: Environment,
  now: () => number = Date.now,
): Promise<Finding[]> => {
  const config = readOrFindings(definitions, environment);
  if (Array.isArray(config)) return config;
  const addresses = addressesOf(config, definitions);
  const servers = distinctAddresses([...addresses.values()]).filter(({ url }) => url.startsWith('postgres'));
  const connections = definitions.reduce((sum, { maxConnections = 8 }) => sum + maxConnections + connectionsOfLog, 0);
  const found = [
    fine('configuration', 'every variable can be read'),
    ...checkSecrets(config),
    ...(await checkFolder(process.cwd(), 'this machine')),
  ];
  const unreached = new Set<string>();
  for (const address of servers) {
    const ofServer = await checkServer(address, { connections, now });
    if (ofServer.some(({ check, status }) => check === 'database' && status === 'failed'))
      unreached.add(address.variable);
    found.push(...ofServer);
  }
  const urls = await findUrls(config, addresses, unreached);
  found.push(...urls.findings, ...(await checkSchemas(definitions, config, urls.urls)));
  found.push(...(await checkErasures(definitions, config, urls.urls)));
  const log = addresses.get(logSchema);
  const logUrl = log?.variable === 'DATABASE_URL' ? urls.urls.get(logSchema) : log?.url;
  if (log !== undefined && logUrl !== undefined && !unreached.has(log.variable))
    found.push(...(await checkLog({ ...log, url: logUrl }, readKafkaSettings(config), now)));
  return found;
};

const readOrFindings = (
  definitions: readonly ServiceDefinition[],
  environment: Environment,
): ProcessConfig | Finding[] => {
  try {
    return readConfigs(definitions, environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.lines.map((line) => failed('configuration', line, 'correct the variable (README, Variables)'));
  }
};

const checkSchemas = async (
  definitions: readonly ServiceDefinition[],
  { HILO_ID_SECRET: secret }: ProcessConfig,
  urls: ReadonlyMap<string, string>,
): Promise<Finding[]> => {
  const found: Finding[] = [];
  for (const definition of definitions) {
    const url = urls.get(definition.schema);
    if (url === undefined) continue;
    const others = definitions.filter((one) => one !== definition).map(({ schema }) => schema);
    found.push(...(await checkSchema({ definition, url, secret, others })));
  }
  return found;
};
