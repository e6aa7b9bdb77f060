import { isDeepStrictEqual } from 'node:util';
import type { DecidedBy } from '@hilo/contracts';
import { transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { Programme } from '../domain/programme.ts';
import {
  insertChange,
  insertVersion,
  isAnyProgramme,
  lockProgrammes,
  readProgrammes,
} from '../store/programme-versions.ts';

const hilo: DecidedBy = { key: 'hilo', source: 'hilo/survey-trigger' };
const why = 'The first, as it is shipped or configured.';

/** Publishes these where there are no programmes yet: each is the first version that is kept, under the number that it has. */
export const publishFirstProgrammes = async (
  pool: Pool,
  programmes: readonly Programme[],
  now: number,
): Promise<void> => {
  if (await isAnyProgramme(pool)) return;
  await transaction(pool, async (tx) => {
    await lockProgrammes(tx);
    if (await isAnyProgramme(tx)) return;
    const standing = { state: 'active', since: new Date(now).toISOString(), by: hilo, why } as const;
    for (const programme of programmes) {
      await insertVersion(tx, { programme, restored: null }, { by: hilo, why, now });
      await insertChange(tx, { id: programme.id, version: programme.version, standing }, now);
    }
  });
};

/** Those of a file that are not in force as they stand there: it was read at the first start alone. */
export const notInForce = async (pool: Pool, programmes: readonly Programme[]): Promise<string[]> => {
  const stored = new Map((await readProgrammes(pool)).map(({ id, programme }) => [id, programme]));
  const unversioned = (programme: Programme) => ({ ...programme, version: 0 });
  return programmes
    .filter((programme) => {
      const known = stored.get(programme.id);
      return known === undefined || !isDeepStrictEqual(unversioned(known), unversioned(programme));
    })
    .map(({ id }) => id);
};
