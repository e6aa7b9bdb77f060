import { expect, it } from 'vitest';
import { detailsOf, writtenIn } from './step-details.ts';

it('says what a step changed, also what it took away, and what somebody wrote about it', () => {
  const assigned = { detail: { owner: null, queue: 'supervisors', why: 'She is away.', before: { owner: 'eva' } } };
  expect(detailsOf(assigned)).toEqual([
    { name: 'queue', value: 'supervisors' },
    { name: 'owner', value: undefined },
  ]);
  expect(writtenIn(assigned)).toEqual(['She is away.']);
  expect(detailsOf({})).toEqual([]);
  expect(writtenIn({ detail: { text: '', note: 7 } })).toEqual([]);
});
