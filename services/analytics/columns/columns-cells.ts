import type { Columns } from './columns.ts';
import { type CountedBy, type CountsQuestion, countsOf, mostScores } from './counts.ts';
import type { PeopleInNumbers } from './people-in-numbers.ts';

/** A question for counts, by `people` too: the place of what customers have in what was asked about them. */
export type CountsAsked = Omit<CountsQuestion, 'by' | 'people'> & {
  by: readonly (Exclude<CountedBy, { by: 'customer' }> | { by: 'people'; place: number })[];
};

/** What there is of a group of time and others, each by its number, or, of what customers have, by its name. */
export type ColumnsCell = {
  time: number;
  groups: (number | string | null)[];
  n: number;
  /** By number of a score how many there are, where scores were asked for. */
  scores: number[];
};

/** Those that have anything; `undefined` of more than can be counted at once. */
export type ColumnsCells = ColumnsCell[] | undefined;

/** Counts, and names the groups. */
export const columnsCells = (
  columns: Columns,
  asked: CountsAsked,
  { people, by: found }: PeopleInNumbers,
): ColumnsCells => {
  const peopleAt = (place: number) =>
    found[place] ?? { groups: new Uint32Array(), size: 1, names: new Map<number, string>() };
  const by = asked.by.map((one): CountedBy => {
    if (one.by !== 'people') return one;
    const { groups, size } = peopleAt(one.place);
    return { by: 'customer', groups, size };
  });
  const counted = countsOf(columns, { ...asked, by, people });
  if (counted === undefined) return undefined;
  const { n, scores, sizes, numbers } = counted;
  const nameOf = (place: number, number: number): number | string | null => {
    const one = asked.by[place];
    if (one?.by === 'people') return peopleAt(one.place).names.get(number) ?? null;
    return numbers[place]?.[number] ?? number;
  };
  const all: ColumnsCell[] = [];
  for (let cell = 0; cell < n.length; cell++) {
    if (n[cell] === 0) continue;
    const groups: ColumnsCell['groups'] = [];
    let rest = cell;
    for (let place = sizes.length - 1; place >= 0; place--) {
      const size = sizes[place] ?? 1;
      groups.unshift(nameOf(place, rest % size));
      rest = Math.floor(rest / size);
    }
    all.push({
      time: rest,
      groups,
      n: n[cell] ?? 0,
      scores: [...scores.subarray(cell * mostScores, (cell + 1) * mostScores)],
    });
  }
  return all;
};
