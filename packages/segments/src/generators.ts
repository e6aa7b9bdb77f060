import fc from 'fast-check';
import { SegmentCondition } from './condition.ts';
import type { AnswerFact, CustomerFacts, InteractionFact } from './facts.ts';

const dayMs = 86_400_000;
const channels = ['web', 'app', 'call_centre'] as const;
const touchpoints = ['checkout', 'helpline', 'gate'];
const kinds = ['viewed', 'bought', 'called'];
const outcomes = ['reached', 'refused'] as const;
const directions = ['inbound', 'outbound'] as const;
const scales = ['nps', 'csat', 'yes_no'] as const;

/** What stands in JSON at a place that a condition names: of each kind, and such as other kinds look like. */
const jsonValue = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constantFrom('gold', 'golden', 'Go', '5', '', '2026-03-01', '2026-03-01T00:00:00+01:00', '2026-02-30', 'ñ'),
    fc.constantFrom(5, 5.5, 0, -1, 1e21, true, false, null),
    fc.constantFrom(['gold', 5], [[5]], [{ tier: 'gold' }], [], {}, { tier: 5 }, { 0: 'gold' }, { '*': 'gold' }),
  );
const path = (name: string): fc.Arbitrary<string> =>
  fc.constantFrom(name, `${name}.tier`, `${name}.*`, `${name}.0`, `${name}.*.tier`, `${name}.00`, `${name}.\\*`);

const comparison = (): fc.Arbitrary<object> =>
  fc.oneof(
    fc.record({
      operator: fc.constantFrom('equals', 'not-equals', 'contains', 'not-contains', 'starts-with'),
      value: fc.constantFrom('gold', 'go', '5', 5, true, '%', '_'),
    }),
    fc.record({ operator: fc.constantFrom('in', 'not-in'), value: fc.constant(['gold', 5, false]) }),
    fc.record({
      operator: fc.constantFrom('greater', 'at-least', 'less', 'at-most'),
      value: fc.constantFrom(5, 0, '2026-03-01', '2026-02-28T23:00:00Z', '2026-02-28T23:00:00.0004Z'),
    }),
    fc.record({ operator: fc.constant('exists'), value: fc.boolean() }),
  );

const some = <Value>(values: readonly Value[]): fc.Arbitrary<Value[]> =>
  fc.subarray([...values], { minLength: 1, maxLength: 2 });

/** With so many of the fields at the most: with all of them, a condition hardly ever holds. */
const withFew = (fields: fc.Arbitrary<object>, required: readonly string[]): fc.Arbitrary<object> =>
  fc.tuple(fields, fc.uniqueArray(fc.nat(5), { maxLength: 2 })).map(([all, kept]) => {
    const entries = Object.entries(all);
    return Object.fromEntries(entries.filter(([name], place) => required.includes(name) || kept.includes(place)));
  });

const interactionPick = () =>
  withFew(
    fc.record({
      channels: some(channels),
      touchpoints: some(touchpoints),
      kinds: some(kinds),
      directions: some(directions),
      outcomes: some(outcomes),
      properties: fc.array(
        fc.tuple(path('cabin'), comparison()).map(([at, one]) => ({ path: at, ...one })),
        { minLength: 1, maxLength: 2 },
      ),
    }),
    [],
  );
const answerPick = () =>
  withFew(fc.record({ scale: fc.constantFrom(...scales), channels: some(channels), touchpoints: some(touchpoints) }), [
    'scale',
  ]);

const range = (least: number, most: number) =>
  fc.oneof(
    fc.record({ atLeast: fc.integer({ min: least, max: most }) }),
    fc.record({ atMost: fc.integer({ min: least, max: most }) }),
    fc
      .tuple(fc.integer({ min: least, max: most }), fc.integer({ min: 0, max: 2 }))
      .map(([atLeast, more]) => ({ atLeast, atMost: atLeast + more })),
  );
const within = { withinDays: fc.constantFrom(1, 7, 30) };
const optional = { noNullPrototype: true } as const;

const leaf = (): fc.Arbitrary<object> =>
  fc.oneof(
    fc.tuple(path('tier'), comparison()).map(([at, one]) => ({ type: 'trait', path: at, ...one })),
    fc.record(
      { type: fc.constant('interactions'), which: interactionPick(), ...within, count: range(0, 4) },
      { requiredKeys: ['type', 'which', 'count'], ...optional },
    ),
    fc.record(
      { type: fc.constant('last-interaction'), which: interactionPick(), ...within, is: interactionPick() },
      { requiredKeys: ['type', 'which', 'is'], ...optional },
    ),
    fc.record(
      { type: fc.constant('answers'), which: answerPick(), value: range(0, 10), ...within, count: range(0, 3) },
      { requiredKeys: ['type', 'which', 'count'], ...optional },
    ),
    fc.record(
      { type: fc.constant('last-answer'), which: answerPick(), ...within, value: range(0, 10) },
      { requiredKeys: ['type', 'which', 'value'], ...optional },
    ),
  );

const shape = (depth: number): fc.Arbitrary<object> =>
  depth === 0
    ? leaf()
    : fc.oneof(
        { weight: 3, arbitrary: leaf() },
        {
          weight: 2,
          arbitrary: fc.record({
            type: fc.constantFrom('all', 'any'),
            of: fc.array(shape(depth - 1), { minLength: 1, maxLength: 3 }),
          }),
        },
        { weight: 1, arbitrary: fc.record({ type: fc.constant('not'), of: shape(depth - 1) }) },
      );

/** Conditions of every kind, over a small world in which they often hold. */
export const someCondition = (): fc.Arbitrary<SegmentCondition> =>
  shape(2).map((written) => SegmentCondition.parse(written));

const instants = (now: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.constantFrom(0, 1, 7, 30).map((days) => now - days * dayMs),
    fc.constantFrom(1, 7, 30).map((days) => now - days * dayMs - 1),
    fc.integer({ min: 0, max: 40 }).map((days) => now - days * dayMs + 7),
  );

const interactionFact = (now: number): fc.Arbitrary<InteractionFact> =>
  fc.record(
    {
      at: instants(now),
      channel: fc.constantFrom(...channels),
      touchpoint: fc.constantFrom(...touchpoints),
      kind: fc.constantFrom(...kinds),
      direction: fc.constantFrom(...directions),
      outcome: fc.constantFrom(...outcomes),
      properties: fc.record({ cabin: jsonValue() }, { requiredKeys: [], noNullPrototype: true }),
    },
    { requiredKeys: ['at', 'channel', 'touchpoint', 'kind'], noNullPrototype: true },
  );

const answerFact = (now: number): fc.Arbitrary<AnswerFact> =>
  fc
    .oneof(
      fc.record({ scale: fc.constant('nps'), value: fc.integer({ min: 0, max: 10 }) }),
      fc.record({ scale: fc.constant('csat'), value: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ scale: fc.constant('yes_no'), value: fc.integer({ min: 0, max: 1 }) }),
    )
    .chain((given) =>
      fc.record({
        at: instants(now),
        scale: fc.constant(given.scale),
        value: fc.constant(given.value),
        channel: fc.constantFrom(...channels),
        touchpoint: fc.constantFrom(...touchpoints),
      }),
    );

const trait = (): fc.Arbitrary<unknown> => {
  const told = fc.record({
    value: jsonValue(),
    source: fc.constant('shop'),
    interaction: fc.constant('i-1'),
    at: fc.constant('2026-01-01T00:00:00.000Z'),
  });
  return fc.oneof(told, fc.array(told, { maxLength: 2 }));
};

/** What may be known of a customer at that instant, in order. */
export const someFacts = (now: number): fc.Arbitrary<CustomerFacts> =>
  fc.record({
    traits: fc.record({ tier: trait(), city: trait() }, { requiredKeys: [], noNullPrototype: true }),
    interactions: fc.array(interactionFact(now), { maxLength: 6 }).map(inOrder),
    answers: fc.array(answerFact(now), { maxLength: 4 }).map(inOrder),
  });

const inOrder = <Fact extends { at: number }>(facts: readonly Fact[]): Fact[] =>
  facts.toSorted((one, other) => one.at - other.at);
