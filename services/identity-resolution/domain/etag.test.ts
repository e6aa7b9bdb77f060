import { expect, it } from 'vitest';
import { etagOf, matches } from './etag.ts';

const etag = etagOf('c', 3);

it.each([
  [etag, true],
  [`W/${etag}`, true],
  [`"other", W/${etag} , "another"`, true],
  ['*', true],
  [etagOf('c', 4), false],
  [etagOf('d', 3), false],
  ['', false],
  [undefined, false],
])('a reader who names %s has the record already: %s', (ifNoneMatch, same) => {
  expect(matches(ifNoneMatch, etag)).toBe(same);
});
