import type { Environment } from '../config.ts';
import { openDatabase } from '../database/database.ts';
import { ConfigError } from '../errors.ts';
import { type Finding, failed, fine, reasonIn } from '../finding.ts';
import { readKafkaSettings } from '../kafka-settings.ts';
import { addressesOf, distinctAddresses, logSchema, readConfigs } from '../process/places.ts';
import type { ServiceDefinition } from '../process/service-definition.ts';
import type { ProcessConfig } from '../resources.ts';
import { checkFolder } from './disk.ts';
import { checkErasures } from './erasures.ts';
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
  const found = [
    fine('configuration', 'every variable can be read'),
    ...checkSecrets(config),
    ...(await checkFolder(process.cwd(), 'this machine')),
  ];
  const unreached = new Set<string>();
  for (const address of servers) {
    const ofServer = await checkServer(address, {
      connections: connectionsTo(address.variable, addresses, definitions),
      now,
    });
    if (ofServer.some(({ check, status }) => check === 'database' && status === 'failed'))
      unreached.add(address.variable);
    found.push(...ofServer);
  }
  const urls = await findUrls(config, addresses, unreached);
  const ofSchemas = await checkSchemas(definitions, config, urls.urls);
  found.push(...urls.findings, ...ofSchemas.flatMap(({ findings }) => findings));
  found.push(...(await checkErasures(definitions, config, urls.urls)));
  const log = addresses.get(logSchema);
  const logUrl = log?.variable === 'DATABASE_URL' ? urls.urls.get(logSchema) : log?.url;
  if (log !== undefined && logUrl !== undefined && !unreached.has(log.variable))
    found.push(...(await checkLog({ ...log, url: logUrl }, readKafkaSettings(config), now)));
  const usable = new Map(ofSchemas.filter(isUsable).map(({ definition, url }) => [definition.name, url]));
  for (const definition of definitions)
    found.push(...(await examineWith(definition, { environment, url: usable.get(definition.name), now })));
  return found;
};

/** How many one instance of each service opens to the server that this variable names, at the most. */
const connectionsTo = (
  variable: string,
  addresses: ReturnType<typeof addressesOf>,
  definitions: readonly ServiceDefinition[],
): number => {
  const isThere = (schema: string): boolean => addresses.get(schema)?.variable === variable;
  return definitions.reduce((sum, { schema, maxConnections = 8, threads = { connections: 0, logs: 0 } }) => {
    const own = isThere(schema) ? maxConnections + threads.connections : 0;
    return sum + own + (isThere(logSchema) ? (1 + threads.logs) * connectionsOfLog : 0);
  }, 0);
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
): Promise<CheckedSchema[]> => {
  const checked: CheckedSchema[] = [];
  for (const definition of definitions) {
    const url = urls.get(definition.schema);
    if (url === undefined) continue;
    const others = definitions.filter((one) => one !== definition).map(({ schema }) => schema);
    checked.push({ definition, url, findings: await checkSchema({ definition, url, secret, others }) });
  }
  return checked;
};

type CheckedSchema = { definition: ServiceDefinition; url: string; findings: readonly Finding[] };

const isUsable = ({ findings }: CheckedSchema): boolean => findings.every(({ status }) => status !== 'failed');

type Examining = { environment: Environment; url: string | undefined; now: () => number };

/** What the service itself looks at, with its tables where they can be used. */
const examineWith = async (
  { name, schema, examine }: ServiceDefinition,
  { environment, url, now }: Examining,
): Promise<Finding[]> => {
  if (examine === undefined) return [];
  const options = { schema, logger: { warn: () => {} }, maxConnections: 1 };
  const pool = url === undefined ? undefined : openDatabase({ ...options, connectionString: url });
  try {
    return await examine({ environment, pool, now });
  } catch (error) {
    return [failed('database', `${name} cannot be asked how it is: ${reasonIn(error)}`, 'see the log of Postgres')];
  } finally {
    await pool?.end();
  }
};
