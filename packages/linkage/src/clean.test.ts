import { describe, expect, it } from 'vitest';
import { cleanRecord, habitsOf } from './clean.ts';

const clean = (fields: Record<string, string>) => {
  const raw = { id: '1', fields };
  return cleanRecord(habitsOf([raw]), raw);
};

describe('cleaning a record', () => {
  it('drops titles, particles and accents, and writes abbreviations out', () => {
    expect(clean({ givenName: 'D. Fco. José', familyName: 'de la Peña Mtnez.' })).toMatchObject({
      given: ['francisco', 'jose'],
      family: ['pena', 'martinez'],
    });
    expect(clean({ givenName: 'Dr Seán', familyName: "O'Brien Jr" })).toMatchObject({
      given: ['sean'],
      family: ['obrien'],
    });
  });

  it('reads a name in one field, and knows that a family name stands before a comma', () => {
    expect(clean({ fullName: 'García López, Ana' })).toMatchObject({
      given: ['ana'],
      family: ['garcia', 'lopez'],
      full: [],
    });
    expect(clean({ fullName: 'Ana García López' })).toMatchObject({ full: ['ana', 'garcia', 'lopez'] });
  });

  it('keeps nothing of a value that says nothing', () => {
    const empty = clean({
      givenName: 'Desconocido',
      email: 'noemail@x.es',
      phone: '600000000',
      city: 'N/A',
      nationalId: '0000',
    });
    expect(empty).toMatchObject({
      given: [],
      email: undefined,
      phone: undefined,
      city: undefined,
      nationalId: undefined,
    });
  });

  it('leaves the prefix of the country out of a number, and finds the number in a street', () => {
    expect(clean({ phone: '+34 600-123-456', street: 'C/ Mayor, 12', country: 'España' })).toMatchObject({
      phone: '600123456',
      street: 'mayor',
      streetNumber: '12',
    });
  });

  it('keeps fields that it does not know, for a general comparison', () => {
    expect(clean({ occupation: 'Shoe-maker' }).others).toEqual({ occupation: 'shoe maker' });
  });
});
