import { HttpProblem } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { PostedProgrammeDryRun, ProgrammeDryRun } from '../domain/dry-run/request.ts';
import { Programme } from '../domain/programme.ts';
import { readProgrammes } from '../store/programme-versions.ts';
import { CannotBeDone } from './rehearsing.ts';

/** The programmes that can be read, without those that have ended: who asks, and who is paused. */
export type ProgrammesNow = { active: readonly Programme[]; paused: readonly Programme[] };

export const programmesNow = async (pool: Pool): Promise<ProgrammesNow> => {
  const all = await readProgrammes(pool);
  const inState = (wanted: string): Programme[] =>
    all.flatMap(({ programme, standing: { state } }) => (state === wanted ? (programme ?? []) : []));
  return { active: inState('active'), paused: inState('paused') };
};

/** What is posted as it is done: each programme complete, as the next version would be. What is wrong with one is told. */
export const readPosted = (posted: PostedProgrammeDryRun, now: ProgrammesNow): ProgrammeDryRun => {
  const read = posted.programmes.map((one, index) => {
    if (typeof one === 'string') return { programme: one, wrong: [] };
    const before = [...now.active, ...now.paused].find(({ id }) => id === one.id)?.version ?? 0;
    const { data, error } = Programme.safeParse({ ...one, version: before + 1 });
    const wrong = (error?.issues ?? []).map(({ path, message }) => ({ path: ['programmes', index, ...path], message }));
    return { programme: data, wrong };
  });
  const wrong = read.flatMap((one) => one.wrong);
  if (wrong.length > 0) throw new HttpProblem(400, 'Invalid request', 'A programme cannot be as it is.', wrong);
  return { ...posted, programmes: read.flatMap(({ programme }) => programme ?? []) };
};

/** The programmes that a dry run is about: as they are given, those that it names, and, if they ask as well, the others in force. */
export const programmesOf = (
  { programmes, others }: Pick<ProgrammeDryRun, 'programmes' | 'others'>,
  { active, paused }: ProgrammesNow,
): Programme[] => {
  const asked = programmes.map((one) => (typeof one === 'string' ? namedIn([...active, ...paused], one) : one));
  const ids = new Set(asked.map(({ id }) => id));
  if (ids.size < asked.length) throw new CannotBeDone('Two of the programmes have the same id.');
  return others === 'none' ? asked : [...asked, ...active.filter(({ id }) => !ids.has(id))];
};

const namedIn = (known: readonly Programme[], id: string): Programme => {
  const found = known.find((one) => one.id === id);
  if (found === undefined) throw new CannotBeDone(`No programme ${id} is in force.`);
  return found;
};
