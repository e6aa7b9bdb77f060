import { expect, it } from 'vitest';
import { journeysShownIn, stepFilterOf, stepOf, stepText } from './shown.ts';

it('reads from an address what can be asked, and leaves out what nobody understands', () => {
  expect(journeysShownIn({ journeys: 'paths', step: 'web,checkout,bought', direction: 'to', score: 'pigeon' })).toEqual(
    {
      journeys: 'paths',
      step: ['web,checkout,bought'],
      direction: 'to',
    },
  );
  expect(journeysShownIn({ journeys: 'funnel', window: 'P7D', step: ['a', 'web,a,b'], anchor: 'x' })).toEqual({
    step: ['web,a,b'],
  });
  expect(journeysShownIn({ step: Array.from({ length: 12 }, () => ',a,') }).step).toHaveLength(10);
});

it('writes a step as it reads it, and asks for anything where nothing is said', () => {
  const step = { channel: 'web', touchpoint: 'shop/basket', kind: 'viewed' };
  expect(stepOf(stepText(step))).toEqual(step);
  expect(stepFilterOf(stepText(step))).toEqual({ channel: ['web'], touchpoint: ['shop/basket'], kind: ['viewed'] });
  expect(stepFilterOf(',checkout,')).toEqual({ touchpoint: ['checkout'] });
});
