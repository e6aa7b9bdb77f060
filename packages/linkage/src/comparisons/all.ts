import { address } from './address.ts';
import { birthDate } from './birth-date.ts';
import type { Comparison } from './comparison.ts';
import { general } from './general.ts';
import { email, nationalId, phone } from './identifiers.ts';
import { name } from './name.ts';

/** Everything that is compared of two records, for these fields beyond those that Hilo knows. */
export const comparisonsWith = (others: readonly string[]): readonly Comparison[] => [
  name,
  birthDate,
  address,
  email,
  phone,
  nationalId,
  ...others.map(general),
];
