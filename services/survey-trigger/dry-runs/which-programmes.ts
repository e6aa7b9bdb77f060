import type { ProgrammeDryRun } from '../domain/dry-run/request.ts';
import type { Programme } from '../domain/programme.ts';
import { CannotBeDone } from './rehearsing.ts';

/** The programmes that a dry run is about: as they are given, those in force that it names, and, if they ask as well, the others. */
export const programmesOf = (
  { programmes, others }: Pick<ProgrammeDryRun, 'programmes' | 'others'>,
  inForce: readonly Programme[],
): Programme[] => {
  const asked = programmes.map((one) => (typeof one === 'string' ? namedIn(inForce, one) : one));
  const ids = new Set(asked.map(({ id }) => id));
  if (ids.size < asked.length) throw new CannotBeDone('Two of the programmes have the same id.');
  return others === 'none' ? asked : [...asked, ...inForce.filter(({ id }) => !ids.has(id))];
};

const namedIn = (inForce: readonly Programme[], id: string): Programme => {
  const found = inForce.find((one) => one.id === id);
  if (found === undefined) throw new CannotBeDone(`No programme ${id} is in force.`);
  return found;
};
