import { type Examined, type Finding, failed, fine, ProcessConfig, readConfig, reasonIn, warning } from '@hilo/runtime';
import { SignInConfig } from '../config/sign-in.ts';
import { discoverProvider } from './provider.ts';

const Settings = ProcessConfig.pick({ HILO_SESSION_SECRET: true, HILO_DASHBOARD_URL: true }).extend(SignInConfig.shape);

/** Whether people can sign in. Signs nobody in. */
export const examineSigningIn = async ({ environment }: Pick<Examined, 'environment'>): Promise<Finding[]> => {
  const config = readConfig(Settings, environment);
  if (config.HILO_SESSION_SECRET === undefined)
    return [fine('sign-in', 'nobody signs in with a browser: HILO_SESSION_SECRET is not set')];
  const { protocol, hostname, href } = new URL(config.HILO_DASHBOARD_URL);
  const found: Finding[] = [];
  if (protocol === 'http:' && hostname !== 'localhost' && !hostname.startsWith('127.')) {
    const todo = 'end TLS before Hilo, and set HILO_DASHBOARD_URL to https://…';
    found.push(warning('sign-in', `people sign in at ${href}: their sessions go over the network in the clear`, todo));
  }
  const issuer = config.HILO_OIDC_ISSUER;
  if (issuer === undefined)
    return [...found, fine('sign-in', 'only the link of a local start signs in: HILO_OIDC_ISSUER is not set')];
  return [...found, await checkProvider(issuer, config)];
};

const checkProvider = async (issuer: string, config: SignInConfig): Promise<Finding> => {
  try {
    const metadata = (await discoverProvider(config)).found.serverMetadata();
    const offered = metadata.scopes_supported;
    const missing = config.HILO_OIDC_SCOPES.split(/\s+/).filter((scope) => offered && !offered.includes(scope));
    if (missing.length === 0) return fine('sign-in', `people are signed in by ${issuer}`);
    const todo = 'allow them there, or take them out of HILO_OIDC_SCOPES; a refresh token has to be given';
    return warning('sign-in', `${issuer} knows no scope ${missing.join(', ')}`, todo);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const todo = `see whether ${issuer.replace(/\/$/, '')}/.well-known/openid-configuration can be read from here, and names this very issuer`;
    return failed(
      'sign-in',
      `nobody can sign in: what ${issuer} says of itself cannot be read: ${reasonIn(cause)}`,
      todo,
    );
  }
};
