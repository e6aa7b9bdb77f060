import { z } from 'zod';
import { openObject } from './open.ts';

/** Something that was accepted, but is not used as it was posted. */
export const Note = openObject({
  path: z.string().describe('Where in what was posted, such as identifiers[0].value.'),
  reason: z
    .string()
    .regex(/^[a-z]+(-[a-z]+)*$/)
    .describe('A word for a program: placeholder, no-phone-number, digits-kept-as-text …'),
  message: z.string().describe('The same for people, with what to do.'),
}).describe('Something that was accepted, but is not used as it was posted.');
export type Note = z.infer<typeof Note>;
