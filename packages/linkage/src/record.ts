import { z } from 'zod';
import { Day } from './dates.ts';

/** The fields that Hilo knows how to clean and compare. Any other name gets a general comparison. */
export const knownFields = [
  'givenName',
  'familyName',
  'fullName',
  'birthDate',
  'email',
  'phone',
  'nationalId',
  'street',
  'streetNumber',
  'addressLine2',
  'city',
  'postcode',
  'region',
  'country',
  'gender',
] as const;

/** A person as some system wrote it down: field names to values as text. `source` tells two linked files apart. */
export type RawRecord = { id: string; source?: string; fields: Readonly<Record<string, string>> };

const Email = z.object({ whole: z.string(), local: z.string() });
export type Email = z.infer<typeof Email>;

const Words = z.array(z.string()).readonly();

/** What can be compared of a person. What is missing, or says nothing of who it is, is not there. */
export const LinkageRecord = z.object({
  id: z.string(),
  source: z.string(),
  given: Words,
  family: Words,
  full: Words.describe('The words of a name that came in one field.'),
  birth: Day.optional(),
  email: Email.optional(),
  phone: z.string().optional(),
  nationalId: z.string().optional(),
  street: z.string().optional(),
  streetNumber: z.string().optional(),
  addressLine2: z.string().optional(),
  city: z.string().optional(),
  postcode: z.string().optional(),
  region: z.string().optional(),
  country: z.string().optional(),
  gender: z.string().optional(),
  others: z.record(z.string(), z.string()),
});
export type LinkageRecord = z.infer<typeof LinkageRecord>;
