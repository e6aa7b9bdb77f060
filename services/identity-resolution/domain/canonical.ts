import type { z } from 'zod';
import { compare } from './fact.ts';

type Json = z.core.util.JSONType;

/** The same value with the names in it in one order, whatever order they were posted in: records are compared byte for byte. */
export const canonical = (value: Json): Json => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(canonical);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [two]) => compare(one, two))
      .map(([name, inner]) => [name, canonical(inner)]),
  );
};
