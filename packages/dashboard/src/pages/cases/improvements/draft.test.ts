import { expect, it } from 'vitest';
import { changedIn, draftOf, isWhole, takenOn } from './draft.ts';

const draft = { ...draftOf({ touchpoint: 'gate', cause: 'delay' }, 'ana'), title: 'Screens', due: '2027-01-31' };

it('begins with what recurs and who takes it on, and says only what was written', () => {
  expect(isWhole(draftOf({ touchpoint: 'gate', cause: 'delay' }, 'ana'))).toBe(false);
  expect(isWhole(draft)).toBe(true);
  expect(takenOn({ ...draft, cause: '', action: ' ' })).toEqual({
    ...{ title: 'Screens', touchpoint: 'gate', owner: 'ana', due: '2027-01-31', metric: 'nps' },
  });
});

it('changes what is otherwise, and takes nothing away', () => {
  expect(changedIn({ ...draft, due: '2027-02-28', cause: '', metric: 'csat' }, draft)).toEqual({
    due: '2027-02-28',
    metric: 'csat',
  });
  expect(changedIn(draft, draft)).toEqual({});
});
