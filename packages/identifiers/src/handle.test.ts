import { expect, test } from 'vitest';
import { valuesOf } from '../test/reading.ts';

test.each([
  ['@ana', 'ana'],
  ['@ ana', 'ana'],
  ['@@ana', 'ana'],
  [' @Ana ', 'ana'],
  ['ＡＮＡ', 'ana'],
  ['https://twitter.com/Ana', 'ana'],
  ['https://x.com/Ana?lang=es', 'ana'],
  ['http://www.instagram.com/ana/', 'ana'],
  ['linkedin.com/in/ana-garcia-1/', 'ana-garcia-1'],
  ['https://www.tiktok.com/@ana', 'ana'],
  ['https://facebook.com/profile.php?id=1234', '1234'],
  ['@J̌', 'ǰ'],
  ['__ana__', '__ana__'],
  ['ana_maria', 'ana_maria'],
  ['x1', 'x1'],
])('the handle %s is %s', (posted, handle) => {
  expect(valuesOf('handle', posted)).toEqual([handle]);
});
