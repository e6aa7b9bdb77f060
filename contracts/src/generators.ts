import fc from 'fast-check';
import type { Identifier } from './identifier.ts';
import type { Answer, ConsentStatement, Interaction } from './interaction.ts';
import { Channel, Outcome } from './words.ts';

/** A small world of identifiers, so that histories collide: conflicts and shared identifiers are common in it. */
export const identifier = (): fc.Arbitrary<Identifier> =>
  fc.oneof(
    fc.record({ kind: fc.constant('customer_number'), value: fc.constantFrom('C-1', 'C-2', 'C-3', 'C-4') }),
    fc.record({ kind: fc.constant('user_id'), value: fc.constantFrom('u-1', 'u-2', 'u-3', 'u-4') }),
    fc.record({
      kind: fc.constant('email'),
      value: fc.constantFrom('ana@example.org', 'Ana@Example.org ', 'luis@example.org'),
    }),
    fc.record({
      kind: fc.constant('phone'),
      value: fc.constantFrom('+34600000001', '+34 600 000 001', '+34600000002'),
    }),
    fc.record({ kind: fc.constant('device_id'), value: fc.constantFrom('tablet', 'd-1', 'd-2', 'd-3') }),
    fc.record({ kind: fc.constantFrom('twitter', 'reviewer'), value: fc.constantFrom('ana', 'luis') }),
  );

const answer = (): fc.Arbitrary<Answer> =>
  fc.oneof(
    fc.record({
      question: fc.constant('likelihood_to_recommend'),
      scale: fc.constant('nps'),
      value: fc.integer({ min: 0, max: 10 }),
    }),
    fc.record({
      question: fc.constant('satisfaction'),
      scale: fc.constant('csat'),
      value: fc.integer({ min: 1, max: 5 }),
    }),
    fc.record({ question: fc.constant('recommended'), scale: fc.constant('yes_no'), value: fc.boolean() }),
  );

const consent = (): fc.Arbitrary<ConsentStatement> =>
  fc.record(
    {
      purpose: fc.constantFrom('feedback', 'marketing'),
      state: fc.constantFrom('granted', 'withdrawn'),
      channel: fc.constantFrom('email', 'sms', 'call_centre'),
      contactPoint: identifier(),
    },
    { requiredKeys: ['purpose', 'state'] },
  );

const firstDay = Date.UTC(2026, 0, 1);

/** Interactions within one minute of one day, so that ties in time are common. */
export const interaction = (): fc.Arbitrary<Interaction & { id: string }> =>
  fc.record(
    {
      id: fc.integer({ min: 1, max: 1_000_000 }).map((n) => `i-${n}`),
      occurredAt: fc.integer({ min: 0, max: 59 }).map((second) => new Date(firstDay + second * 1000).toISOString()),
      channel: fc.constantFrom(...Channel.options),
      touchpoint: fc.constantFrom('checkout', 'airport.lounge', 'helpline'),
      kind: fc.constantFrom('viewed', 'bought', 'called'),
      identifiers: fc.array(identifier(), { minLength: 1, maxLength: 4 }),
      traits: fc.dictionary(
        fc.constantFrom('givenName', 'city', 'language'),
        fc.constantFrom('Ana', 'Luis', 'es', 'en'),
        {
          noNullPrototype: true,
        },
      ),
      answers: fc.array(answer(), { maxLength: 2 }),
      consents: fc.array(consent(), { maxLength: 2 }),
      alias: fc.boolean(),
      outcome: fc.constantFrom(...Outcome.options),
    },
    { requiredKeys: ['id', 'occurredAt', 'channel', 'touchpoint', 'kind', 'identifiers'] },
  );
