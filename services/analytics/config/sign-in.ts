import { z } from 'zod';

/** The variables of analytics by which people sign in. */
export const SignInConfig = z.object({
  HILO_SESSION_HOURS: z.coerce
    .number()
    .min(1)
    .max(7 * 24)
    .default(12)
    .describe('After how many hours who signed in has to sign in again.'),
  HILO_SESSION_CHECK_SECONDS: z.coerce
    .number()
    .min(1)
    .max(20)
    .default(20)
    .describe(
      'After how many seconds the identity provider is asked again whether who signed in still may, and as what; at most 20, so that it is effective everywhere within 60.',
    ),
});
export type SignInConfig = z.infer<typeof SignInConfig>;
