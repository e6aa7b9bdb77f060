import { describe, expect, it } from 'vitest';
import { blockingKeys } from './blocking.ts';
import { candidatePairs } from './candidates.ts';
import { cleanRecord, habitsOf } from './clean.ts';
import type { RawRecord } from './record.ts';

const keysOf = (fields: Record<string, string>): string[] => {
  const raw = { id: '1', fields };
  return blockingKeys(cleanRecord(habitsOf([raw]), raw));
};

const share = (a: Record<string, string>, b: Record<string, string>): boolean => {
  const keys = new Set(keysOf(a));
  return keysOf(b).some((key) => keys.has(key));
};

describe('blocking keys', () => {
  it('bring together names that sound alike, swapped names and nicknames', () => {
    expect(share({ givenName: 'Ana', familyName: 'Vázquez' }, { givenName: 'Ana', familyName: 'Basques' })).toBe(true);
    expect(share({ givenName: 'Rowe', familyName: 'Caleb' }, { givenName: 'Caleb', familyName: 'Rowe' })).toBe(true);
    expect(share({ givenName: 'Paco', familyName: 'Ruiz' }, { givenName: 'Francisco', familyName: 'Ruíz' })).toBe(true);
  });

  it('bring together people with one of two family names', () => {
    expect(share({ givenName: 'Ana', familyName: 'García Pons' }, { givenName: 'A', familyName: 'Pons' })).toBe(true);
  });

  it('have none for placeholders', () => {
    expect(keysOf({ givenName: 'unknown', familyName: '-', phone: '000000000', email: 'none@none.com' })).toEqual([]);
  });

  it('are not followed where too many share them, and it is said how many that are', () => {
    const records: RawRecord[] = Array.from({ length: 400 }, (_, at) => ({
      id: `r${1000 + at}`,
      fields: { city: 'Madrid' },
    }));
    const cleaned = records.map((record) => cleanRecord(habitsOf(records), record));
    const candidates = candidatePairs(cleaned, { comparisonsPerRecord: 10, acrossSources: false });
    expect([...candidates.pairs()]).toEqual([]);
    expect(candidates.capped).toEqual({ keys: 1, largest: 400 });
  });
});
