import { cameBack, type RetentionOutcome, type RetentionQuestion } from './retention.ts';
import { type ShownGroup, shownAs, shownGroups } from './shown-groups.ts';

/** Of those who began in a period how many came back so many periods later; `running` while that one is not over. */
export type RetentionCell = {
  group: ShownGroup;
  cohort: number;
  after: number;
  began: number;
  back: number;
  running: boolean;
};

/** Who is meant: of a cohort those who came back so many periods later, or did not; without a period, all of it. */
export type RetentionPlace = {
  cohort: number;
  after?: number | undefined;
  back: boolean;
  group?: ShownGroup | undefined;
};

/** The triangle of a retention, by group: the first `mostGroups` of them by how many began, and all others. */
export const retentionFigures = (
  outcome: RetentionOutcome,
  { bounds }: RetentionQuestion,
  { now, orAfter, mostGroups }: { now: number; orAfter: boolean; mostGroups: number },
): RetentionCell[] => {
  const periods = bounds.length - 1;
  const shown = shownGroups(outcome.began, outcome.group, mostGroups);
  const triangles = new Map<ShownGroup, Triangle>();
  const triangleOf = (group: ShownGroup): Triangle => {
    const known = triangles.get(group) ?? { began: new Int32Array(periods), back: new Int32Array(periods * periods) };
    triangles.set(group, known);
    return known;
  };
  for (const group of shown) triangleOf(group);
  for (let customer = 0; customer < outcome.began.length; customer++) {
    const began = outcome.began[customer] ?? 0;
    if (began === 0) continue;
    const triangle = triangleOf(shownAs(shown, outcome.group[customer] ?? 0));
    for (let cohort = 0; cohort < periods; cohort++) {
      if (((began >>> cohort) & 1) === 0) continue;
      triangle.began[cohort] = (triangle.began[cohort] ?? 0) + 1;
      for (let after = 0; cohort + after < periods; after++)
        if (cameBack(outcome, customer, { cohort, after, orAfter })) {
          const cell = cohort * periods + after;
          triangle.back[cell] = (triangle.back[cell] ?? 0) + 1;
        }
    }
  }
  return [...triangles].flatMap(([group, triangle]) => cellsOf(group, triangle, bounds, now));
};

/** By cohort how many began, and by cohort and period how many came back. */
type Triangle = { began: Int32Array; back: Int32Array };

const cellsOf = (
  group: ShownGroup,
  { began, back }: Triangle,
  bounds: readonly number[],
  now: number,
): RetentionCell[] => {
  const periods = bounds.length - 1;
  return Array.from(began, (n, cohort) =>
    Array.from({ length: periods - cohort }, (_, after) => ({
      group,
      cohort,
      after,
      began: n,
      back: back[cohort * periods + after] ?? 0,
      running: (bounds[cohort + after + 1] ?? 0) > now,
    })),
  ).flat();
};

/** The customers behind a cell, in order of their numbers: those after one, so many of them. */
export const retentionCustomers = (
  outcome: RetentionOutcome,
  place: RetentionPlace,
  { orAfter, mostGroups, after, limit }: { orAfter: boolean; mostGroups: number; after: number; limit: number },
): number[] => {
  const shown = place.group === undefined ? undefined : shownGroups(outcome.began, outcome.group, mostGroups);
  const found: number[] = [];
  for (let customer = after + 1; customer < outcome.began.length && found.length < limit; customer++) {
    if ((((outcome.began[customer] ?? 0) >>> place.cohort) & 1) === 0) continue;
    if (shown !== undefined && shownAs(shown, outcome.group[customer] ?? 0) !== place.group) continue;
    const isBack =
      place.after === undefined ||
      cameBack(outcome, customer, { cohort: place.cohort, after: place.after, orAfter }) === place.back;
    if (isBack) found.push(customer);
  }
  return found;
};
