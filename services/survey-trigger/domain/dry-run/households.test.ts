import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openHouseholds } from './households.ts';

const partsOf = (members: readonly { customer: string; places: number[] }[], about: number): string[][] => {
  const households = openHouseholds();
  for (const member of members) households.add(member);
  return households.parts(about);
};

it('keeps together who has a contact point in common, through whomever; and parts all others', () => {
  const members = [
    { customer: 'ana', places: [1] },
    { customer: 'luis', places: [2, 3] },
    { customer: 'eva', places: [1, 2] },
    { customer: 'teo', places: [9] },
    { customer: 'sol', places: [] },
  ];
  expect(partsOf(members, 1)).toEqual([['ana', 'luis', 'eva'], ['teo'], ['sol']]);
  expect(partsOf(members, 2)).toEqual([
    ['ana', 'luis', 'eva'],
    ['teo', 'sol'],
  ]);
  expect(partsOf([], 10)).toEqual([]);
});

it('puts everybody into one part alone, and nobody into another than somebody with the same contact point', () => {
  const member = fc.record({
    customer: fc.integer({ max: 30, min: 1 }).map(String),
    places: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(member), fc.integer({ min: 1, max: 10 }), (members, about) => {
      const parts = partsOf(members, about);
      expect(parts.flat().toSorted()).toEqual([...new Set(members.map(({ customer }) => customer))].toSorted());
      const partOf = new Map(parts.flatMap((part, at) => part.map((customer): [string, number] => [customer, at])));
      for (const one of members)
        for (const other of members)
          if (one.places.some((place) => other.places.includes(place)))
            expect(partOf.get(one.customer)).toBe(partOf.get(other.customer));
      for (const part of parts.slice(0, -1)) expect(part.length).toBeGreaterThanOrEqual(about);
    }),
  );
});
