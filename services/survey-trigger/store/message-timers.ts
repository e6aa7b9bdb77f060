import { setTimersOfKinds, timersOf } from '@hilo/runtime';

/** Of each route its own: what one cannot carry stands in the way of no other. */
const kindOf = (route: string): string => `message ${route}`;
/** The same in SQL. */
export const kindOfRoute = (route: string): string => `'message ' || ${route}`;

const known = new Map<string, ReturnType<typeof timersOf>>();

/** When messages that leave by this route are to leave. */
export const messageTimers = (route: string): ReturnType<typeof timersOf> => {
  const timers = known.get(route) ?? timersOf(kindOf(route));
  known.set(route, timers);
  return timers;
};

/** In SQL: sets the timers of those of these messages that wait (ref, about, due_at, kind, state). */
export const setMessageTimers = (from: string): string =>
  setTimersOfKinds(`(SELECT * FROM ${from} WHERE state IN ('queued', 'deferred')) AS waiting`);
