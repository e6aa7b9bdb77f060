import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runReactions } from '../dry-run/reaction-run.ts';
import type { Windows } from './compiled-reactions.ts';
import { decideWindow, type End, reachOf, type Start } from './window.ts';

type Happened = { id: string; role: 'start' | 'end'; at: number; delay: number };

const runs = process.env.HILO_TEST_FULL === undefined ? 3000 : 100_000;

const history = (mostDelay: number) =>
  fc
    .array(
      fc.record({
        role: fc.constantFrom('start' as const, 'start' as const, 'end' as const),
        at: fc.integer({ min: 0, max: 60 }),
        delay: fc.integer({ min: 0, max: mostDelay }),
      }),
      { maxLength: 14 },
    )
    .map((some): Happened[] => some.map((one, n) => ({ ...one, id: `i-${String(n).padStart(2, '0')}` })));

const never = Number.POSITIVE_INFINITY;
const windowsOf = (some: Partial<Windows>): Windows => ({
  ...{ times: 1, countMs: 0, waitMs: 0, settleMs: 0, restMs: 0, lateMs: never, latestOnly: false },
  ...some,
});

/** Hears of each when it comes, and decides each when it is due, as the store and the worker do it. Gives what was reacted to, in that order. */
const reactedTo = (happened: readonly Happened[], windows: Windows): Start[] => {
  const dueOf = ({ at, delay }: Happened): number => Math.max(at + windows.waitMs, at + delay) + windows.settleMs;
  const fired = new Set<string>();
  const over = new Set<string>();
  const order: Start[] = [];
  const moments = [...new Set(happened.flatMap((one) => [one.at + one.delay, dueOf(one)]))].toSorted((a, b) => a - b);
  for (const now of moments) {
    const known = happened.filter(({ at, delay }) => at + delay <= now);
    const due = known.filter((one) => one.role === 'start' && dueOf(one) <= now && !over.has(one.id));
    for (const one of due.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))) {
      const { before, after } = reachOf(windows);
      const near = known.filter(({ at }) => at >= one.at - before && at <= one.at + after);
      const starts = near.filter(({ role }) => role === 'start').map((s) => ({ ...s, isFired: fired.has(s.id) }));
      const ends: End[] = near.filter(({ role }) => role === 'end');
      const verdict = decideWindow(one, { starts, ends }, windows, { dueAt: dueOf(one), now });
      if (verdict.state !== 'open') over.add(one.id);
      if (verdict.state !== 'fired') continue;
      fired.add(one.id);
      order.push({ id: one.id, at: one.at, isFired: true });
    }
  }
  return order;
};

/** Who sees all of it at once, in its order: a window is open, begins anew, is closed by an answer, or is over without one. */
const oracle = (happened: readonly Happened[], { waitMs, restMs }: Windows): string[] => {
  const sorted = happened.toSorted(
    (a, b) => a.at - b.at || Number(a.role === 'end') - Number(b.role === 'end') || (a.id < b.id ? -1 : 1),
  );
  const fired: { id: string; at: number }[] = [];
  let open: Happened | undefined;
  const expire = (until: number): void => {
    if (open === undefined || open.at + waitMs >= until) return;
    const last = fired.at(-1);
    if (last === undefined || open.at - last.at >= restMs) fired.push(open);
    open = undefined;
  };
  for (const one of sorted) {
    expire(one.at);
    if (one.role === 'start') open = one;
    else open = undefined;
  }
  expire(never);
  return fired.map(({ id }) => id);
};

it('reacts to what stays without an answer as one does who sees everything in its order, in whichever order it is heard of', () => {
  fc.assert(
    fc.property(
      fc
        .record({ waitMs: fc.integer({ min: 1, max: 15 }), settleMs: fc.integer({ min: 0, max: 15 }) })
        .chain(({ waitMs, settleMs }) => {
          const settle = Math.min(settleMs, waitMs);
          return fc.tuple(
            history(settle),
            fc.constantFrom(waitMs, waitMs + 7, 40).map((restMs) => windowsOf({ waitMs, settleMs: settle, restMs })),
          );
        }),
      ([happened, windows]) => {
        expect(
          reactedTo(happened, windows)
            .map(({ id }) => id)
            .sort(),
        ).toEqual(oracle(happened, windows).sort());
      },
    ),
    { numRuns: runs },
  );
});

it('reacts once in a chain, however late something is heard of, and not to what had an answer by then', () => {
  fc.assert(
    fc.property(history(80), fc.integer({ min: 1, max: 15 }), (happened, waitMs) => {
      const fired = reactedTo(happened, windowsOf({ waitMs, restMs: waitMs, settleMs: 1 }));
      for (const [n, one] of fired.entries()) {
        expect(fired.slice(n + 1).every(({ at }) => Math.abs(at - one.at) > waitMs)).toBe(true);
        const { delay = 0 } = happened.find(({ id }) => id === one.id) ?? {};
        const decided = Math.max(one.at + waitMs, one.at + delay) + 1;
        const answered = happened.filter(({ role, at }) => role === 'end' && at >= one.at && at <= one.at + waitMs);
        expect(answered.every(({ at, delay: late }) => at + late > decided)).toBe(true);
      }
    }),
    { numRuns: runs },
  );
});

it('reacts to what happens often in any order of hearing of it: to every run of it, once within the rest, and to nothing rarer', () => {
  fc.assert(
    fc.property(history(80), fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 20 }), (all, times, countMs) => {
      const windows = windowsOf({ times, countMs, restMs: countMs });
      const starts = all.filter(({ role }) => role === 'start');
      const fired = reactedTo(all, windows);
      const complete = starts.filter(
        (one) => starts.filter(({ at }) => at <= one.at && at > one.at - countMs).length >= times,
      );
      const isComplete = new Set(complete.map(({ id }) => id));
      expect(fired.every(({ id }) => isComplete.has(id))).toBe(true);
      for (const [n, one] of fired.entries())
        expect(fired.slice(n + 1).every(({ at }) => Math.abs(at - one.at) >= countMs)).toBe(true);
      for (const one of complete) expect(fired.some(({ at }) => Math.abs(at - one.at) < countMs)).toBe(true);
      // Whoever hears of it in its order reacts to the first, and after the rest to the next.
      const inOrder = reactedTo(
        all.map((one) => ({ ...one, delay: 0 })),
        windows,
      );
      const greedy: number[] = [];
      for (const { at } of complete.toSorted((a, b) => a.at - b.at))
        if (at - (greedy.at(-1) ?? -never) >= countMs) greedy.push(at);
      expect(inOrder.map(({ at }) => at)).toEqual(greedy);
    }),
    { numRuns: runs },
  );
});

it('reacts to each by itself where nothing is counted or waited for, and to the latest alone where it has to be', () => {
  fc.assert(
    fc.property(history(80), (happened) => {
      const starts = happened.filter(({ role }) => role === 'start');
      expect(reactedTo(happened, windowsOf({}))).toHaveLength(starts.length);
      const told = reactedTo(happened, windowsOf({ latestOnly: true }));
      // What is told is never older than what was told before it.
      for (const [n, one] of told.entries()) expect(told.slice(n + 1).every(({ at }) => at >= one.at)).toBe(true);
    }),
    { numRuns: runs },
  );
});

it('comes in a dry run to what is really decided, in whichever order it was heard of', () => {
  const windows = fc.record({
    times: fc.constantFrom(1, 2, 3),
    countMs: fc.integer({ min: 1, max: 20 }),
    waitMs: fc.constantFrom(0, 5, 12),
    restMs: fc.constantFrom(0, 10, 25),
    latestOnly: fc.boolean(),
  });
  fc.assert(
    fc.property(history(80), windows, (happened, some) => {
      const by = windowsOf({ ...some, settleMs: some.waitMs === 0 ? 0 : 2 });
      const facts = happened.map(({ id, role, at, delay }) => ({
        ...{ id, role, at, heardAt: at + delay, same: '', isHistory: false },
        ...{ subject: 's', source: 'shop', interaction: id },
      }));
      const fired = runReactions(facts, by, never).flatMap(({ fact, verdict }) =>
        verdict.state === 'fired' ? [fact.id] : [],
      );
      expect(fired.sort()).toEqual(
        reactedTo(happened, by)
          .map(({ id }) => id)
          .sort(),
      );
    }),
    { numRuns: runs },
  );
});
