import { z } from 'zod';
import { openObject } from './open.ts';

/** Whom a key acts for, as the directory of the company knows the person: no name and no address, which would stay in every audit. */
export const PersonSubject = z
  .string()
  .regex(/^[\w.:|/+=-]{1,128}$/, 'is an id of up to 128 letters, digits and _ . : | / + = -, and no name or address')
  .describe('The id of a person in the directory of the company: no name and no address.');

/** A person for whom a key acted. */
export const Person = openObject({
  subject: PersonSubject.optional().describe(
    'The id of the person in the directory of the company; absent for who may not know.',
  ),
  roles: z.array(z.string()).describe('As what the person acted, in words such as agent; none, if it was not said.'),
});

export type Person = z.infer<typeof Person>;
