import type { Handle } from '@hilo/log';
import type { Pool } from 'pg';
import type { Environment } from '../config.ts';
import { openDatabase } from '../database/database.ts';
import { ConfigError } from '../errors.ts';
import { addressesOf, readConfigs } from '../process/places.ts';
import type { PartitionProgress, ServiceDefinition } from '../process/service-definition.ts';
import { findUrls } from './urls.ts';

/** An interaction that services were told of, and of which the facts know nothing. */
export type Missing = { source: string; id: string; knownTo: string[] };

export type Gap = {
  missing: Missing[];
  /** How many interactions of each log were accepted, as far as ingest was told, and not processed. */
  unprocessed: { log: string; interactions: number }[];
};

/**
 * What was accepted and is in no fact: where the database of the facts, or the log, was lost and what came back is older. It is told
 * from what the other services still know, interaction by interaction; who was erased is not missing. Changes nothing.
 */
export const findGap = async (definitions: readonly ServiceDefinition[], environment: Environment): Promise<Gap> => {
  const config = readConfigs(definitions, environment);
  const { urls, findings } = await findUrls(config, addressesOf(config, definitions), new Set());
  if (findings[0] !== undefined) throw new ConfigError(findings[0].message);
  await using opened = new AsyncDisposableStack();
  const parts = definitions.map((definition) => {
    const options = {
      connectionString: urls.get(definition.schema) ?? '',
      schema: definition.schema,
      maxConnections: 1,
    };
    const pool = opened.adopt(openDatabase({ ...options, logger: { warn: () => {} } }), (one) => one.end());
    return { definition, pool };
  });
  const missing = new Map<string, Missing>();
  for (const { definition: teller, pool } of parts) {
    for await (const page of pagesOf(teller, pool)) {
      for (const [source, id] of await lackedOf(parts, page, config.HILO_ID_SECRET)) {
        const key = JSON.stringify([source, id]);
        const one = missing.get(key) ?? { source, id, knownTo: [] };
        one.knownTo.push(teller.name);
        missing.set(key, one);
      }
    }
  }
  return { missing: [...missing.values()], unprocessed: await countUnprocessed(parts) };
};

type Part = { definition: ServiceDefinition; pool: Pool };

async function* pagesOf({ heardOf }: ServiceDefinition, pool: Pool): AsyncGenerator<readonly Handle[]> {
  if (heardOf === undefined) return;
  let page = await heardOf(pool, ['', '']);
  while (page.length > 0) {
    yield page;
    page = await heardOf(pool, page.at(-1) ?? ['', '']);
  }
}

const lackedOf = async (
  parts: readonly Part[],
  page: readonly Handle[],
  secret: string,
): Promise<readonly Handle[]> => {
  let lacked = page;
  for (const { definition, pool } of parts) lacked = (await definition.lacks?.(pool, secret, lacked)) ?? lacked;
  return lacked;
};

const countUnprocessed = async (parts: readonly Part[]): Promise<Gap['unprocessed']> => {
  const [accepted, processed]: [PartitionProgress[], PartitionProgress[]] = [[], []];
  for (const { definition, pool } of parts) {
    accepted.push(...((await definition.accepted?.(pool)) ?? []));
    processed.push(...((await definition.processed?.(pool)) ?? []));
  }
  const through = new Map(processed.map(({ log, partition, offset }) => [`${log}/${partition}`, offset]));
  const byLog = new Map<string, number>();
  for (const { log, partition, offset } of accepted) {
    const left = Math.max(0, offset - (through.get(`${log}/${partition}`) ?? 0));
    byLog.set(log, (byLog.get(log) ?? 0) + left);
  }
  return [...byLog].filter(([, left]) => left > 0).map(([log, interactions]) => ({ log, interactions }));
};
