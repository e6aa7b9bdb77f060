import type { Day } from './dates.ts';

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

export type Email = { whole: string; local: string };

/** What can be compared of a person. What is missing, or says nothing of who it is, is not there. */
export type LinkageRecord = {
  id: string;
  source: string;
  given: readonly string[];
  family: readonly string[];
  /** The words of a name that came in one field. */
  full: readonly string[];
  birth?: Day | undefined;
  email?: Email | undefined;
  phone?: string | undefined;
  nationalId?: string | undefined;
  street?: string | undefined;
  streetNumber?: string | undefined;
  addressLine2?: string | undefined;
  city?: string | undefined;
  postcode?: string | undefined;
  region?: string | undefined;
  country?: string | undefined;
  gender?: string | undefined;
  others: Readonly<Record<string, string>>;
};
