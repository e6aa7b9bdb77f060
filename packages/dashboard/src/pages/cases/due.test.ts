import { expect, it } from 'vitest';
import { dueOf, firstDueFirst, spanOf } from './due.ts';

const now = Date.parse('2026-11-30T12:00:00Z');
const hourMs = 3_600_000;

it('says for how long a case has been due, how long is left, and where its clocks stand', () => {
  expect(dueOf({ state: 'open', nextDueAt: '2026-11-30T11:00:00Z' }, now)).toEqual({ is: 'over', ms: hourMs });
  expect(dueOf({ state: 'open', nextDueAt: '2026-11-30T12:00:00Z' }, now)).toEqual({ is: 'over', ms: 0 });
  expect(dueOf({ state: 'open', nextDueAt: '2026-11-30T14:00:00Z' }, now)).toEqual({ is: 'left', ms: 2 * hourMs });
  expect(dueOf({ state: 'waiting', waitingUntil: '2026-12-01T00:00:00Z' }, now)).toEqual({
    is: 'standing',
    until: '2026-12-01T00:00:00Z',
  });
  expect(dueOf({ state: 'resolved' }, now)).toEqual({ is: 'done' });
});

it('has first what is due first, what is overdue before all, and at the end what is not due', () => {
  const cases = [
    { id: 'waits', state: 'waiting' },
    { id: 'later', state: 'open', nextDueAt: '2026-12-02T12:00:00Z' },
    { id: 'over', state: 'open', nextDueAt: '2026-11-29T12:00:00Z' },
    { id: 'waits-too', state: 'waiting' },
    { id: 'soon', state: 'open', nextDueAt: '2026-11-30T13:00:00Z' },
  ] as const;
  expect(firstDueFirst(cases).map(({ id }) => id)).toEqual(['over', 'soon', 'later', 'waits', 'waits-too']);
});

it('says so much time in two units at most', () => {
  expect([0.2, 42, 60, 200, 1440, 1440 + 30, 3 * 1440 + 125].map((minutes) => spanOf(minutes * 60_000))).toEqual([
    '< 1 min',
    '42 min',
    '1 h',
    '3 h 20 min',
    '1 d',
    '1 d',
    '3 d 2 h',
  ]);
});
