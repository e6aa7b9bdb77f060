import { hasErasureList, noteErasureList } from '../database/installation.ts';
import { openErasureList, withoutList } from '../following/erasure-list.ts';
import type { Logger } from '../logger.ts';
import type { ProcessConfig } from '../resources.ts';
import type { Database } from './places.ts';

/** A database that had a list of erasures outside of it is not used without: it may be from a backup. */
export const checkErasureList = async (
  databases: readonly Database[],
  config: ProcessConfig,
  logger: Pick<Logger, 'warn'>,
): Promise<void> => {
  const kept: Database[] = [];
  for (const database of databases) if (await hasErasureList(database.pool)) kept.push(database);
  const list = openErasureList(config);
  if (list === undefined) {
    if (kept[0] === undefined) return;
    if (config.HILO_ERASURE_LIST === undefined) throw withoutList(kept[0].definition.schema);
    logger.warn({}, 'HILO_ERASURE_LIST is none: a backup of this database brings back who was erased since');
    return;
  }
  await list.check(kept.length > 0);
  for (const { pool } of databases) await noteErasureList(pool);
};
