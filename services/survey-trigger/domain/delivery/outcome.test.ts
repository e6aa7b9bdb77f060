import { expect, it } from 'vitest';
import { closedBreaker, isBroken, learnt, roomAt } from './breaker.ts';
import { mostAttempts, outcomeOf } from './outcome.ts';

const deadline = 48 * 3_600_000;

it('tries again what nobody has, each time later, and never after the deadline', () => {
  const pauseAt = (attempts: number, now: number) => {
    const outcome = outcomeOf({ state: 'not-taken', detail: 'reset' }, { attempts, deadline }, now);
    return outcome.state === 'deferred' ? outcome.until - now : outcome.state;
  };
  expect([1, 2, 3, 8, 15].map((attempts) => pauseAt(attempts, 0))).toEqual([
    15_000, 30_000, 60_000, 1_920_000, 3_600_000,
  ]);
  expect(pauseAt(3, deadline - 1000)).toBe(1000);
});

it('case 32 (pimalaya/core#46): waits as long as whoever carries it says, and gives up in the end', () => {
  const later = outcomeOf({ state: 'deferred', retryAfterMs: 120_000, detail: '429' }, { attempts: 1, deadline }, 0);
  expect(later).toMatchObject({ state: 'deferred', until: 120_000 });
  const last = outcomeOf({ state: 'not-taken', detail: 'away' }, { attempts: mostAttempts, deadline }, 0);
  expect(last).toMatchObject({ state: 'refused', reason: 'attempts-used-up' });
});

it('never tries again what may have been taken', () => {
  expect(outcomeOf({ state: 'unknown', detail: '' }, { attempts: 1, deadline }, 0).state).toBe('unknown');
});

it('gives a destination less after each failure, leaves it alone after four in a row, then tries it with one', () => {
  const after = (states: readonly string[]) => states.reduce((one, state) => learnt(one, state, 0), closedBreaker);
  const failed = after(['not-taken', 'unknown', 'not-taken']);
  expect([roomAt(closedBreaker, 16, 0), roomAt(failed, 16, 0), roomAt(failed, 4, 0)]).toEqual([16, 4, 1]);
  const open = after(['not-taken', 'unknown', 'not-taken', 'not-taken']);
  expect([isBroken(open), roomAt(open, 16, 0), roomAt(open, 16, 5000)]).toEqual([true, 0, 1]);
  const longer = learnt(open, 'not-taken', 5000);
  expect([roomAt(longer, 16, 10_000), roomAt(longer, 16, 15_000)]).toEqual([0, 1]);
  expect(roomAt(learnt(open, 'deferred', 5000), 16, 5000)).toBe(16);
  expect(roomAt(after(['not-taken', 'unknown', 'refused', 'not-taken']), 4, 0)).toBe(3);
});
