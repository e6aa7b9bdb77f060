import { z } from 'zod';
import { openObject } from './open.ts';
import { Person } from './person.ts';
import { OpenServiceName, SubjectId, Timestamp } from './words.ts';

/** Somebody has read at another service what is kept of a person there. */
export const PersonRead = openObject({
  at: Timestamp,
  service: OpenServiceName.describe('Where it was read.'),
  key: z.string().describe('The id of the API key.'),
  source: z.string().describe('The source that the key belongs to.'),
  person: Person.optional().describe('For whom the key acted.'),
  purpose: z.string().describe('What for, in the words of who read it.'),
  route: z.string(),
  subject: SubjectId.describe('Of whom.'),
}).describe('Somebody has read what a service keeps of a person.');
export type PersonRead = z.infer<typeof PersonRead>;
