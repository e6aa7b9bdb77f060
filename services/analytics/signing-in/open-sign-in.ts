import { type Resources, sealingFor, sessionCookiesOf } from '@hilo/runtime';
import type { SignInConfig } from '../config/sign-in.ts';
import { type ConfirmSession, openConfirming } from './confirm-sessions.ts';
import { openProvider, type Provider } from './provider.ts';
import type { SignIn } from './sign-in.ts';

/** Where there is a secret for sessions, people may sign in, and whether they still may is asked again and again. */
export const openSignIn = async (resources: Resources, config: SignInConfig): Promise<SignIn | undefined> => {
  const cookies = await sessionCookiesOf(resources)?.();
  const { HILO_SESSION_SECRET: secrets, HILO_DASHBOARD_URL: url, HILO_ID_SECRET: idSecret } = resources.process;
  if (cookies === undefined || secrets === undefined) return undefined;
  const provider = config.HILO_OIDC_ISSUER === undefined ? undefined : openProvider(config, url);
  const sealing = sealingFor(idSecret, 'sessions at the identity provider');
  const confirm = provider && confirmBy(provider, sealing);
  resources.use(openConfirming(resources, { confirm, everySeconds: config.HILO_SESSION_CHECK_SECONDS }));
  return { cookies, url, secrets, hours: config.HILO_SESSION_HOURS, provider, sealing };
};

const confirmBy =
  (provider: Provider, sealing: SignIn['sealing']): ConfirmSession =>
  async ({ id, subject, refreshToken: sealed }) => {
    const refreshToken = sealing.open(id, sealed);
    const found = refreshToken === undefined ? 'ended' : await provider.confirm({ subject, refreshToken });
    return found === 'ended' ? found : { ...found, refreshToken: sealing.seal(id, found.refreshToken) };
  };
