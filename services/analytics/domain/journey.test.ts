import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type JourneyRules, journeyState, type RunStep } from './journey.ts';

const day = 86_400_000;
const rules: JourneyRules = { endStages: new Map([['trip', new Set(['arrived', 'cancelled'])]]), silenceMs: 30 * day };
const step = (at: number, stage?: string, outcome?: string): RunStep => ({ at: at * day, stage, outcome });

it('is under way until a stage ends it, or silence does', () => {
  const begun = [step(0, 'booked'), step(3, 'checked-in'), step(3, 'checked-in')];
  expect(journeyState('trip', begun, rules, 32 * day)).toEqual({
    start: 0,
    last: 3 * day,
    stages: ['booked', 'checked-in'],
  });
  expect(journeyState('trip', begun, rules, 33 * day)).toMatchObject({
    end: { at: 3 * day, by: 'silence' },
    outcome: 'abandoned',
  });
  const arrived = [...begun, step(4, 'arrived')];
  expect(journeyState('trip', arrived, rules, 4 * day)).toMatchObject({
    end: { at: 4 * day, by: 'stage' },
    outcome: 'completed',
  });
  expect(journeyState('return', arrived, rules, 5 * day)).not.toHaveProperty('end');
});

it('ends as its last step says that says so, and not as what comes afterwards', () => {
  const cancelled = [step(0, 'booked'), step(1, 'cancelled', 'failed'), step(2, undefined, 'reached')];
  expect(journeyState('trip', cancelled, rules, 90 * day)).toMatchObject({
    end: { at: day },
    outcome: 'failed',
    last: 2 * day,
  });
});

it('has an end between its first step and its last, and an outcome where it has an end', () => {
  const steps = fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 100 }).map((days) => days * day),
      stage: fc.constantFrom(undefined, 'booked', 'arrived'),
      outcome: fc.constantFrom(undefined, 'failed'),
    }),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(steps, fc.integer({ min: 100, max: 200 }), (all, now) => {
      const state = journeyState(
        'trip',
        all.toSorted((a, b) => a.at - b.at),
        rules,
        now * day,
      );
      expect(state.end === undefined).toBe(state.outcome === undefined);
      if (state.end === undefined) return;
      expect(state.end.at).toBeGreaterThanOrEqual(state.start);
      expect(state.end.at).toBeLessThanOrEqual(state.last);
    }),
  );
});
