import type { CaseOf } from '../../api/customers.ts';

type Timed = Pick<CaseOf, 'state' | 'nextDueAt' | 'waitingUntil'>;

/** When a case is due: since when it has been, or in how many milliseconds it is; or that its clocks stand. */
export type Due = { is: 'over' | 'left'; ms: number } | { is: 'standing'; until: string | undefined } | { is: 'done' };

export const dueOf = ({ state, nextDueAt, waitingUntil }: Timed, now: number): Due => {
  if (state === 'waiting') return { is: 'standing', until: waitingUntil };
  if (state !== 'open' || nextDueAt === undefined) return { is: 'done' };
  const dueAt = Date.parse(nextDueAt);
  return dueAt <= now ? { is: 'over', ms: now - dueAt } : { is: 'left', ms: dueAt - now };
};

/** What is due first stands first, so that what has been due for longest does; what is not due keeps its order, at the end. */
export const firstDueFirst = <One extends Timed>(cases: readonly One[]): One[] =>
  cases.toSorted((one, other) => dueAtOf(one) - dueAtOf(other));

const dueAtOf = ({ state, nextDueAt }: Timed): number =>
  state === 'open' && nextDueAt !== undefined ? Date.parse(nextDueAt) : Number.MAX_SAFE_INTEGER;

const minuteMs = 60_000;

/** So much time as people say it: `2 d 3 h`, `3 h 20 min`, `42 min`. */
export const spanOf = (ms: number): string => {
  const minutes = Math.floor(ms / minuteMs);
  if (minutes < 1) return '< 1 min';
  const parts = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor((minutes % 1440) / 60), 'h'],
    [minutes % 60, 'min'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
};
