import { z } from 'zod';
import { Person } from './person.ts';
import { ServiceName, SubjectId, Timestamp } from './words.ts';

/** Somebody has read at another service what is kept of a person there. */
export const PersonRead = z
  .object({
    at: Timestamp,
    service: ServiceName.describe('Where it was read.'),
    key: z.string().describe('The id of the API key.'),
    source: z.string().describe('The source that the key belongs to.'),
    person: Person.optional().describe('For whom the key acted.'),
    purpose: z.string().describe('What for, in the words of who read it.'),
    route: z.string(),
    subject: SubjectId.describe('Of whom.'),
  })
  .describe('Somebody has read what a service keeps of a person.');
export type PersonRead = z.infer<typeof PersonRead>;
