import { expect } from 'vitest';
import type { IdentifierReading, Normaliser } from '../src/index.ts';
import { readIdentifier, readThoroughly } from '../src/read.ts';

/** What a value says, of which a glance says no more and nothing else than a thorough reading. */
export const read = (normaliser: Normaliser, posted: string, defaultCountry = 'ES'): IdentifierReading => {
  const by = { normaliser, defaultCountry };
  const reading = readIdentifier(posted, by);
  expect(reading).toEqual(readThoroughly(posted, by));
  return reading;
};

export const valuesOf = (normaliser: Normaliser, posted: string, country?: string): readonly string[] =>
  read(normaliser, posted, country).values;

export const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
