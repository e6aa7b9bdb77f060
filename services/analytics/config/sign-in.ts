import { Role } from '@hilo/contracts';
import { ConfigError } from '@hilo/runtime';
import { z } from 'zod';

const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127\..*|\[::1\])$/.test(hostname);

/** `group=role` with commas between; a group may have several. */
const RolesOfGroups = z
  .string()
  .prefault('')
  .transform((list) => list.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim().split(/=(?=[^=]*$)/)])))
  .pipe(
    z.array(z.tuple([z.string().min(1), Role]), {
      error: `is no list such as hilo-agents=agent,hilo-admins=admin; roles are ${Role.options.join(', ')}`,
    }),
  );

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
  HILO_OIDC_ISSUER: z
    .url({
      protocol: /^https?$/,
      error: 'is not the address of an issuer, such as https://login.example.org/realms/staff',
    })
    .refine((text) => URL.canParse(text) && (text.startsWith('https:') || isLoopback(new URL(text))), {
      error: 'has to be https, since secrets go there; http only on this machine',
    })
    .optional()
    .describe(
      'The identity provider (OpenID Connect) by which people sign in, as it names itself: `https://login.example.org/realms/staff`. It sends them back to HILO_DASHBOARD_URL`/auth/callback`.',
    ),
  HILO_OIDC_CLIENT_ID: z.string().optional().describe('As what Hilo is known to the identity provider.'),
  HILO_OIDC_CLIENT_SECRET: z.string().optional().describe('The secret of that client.'),
  HILO_OIDC_SCOPES: z
    .string()
    .default('openid profile offline_access')
    .describe(
      'What the identity provider is asked for. It has to give a refresh token; where it does without `offline_access`, as Keycloak does, leave that out: then who is signed out there is signed out here.',
    ),
  HILO_OIDC_ROLES_CLAIM: z
    .string()
    .default('groups')
    .describe(
      'Where the identity provider says in which groups or roles somebody is: the name of a claim, or a path such as `realm_access.roles`.',
    ),
  HILO_OIDC_ROLES: RolesOfGroups.describe(
    `Which role whoever is in a group has, with commas between: \`hilo-agents=agent,hilo-admins=admin\`. Without it, the groups that are called as roles are: ${Role.options.join(', ')}.`,
  ),
});
export type SignInConfig = z.infer<typeof SignInConfig>;

/** Throws `ConfigError` where people are to sign in, and something for that is missing. */
export const checkSignIn = (config: SignInConfig, { hasSecret }: { hasSecret: boolean }): void => {
  const { HILO_OIDC_ISSUER, HILO_OIDC_CLIENT_ID, HILO_OIDC_CLIENT_SECRET } = config;
  const given = { HILO_OIDC_ISSUER, HILO_OIDC_CLIENT_ID, HILO_OIDC_CLIENT_SECRET };
  const missing = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length === Object.keys(given).length) return;
  const all = [...missing, ...(hasSecret ? [] : ['HILO_SESSION_SECRET'])];
  if (all.length > 0)
    throw new ConfigError(...all.map((name) => `${name}: is missing, without which nobody signs in by OIDC`));
};
