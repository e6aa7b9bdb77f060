import { openDatabase } from '../database/database.ts';
import { hasErasureList } from '../database/installation.ts';
import { type Finding, failed, fine, orFine, reasonIn, warning } from '../finding.ts';
import { findUndone } from '../following/erase-listed.ts';
import { openErasureList } from '../following/erasure-list.ts';
import type { ServiceDefinition } from '../process/service-definition.ts';
import type { ProcessConfig } from '../resources.ts';

/** Whether erasures are noted outside of the database, can be read there, and are done in each. */
export const checkErasures = async (
  definitions: readonly ServiceDefinition[],
  config: ProcessConfig,
  urls: ReadonlyMap<string, string>,
): Promise<Finding[]> => {
  if (config.HILO_ERASURE_LIST === 'none') return [fine('erasures', 'no list of erasures is wanted: none')];
  const list = openErasureList(config);
  if (list === undefined) {
    const message = 'erasures are noted in the database alone: a backup of it brings back who was erased since';
    return [warning('erasures', message, 'set HILO_ERASURE_LIST to a folder that is not in that backup')];
  }
  const ids = await list.ids().catch(reasonIn);
  if (typeof ids === 'string')
    return [failed('erasures', `the list of erasures cannot be read: ${ids}`, `mount it at ${list.folder}`)];
  const found: Finding[] = [];
  for (const { name, schema } of definitions) {
    const connectionString = urls.get(schema);
    if (connectionString === undefined) continue;
    const pool = openDatabase({ connectionString, schema, logger: { warn: () => {} }, maxConnections: 1 });
    try {
      if (!(await hasErasureList(pool))) continue;
      const undone = await findUndone(pool, ids);
      if (undone.length > 0)
        found.push(
          failed('erasures', `${name} has ${undone.length} erasures of the list to do`, `start ${name} again`),
        );
    } catch (error) {
      found.push(warning('erasures', `${name} cannot be asked: ${reasonIn(error)}`, 'hilo migrate'));
    } finally {
      await pool.end();
    }
  }
  return orFine(found, 'erasures', `${ids.length} erasures stand in ${list.folder}, and are done`);
};
