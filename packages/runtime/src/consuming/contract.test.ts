import { AcceptedInteraction, CustomerRecord, SurveyEvent } from '@hilo/contracts';
import { interaction } from '@hilo/contracts/generators';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkOf } from './contract.ts';

const accepted = interaction().map((posted) => ({ ...posted, source: 'shop', receivedAt: '2026-01-01T00:00:00.000Z' }));

/** The value with something in it that is not what was there. */
const broken = (value: object): fc.Arbitrary<unknown> =>
  fc.tuple(fc.constantFrom(...Object.keys(value)), fc.jsonValue()).map(([key, other]) => ({ ...value, [key]: other }));

it('gives the verdict that zod gives on interactions, good and bad', () => {
  const check = checkOf(AcceptedInteraction);
  fc.assert(fc.property(accepted, (value) => check(value)));
  const verdicts = new Set<boolean>();
  fc.assert(
    fc.property(accepted.chain(broken), (value) => {
      const { success } = AcceptedInteraction.safeParse(value);
      verdicts.add(success);
      expect(check(value)).toBe(success);
    }),
    { numRuns: 2000 },
  );
  expect(verdicts.size).toBe(2);
});

it.each([AcceptedInteraction, CustomerRecord, SurveyEvent])(
  'gives the verdict that zod gives on anything',
  (schema) => {
    const check = checkOf(schema);
    fc.assert(fc.property(fc.jsonValue(), (value) => check(value) === schema.safeParse(value).success));
  },
);
