import { type Figure, figureIn, type Row } from '../../../api/figures.ts';
import type { Answers } from './questions.ts';
import type { Part } from './shown.ts';

/** A part of the cases, with what came of them. */
export type PartRow = {
  name: string;
  opened: number;
  resolved: number;
  inTime: Figure | undefined;
  hours: number | null;
  reopened: Row | undefined;
  recovery: Row | undefined;
};

/** The parts, those of most cases first. */
export const partRows = (answers: Answers, by: Part): PartRow[] => {
  const rowsOf = (name: 'resolutionBy' | 'reopenedBy' | 'recoveryBy') =>
    new Map((answers.get(name)?.rows ?? []).map((row) => [row.group[by] ?? '', row]));
  const [resolution, reopened, recovery] = [rowsOf('resolutionBy'), rowsOf('reopenedBy'), rowsOf('recoveryBy')];
  return (answers.get('openedBy')?.rows ?? [])
    .map(({ group, value }): PartRow => {
      const name = group[by] ?? '';
      const took = resolution.get(name);
      return {
        ...{ name, opened: value ?? 0, resolved: took?.n ?? 0, hours: took?.value ?? null },
        ...{ inTime: figureIn(took, 'inTime'), reopened: reopened.get(name), recovery: recovery.get(name) },
      };
    })
    .toSorted((one, other) => other.opened - one.opened || one.name.localeCompare(other.name));
};
