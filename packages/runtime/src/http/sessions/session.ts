import { PersonSubject, Role } from '@hilo/contracts';
import { z } from 'zod';

/** A session as the cookie has it, sealed: who signed in, as what, how, and from when until when, in milliseconds. */
export const Session = z.object({
  id: z.string(),
  subject: PersonSubject,
  name: z.string().max(200).optional(),
  roles: z.array(Role),
  signedInBy: z.enum(['oidc', 'local']),
  since: z.int(),
  until: z.int(),
});
export type Session = z.infer<typeof Session>;
