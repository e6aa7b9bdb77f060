import { HttpProblem, type Transaction } from '@hilo/runtime';
import type { ProgrammeState } from '../domain/programme-state.ts';
import {
  type Author,
  findProgramme,
  insertChange,
  lockProgrammes,
  type StoredProgramme,
} from '../store/programme-versions.ts';
import { ended, publishedProgramme } from './publish-programme.ts';

/**
 * Pauses a programme, resumes it, or ends it for ever, from the commit on, for every instance: it waits for who decides by it. What is so
 * already stays as it is, with who did it first.
 */
export const changeState = async (
  tx: Transaction,
  id: string,
  { state, author: { by, why, now } }: { state: ProgrammeState; author: Author },
): Promise<StoredProgramme> => {
  await lockProgrammes(tx);
  const current = await findProgramme(tx, id);
  if (current === undefined) throw new HttpProblem(404, 'Not found', 'There is no such programme.');
  if (current.standing.state === state) return current;
  if (current.standing.state === 'ended') throw ended(id);
  const standing = { state, since: new Date(now).toISOString(), by, why };
  await insertChange(tx, { id, version: current.version, standing }, now);
  return publishedProgramme(tx, id);
};
