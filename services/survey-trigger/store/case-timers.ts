import { setTimers, statement, type Transaction, timersOf } from '@hilo/runtime';

const kind = 'case';

/** When cases are to be looked at again. */
export const caseTimers = timersOf(kind);

const setSql = statement({
  name: 'set-case-timers',
  text: setTimers(kind, 'unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS c (ref, about, due_at)'),
});

/** Looks at each of these at its moment, or no more, where it has none. */
export const lookAtCases = async (
  tx: Transaction,
  wanted: readonly { id: string; subject: string; at: number | undefined }[],
): Promise<void> => {
  const set = wanted.flatMap(({ at, ...one }) => (at === undefined ? [] : [{ ...one, at }]));
  await caseTimers.cancel(
    tx,
    wanted.filter(({ at }) => at === undefined).map(({ id }) => id),
  );
  if (set.length === 0) return;
  await tx.query(
    setSql([
      set.map(({ id }) => id),
      set.map(({ subject }) => subject),
      set.map(({ at }) => new Date(at).toISOString()),
    ]),
  );
};
