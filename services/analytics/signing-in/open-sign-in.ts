import { type Resources, sessionCookiesOf } from '@hilo/runtime';
import type { SignInConfig } from '../config/sign-in.ts';
import { openConfirming } from './confirm-sessions.ts';
import type { SignIn } from './sign-in.ts';

/** Where there is a secret for sessions, people may sign in, and whether they still may is asked again and again. */
export const openSignIn = async (resources: Resources, config: SignInConfig): Promise<SignIn | undefined> => {
  const cookies = await sessionCookiesOf(resources)?.();
  const { HILO_SESSION_SECRET: secrets, HILO_DASHBOARD_URL: url } = resources.process;
  if (cookies === undefined || secrets === undefined) return undefined;
  resources.use(openConfirming(resources, { confirm: undefined, everySeconds: config.HILO_SESSION_CHECK_SECONDS }));
  return { cookies, url, secrets, hours: config.HILO_SESSION_HOURS };
};
