import type { SegmentCondition } from '@hilo/segments';

/** Of every kind of condition one. */
export const exampleCondition: SegmentCondition = {
  type: 'all',
  of: [
    { type: 'trait', path: 'tier', operator: 'in', value: ['gold', 'platinum'] },
    {
      type: 'interactions',
      which: {
        channels: ['call_centre'],
        touchpoints: ['helpline'],
        kinds: ['called'],
        directions: ['inbound'],
        outcomes: ['reached'],
        properties: [{ path: 'reason', operator: 'equals', value: 'luggage' }],
      },
      withinDays: 30,
      count: { atLeast: 2 },
    },
    {
      type: 'any',
      of: [
        { type: 'last-answer', which: { scale: 'nps' }, withinDays: 365, value: { atMost: 6 } },
        { type: 'answers', which: { scale: 'csat' }, value: { atMost: 2 }, count: { atLeast: 1 } },
        { type: 'last-interaction', which: { kinds: ['called'] }, is: { outcomes: ['refused'] } },
      ],
    },
    { type: 'not', of: { type: 'interactions', which: { kinds: ['bought'] }, withinDays: 30, count: { atLeast: 1 } } },
  ],
};
