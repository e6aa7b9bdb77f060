import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanRecord, habitsOf } from '../clean.ts';
import { calm, madeUpPeople } from '../made-up/people.ts';
import type { LinkageRecord } from '../record.ts';
import { comparisonsWith } from './all.ts';
import { cellOf, gradesOf } from './comparison.ts';

const clean = (fields: Record<string, string>): LinkageRecord => {
  const raw = { id: '1', fields };
  return cleanRecord(habitsOf([raw]), raw);
};

const told = (a: Record<string, string>, b: Record<string, string>): string[] => {
  const [x, y] = [clean(a), clean(b)];
  return comparisonsWith([]).flatMap(({ parts, grade }) =>
    grade(x, y).flatMap((grade, at) => (grade < 0 ? [] : [`${parts[at]?.name} ${parts[at]?.grades[grade]}`])),
  );
};

describe('comparisons', () => {
  it.each([
    [
      { givenName: 'Robert', familyName: 'Allen' },
      { givenName: 'Bob', familyName: 'Alen' },
      'given nickname',
      'family near',
    ],
    [
      { givenName: 'José', familyName: 'Pérez' },
      { givenName: 'Jose', familyName: 'Pérez Gil' },
      'given same',
      'family shared',
    ],
    [
      { givenName: 'Hall', familyName: 'Isla' },
      { givenName: 'Isla', familyName: 'Hall' },
      'given same',
      'order swapped',
    ],
    [
      { givenName: 'M', familyName: 'Pons' },
      { givenName: 'María', familyName: 'Pons' },
      'given initial',
      'family same',
    ],
    [{ fullName: 'Ana Gil Ruiz' }, { givenName: 'Ana', familyName: 'Gil' }, 'words contained', 'words contained'],
    [
      { birthDate: '1970-03-05' },
      { birthDate: '1970-05-03' },
      'day day and month swapped',
      'day day and month swapped',
    ],
    [{ birthDate: '1970' }, { birthDate: '1970-05-03' }, 'year same', 'year same'],
  ])('tell %j from %j', (a, b, one, other) => {
    expect(told(a, b)).toEqual(expect.arrayContaining([one, other]));
  });

  it('do not count an address twice that only says the name again', () => {
    const [a, b] = [
      { givenName: 'María', familyName: 'García', email: 'maria.garcia@gmail.com' },
      { givenName: 'María', familyName: 'García', email: 'maria.garcia@hotmail.com' },
    ];
    expect(told(a, b)).toEqual(['given same', 'family same', 'order straight']);
  });

  it('are the same in both directions, for any two records', () => {
    const { records } = madeUpPeople({
      ...calm,
      entities: 150,
      typo: 0.3,
      swappedNames: 0.2,
      fields: [...calm.fields, 'gender', 'occupation'],
    });
    const habits = habitsOf(records);
    const any = fc.constantFrom(...records.map((record) => cleanRecord(habits, record)));
    fc.assert(
      fc.property(any, any, (a, b) => {
        for (const { grade, agreed, parts } of comparisonsWith(['occupation'])) {
          const grades = grade(a, b);
          expect(grade(b, a)).toEqual(grades);
          expect(new Set(agreed(b, a, grades).map(({ value }) => value))).toEqual(
            new Set(agreed(a, b, grades).map(({ value }) => value)),
          );
          expect(gradesOf(parts, cellOf(parts, grades))).toEqual(grades);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
