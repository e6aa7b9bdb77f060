import { expect, it } from 'vitest';
import { z } from 'zod';
import { asked } from './question.ts';

const Asked = z.strictObject(asked);

it('reads what is grouped by, with what the company named itself', () => {
  expect(Asked.parse({ groupBy: ['properties.seat.class', 'traits.tier', 'segment.gold', 'week'] })).toEqual({
    weekStart: 'monday',
    filters: {},
    groupBy: [
      { name: 'properties.seat.class', by: 'property', of: 'seat.class' },
      { name: 'traits.tier', by: 'trait', of: 'tier' },
      { name: 'segment.gold', by: 'segment', of: 'gold' },
      { name: 'week', by: 'week' },
    ],
  });
});

it('takes one value for a list of one, and numbers and booleans as JSON writes them', () => {
  const filters = { channel: 'web', kind: ['called', 'complained'], properties: { upgraded: true, bags: [0, 2.5] } };
  expect(Asked.parse({ filters }).filters).toEqual({
    channel: ['web'],
    kind: ['called', 'complained'],
    properties: { upgraded: ['true'], bags: ['0', '2.5'] },
  });
});

it.each([
  [{ groupBy: ['fortnight'] }, 'groupBy.0'],
  [{ groupBy: ['properties.'] }, 'groupBy.0'],
  [{ groupBy: ['channel', 'kind', 'stage', 'voice', 'day'] }, 'groupBy'],
  [{ interval: 'quarter' }, 'interval'],
  [{ filters: { chanel: 'web' } }, 'filters'],
  [{ filters: { channel: [] } }, 'filters.channel'],
  [{ filters: { voice: 'crew' } }, 'filters.voice.0'],
  [{ weekStart: 'friday' }, 'weekStart'],
  [{ timeZone: 'Europa/Madrid' }, 'timeZone'],
])('refuses %j, and names %s', (question, path) => {
  expect(Asked.safeParse(question).error?.issues[0]?.path.join('.')).toBe(path);
});
