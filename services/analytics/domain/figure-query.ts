import type { SegmentCondition } from '@hilo/segments';
import type { Range } from './buckets.ts';
import type { Dimension, Filters, weekStarts } from './question.ts';
import { exampleCondition } from './segment-example.ts';

/** A question as it is put to the tables: when, of what, and by what it is grouped. */
export type FigureQuery = {
  range: Range;
  /** The range that it is compared with, which ends where the other begins. */
  before: Range | undefined;
  dimensions: readonly Dimension[];
  filters: Filters;
  timeZone: string;
  weekStart: (typeof weekStarts)[number];
  /** Whether days are counted already in this time zone. */
  isRolled: boolean;
  /** The conditions of the segments that it names, and when they are judged, in milliseconds since the epoch. */
  segments: Readonly<Record<string, SegmentCondition>>;
  now: number;
};

/** Which groups: those after this one, and so many at the most. */
export type GroupPage = { after: readonly string[] | undefined; limit: number };

/** How many days before Monday a week begins. */
export const daysBeforeMonday: Readonly<Record<(typeof weekStarts)[number], number>> = {
  monday: 0,
  sunday: 1,
  saturday: 2,
};

/** An asking without any condition, and one with all of them: the shapes in which a statement is tried. */
export const plainAsking: FigureQuery = {
  range: { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
  before: undefined,
  dimensions: [],
  filters: {},
  timeZone: 'UTC',
  weekStart: 'monday',
  isRolled: false,
  segments: {},
  now: 0,
};
const some = ['a', 'b'];
export const fullAsking: FigureQuery = {
  ...plainAsking,
  before: { from: '2025-12-01T00:00:00Z', to: '2026-01-01T00:00:00Z' },
  dimensions: [
    ...(['channel', 'touchpoint', 'kind', 'direction', 'actor', 'voice', 'outcome', 'source'] as const),
    ...([
      'journey',
      'stage',
      'programme',
      'sentiment',
      'topic',
      'card',
      'role',
      'hour',
      'day',
      'week',
      'month',
    ] as const),
  ]
    .map((name): Dimension => ({ name, by: name }))
    .concat([
      { name: 'properties.airline', by: 'property', of: 'airline' },
      { name: 'traits.tier', by: 'trait', of: 'tier' },
      { name: 'segment.gold', by: 'segment', of: 'gold' },
    ]),
  filters: {
    channel: some,
    touchpoint: some,
    kind: some,
    direction: ['inbound', '(none)'],
    actor: some,
    voice: ['customer'],
    outcome: some,
    source: some,
    journey: some,
    stage: some,
    programme: some,
    sentiment: some,
    topic: ['delay', '(none)'],
    card: some,
    role: some,
    properties: { airline: some },
    traits: { tier: some },
    segment: 'gold',
  },
  segments: { gold: exampleCondition },
};
/** One that rollups can answer but for its ends. */
export const rolledAsking: FigureQuery = {
  ...plainAsking,
  isRolled: true,
  range: { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T10:00:00.000Z' },
  before: { from: '2025-11-30T14:00:00.000Z', to: '2026-01-01T00:00:00.000Z' },
  dimensions: (['channel', 'touchpoint', 'kind', 'actor', 'voice', 'day', 'week', 'month'] as const).map((name) => ({
    name,
    by: name,
  })),
  filters: { channel: some, touchpoint: some, kind: some, actor: ['(none)'], voice: ['customer'] },
};
