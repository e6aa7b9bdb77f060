import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dayMs } from '../domain/day.ts';
import { type Happened, historyBegins, numRuns, play, someHistory } from '../test/random-history.ts';
import { judgedJourneys } from './moments.ts';
import { notYet, pathsOf } from './paths.ts';
import { repeatsOf } from './repeats.ts';
import { cameBack, retentionOf } from './retention.ts';

const someTimes = fc.tuple(fc.nat(8 * 24), fc.integer({ min: 1, max: 5 * 24 })).map(([begin, hours]) => ({
  from: historyBegins + begin * 3_600_000,
  to: historyBegins + (begin + hours) * 3_600_000,
}));
const someSteps = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 });
const now = historyBegins + 9 * dayMs;

it('counts paths from a step as plain code does', () => {
  const somePaths = fc.record({
    times: someTimes,
    steps: someSteps,
    length: fc.integer({ min: 2, max: 6 }),
    gap: fc.constantFrom(0, 3_600_000, dayMs, 3 * dayMs),
    unit: fc.constantFrom('customers' as const, 'passages' as const),
    collapse: fc.boolean(),
  });
  fc.assert(
    fc.property(someHistory, somePaths, (history, { times: { from, to }, steps, length, gap, unit, collapse }) => {
      const { columns, byCustomer } = play(history);
      const wanted = new Map<string, number>();
      for (const events of byCustomer.values()) {
        const shown = withoutRows(
          events.filter(({ time }) => time >= from),
          gap,
          collapse,
        );
        const begins = shown.flatMap((one, at) => (steps.includes(one.step) && one.time < to ? [at] : []));
        for (const begin of unit === 'customers' ? begins.slice(0, 1) : begins) {
          const taken = [shown[begin]].flatMap((one) => one ?? []);
          while (taken.length < length) {
            const next = shown[begin + taken.length];
            if (next === undefined || next.time - (taken.at(-1)?.until ?? 0) > gap) break;
            taken.push(next);
          }
          const isOpen = taken.length < length && now - (taken.at(-1)?.until ?? 0) <= gap;
          const key = Array.from({ length }, (_, at) => taken[at]?.step ?? (isOpen ? notYet : 0));
          wanted.set(key.join(), (wanted.get(key.join()) ?? 0) + 1);
        }
      }
      const question = { from, to, now, anchor: { steps }, direction: 'from' as const, length, gap, unit, collapse };
      const found = pathsOf(columns, question).sequences.map(({ steps: all, n }) => [all.join(), n] as const);
      expect(new Map(found)).toEqual(wanted);
    }),
    { numRuns: numRuns(300) },
  );
});

type Shown = { step: number; time: number; until: number };

/** Without what repeats the step before it, if that is asked for. */
const withoutRows = (events: readonly Happened[], gap: number, collapse: boolean): Shown[] => {
  const shown: Shown[] = [];
  for (const { step, time } of events) {
    const before = shown.at(-1);
    if (collapse && before?.step === step && time - before.until <= gap) before.until = time;
    else shown.push({ step, time, until: time });
  }
  return shown;
};

it('counts paths to a step as plain code does', () => {
  fc.assert(
    fc.property(someHistory, someTimes, someSteps, fc.boolean(), (history, { from, to }, steps, isOnce) => {
      const { columns, byCustomer } = play(history);
      const wanted = new Map<string, number>();
      for (const events of byCustomer.values()) {
        const ends = events.flatMap(({ step, time }, at) =>
          steps.includes(step) && time >= from && time < to ? [at] : [],
        );
        for (const end of isOnce ? ends.slice(0, 1) : ends) {
          const taken = [events[end]].flatMap((one) => one ?? []);
          while (taken.length < 4) {
            const before = events[end - taken.length];
            if (before === undefined || (taken[0]?.time ?? 0) - before.time > dayMs) break;
            taken.unshift(before);
          }
          const key = [...Array(4 - taken.length).fill(0), ...taken.map(({ step }) => step)].join();
          wanted.set(key, (wanted.get(key) ?? 0) + 1);
        }
      }
      const unit = isOnce ? ('customers' as const) : ('passages' as const);
      const question = {
        from,
        to,
        now,
        anchor: { steps },
        direction: 'to' as const,
        length: 4,
        gap: dayMs,
        unit,
        collapse: false,
      };
      const found = pathsOf(columns, question).sequences.map(({ steps: all, n }) => [all.join(), n] as const);
      expect(new Map(found)).toEqual(wanted);
    }),
    { numRuns: numRuns(200) },
  );
});

it('says who came back as plain code does', () => {
  const some = fc.record({
    start: someSteps,
    back: someSteps,
    cohort: fc.constantFrom('ever' as const, 'first' as const, 'recurring' as const),
    orAfter: fc.boolean(),
    begin: fc.nat(4 * 24),
    hours: fc.constantFrom(6, 24, 36),
  });
  fc.assert(
    fc.property(someHistory, some, (history, { start, back, cohort, orAfter, begin, hours }) => {
      const { columns, byCustomer } = play(history);
      const first = historyBegins + begin * 3_600_000;
      const bounds = Array.from({ length: 6 }, (_, n) => first + n * hours * 3_600_000);
      const outcome = retentionOf(columns, { bounds, start: { steps: start }, back: { steps: back }, cohort });
      const periodOf = (time: number) => Math.floor((time - first) / (hours * 3_600_000));
      for (let customer = 1; customer < columns.customers; customer++) {
        const events = byCustomer.get(customer) ?? [];
        const starts = events.filter(({ step }) => start.includes(step));
        const inRange = starts.filter(({ time }) => time >= first && periodOf(time) < 5);
        const beginnings =
          cohort === 'recurring'
            ? inRange.filter((one) => inRange.find(({ time }) => periodOf(time) === periodOf(one.time)) === one)
            : inRange.slice(0, cohort === 'ever' && (starts[0]?.time ?? first) < first ? 0 : 1);
        for (let period = 0; period < 5; period++) {
          const one = beginnings.find(({ time }) => periodOf(time) === period);
          expect(((outcome.began[customer] ?? 0) >>> period) & 1).toBe(one === undefined ? 0 : 1);
          if (one === undefined) continue;
          for (let after = 0; period + after < 5; after++) {
            const returns = events.filter(
              (other) =>
                other !== one &&
                back.includes(other.step) &&
                other.time >= one.time &&
                periodOf(other.time) < 5 &&
                (orAfter ? periodOf(other.time) >= period + after : periodOf(other.time) === period + after),
            );
            expect(cameBack(outcome, customer, { cohort: period, after, orAfter })).toBe(returns.length > 0);
          }
        }
      }
    }),
    { numRuns: numRuns(300) },
  );
});

it('counts repeated contacts as plain code does, a call that was put through once', () => {
  fc.assert(
    fc.property(
      someHistory,
      someTimes,
      someSteps,
      fc.constantFrom(0, 3_600_000, dayMs),
      (history, times, steps, episode) => {
        const { columns, byCustomer } = play(history);
        const wanted = { n: 0, repeated: 0, open: 0 };
        const window = 2 * dayMs;
        for (const events of byCustomer.values()) {
          const contacts: { begin: number; end: number }[] = [];
          for (const { time } of events.filter(({ step }) => steps.includes(step))) {
            const before = contacts.at(-1);
            if (before !== undefined && time - before.end <= episode) before.end = time;
            else contacts.push({ begin: time, end: time });
          }
          for (const [at, { begin, end }] of contacts.entries()) {
            if (begin < times.from || begin >= times.to) continue;
            wanted.n++;
            const next = contacts[at + 1];
            if (next !== undefined && next.begin - end <= window) wanted.repeated++;
            else if (now - end <= window && next === undefined) wanted.open++;
          }
        }
        const { groups } = repeatsOf(columns, { ...times, now, contact: { steps }, episode, window });
        expect(groups.get(0) ?? { n: 0, repeated: 0, open: 0 }).toEqual(wanted);
      },
    ),
    { numRuns: numRuns(300) },
  );
});

it('finds the steps before each answer as plain code does', () => {
  fc.assert(
    fc.property(someHistory, someTimes, (history, times) => {
      const { columns, byCustomer } = play(history);
      const wanted: string[] = [];
      for (const [customer, events] of byCustomer)
        for (const [at, one] of events.entries()) {
          if (one.time < times.from || one.time >= times.to) continue;
          const before = events
            .slice(0, at)
            .filter(
              ({ time, journey }) => one.time - time <= 30 * dayMs && (one.journey === 0 || journey === one.journey),
            );
          for (const score of one.scores)
            wanted.push(JSON.stringify([customer, score, [...new Set(before.map(({ step }) => step))].sort()]));
        }
      const found = judgedJourneys(columns, { ...times, scores: [0, 10] });
      expect(
        found.map(({ customer, score, steps }) => JSON.stringify([customer, score, [...steps].sort()])).sort(),
      ).toEqual(wanted.sort());
    }),
    { numRuns: numRuns(200) },
  );
});
