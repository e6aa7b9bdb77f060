import { expect, it } from 'vitest';
import { askedCases, casesShownIn } from './shown.ts';

it('reads of an address what cases can be listed by, and leaves out what nobody understands', () => {
  expect(casesShownIn({ cases: 'overdue', queue: 'supervisors', severity: 'high', range: '7d' })).toEqual({
    cases: 'overdue',
    queue: 'supervisors',
    severity: 'high',
  });
  expect(casesShownIn({ cases: 'all', queue: ['a', 'b'], severity: 'dreadful' })).toEqual({});
  expect(casesShownIn({ cases: 'hand' })).toEqual({});
});

it('asks for those in hand, and for mine by who I am', () => {
  expect(askedCases({}, 'ana')).toEqual({ state: 'active' });
  expect(askedCases({ cases: 'mine', severity: 'urgent' }, 'ana')).toEqual({
    state: 'active',
    owner: 'ana',
    severity: 'urgent',
  });
  expect(askedCases({ cases: 'overdue', queue: 'care' }, undefined)).toEqual({
    state: 'active',
    overdue: 'true',
    queue: 'care',
  });
});
