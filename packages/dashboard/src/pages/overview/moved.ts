import type { Answer, Row } from '../../api/figures.ts';
import type { Answers, Cause } from './questions.ts';

/** A group of which a figure is another than in the time before, beyond chance. */
export type Moved = {
  cause: Cause;
  group: string;
  now: number;
  by: number;
  n: number;
  before: number;
  /** By how much the whole is another for it: how many times how much. */
  weight: number;
};

const most = 6;

/** What moved most, the heaviest first; scores before counts, since these are of more than opinions. */
export const whatMoved = (answers: Answers): Moved[] => {
  const scores = [...movedIn('npsBy', answers.get('npsBy')), ...movedIn('csatBy', answers.get('csatBy'))];
  const counts = [...movedIn('complaintsBy', answers.get('complaintsBy')), ...movedIn('topics', answers.get('topics'))];
  const heaviest = (moved: Moved[]) => moved.toSorted((one, other) => other.weight - one.weight);
  return [...heaviest(scores).slice(0, most / 2), ...heaviest(counts).slice(0, most / 2)];
};

const movedIn = (cause: Cause, answer: Answer | undefined): Moved[] =>
  (answer?.rows ?? []).flatMap((row) => movedOf(cause, row) ?? []);

const movedOf = (cause: Cause, { group, value, n, change }: Row): Moved | undefined => {
  const [name = ''] = Object.values(group);
  if (change?.significant !== true || value === null || change.value === null) return undefined;
  const isCount = cause === 'complaintsBy' || cause === 'topics';
  const weight = Math.abs(change.value) * (isCount ? 1 : n);
  const before = isCount ? (change.before.value ?? 0) : change.before.n;
  return { cause, group: name, now: value, by: change.value, n: isCount ? value : n, before, weight };
};
