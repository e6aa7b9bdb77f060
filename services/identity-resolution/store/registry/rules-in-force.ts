import { type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { Derived } from '../../domain/derive-id.ts';
import { Registry } from '../../domain/registry.ts';
import type { Rules } from '../../domain/rules.ts';
import { readVersionsFrom } from '../graph/versions.ts';
import { holdRegistry, listRegistries, readInForce } from './registries.ts';

/** The rules in force, as the database has them: every instance goes by the same ones from one transaction to the next. */
export const followRules = (derived: Derived): RulesInForce => {
  let known: Rules | undefined;
  const within = async (tx: Transaction): Promise<Rules> => {
    const version = (await holdRegistry(tx)) ?? missing();
    if (known?.registry.version !== version) {
      const registry = registryIn(await readInForce(tx));
      const superseded = (await listRegistries(tx)).filter(({ state }) => state === 'superseded');
      const former = superseded.map(({ content }) => registryIn(content));
      known = { ...derived, registry, former, versionsFrom: await readVersionsFrom(tx) };
    }
    return known;
  };
  return { within, lately: async (pool) => known ?? transaction(pool, within) };
};

const registryIn = (content: string): Registry => Registry.parse(JSON.parse(content));

const missing = (): never => {
  throw new Error('no registry is in force');
};

export type RulesInForce = {
  /** The rules in force: until the end of the transaction, no others come into force. Ask before anything else is read. */
  within(tx: Transaction): Promise<Rules>;
  /** Those that were in force when they were asked for last. Who goes by them has to look whether they still are. */
  lately(pool: Pool): Promise<Rules>;
};
