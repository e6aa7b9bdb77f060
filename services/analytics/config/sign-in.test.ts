import { sessionHoldsMs } from '@hilo/contracts';
import { readConfig } from '@hilo/runtime';
import { expect, it } from 'vitest';
import { checkSignIn, SignInConfig } from './sign-in.ts';

const read = (environment: Record<string, string>) => readConfig(SignInConfig, environment);

it('asks so often that a lost role is effective within a minute, whatever is set', () => {
  expect(sessionHoldsMs).toBeLessThanOrEqual(60_000);
  expect(read({}).HILO_SESSION_CHECK_SECONDS * 1000).toBeLessThan(sessionHoldsMs / 2);
  expect(() => read({ HILO_SESSION_CHECK_SECONDS: '21' })).toThrow(/HILO_SESSION_CHECK_SECONDS: /);
});

it('reads which role a group has, though there are equal signs in its name', () => {
  expect(read({ HILO_OIDC_ROLES: 'desk=agent, cn=heads=admin' }).HILO_OIDC_ROLES).toEqual([
    ['desk', 'agent'],
    ['cn=heads', 'admin'],
  ]);
  expect(() => read({ HILO_OIDC_ROLES: 'desk=agents' })).toThrow(
    /HILO_OIDC_ROLES\.0\.1: Invalid option: expected one of "agent"/,
  );
});

it('gives secrets to an identity provider over https alone, but on this machine', () => {
  expect(() => read({ HILO_OIDC_ISSUER: 'http://login.example.org' })).toThrow(/has to be https/);
  expect(read({ HILO_OIDC_ISSUER: 'http://127.0.0.1:1' }).HILO_OIDC_ISSUER).toBe('http://127.0.0.1:1');
});

it('names each variable that is missing to sign in', () => {
  expect(() => checkSignIn(read({}), { hasSecret: false })).not.toThrow();
  const half = read({ HILO_OIDC_ISSUER: 'https://login.example.org', HILO_OIDC_CLIENT_ID: 'hilo' });
  expect(() => checkSignIn(half, { hasSecret: false })).toThrow(
    /HILO_OIDC_CLIENT_SECRET: is missing.*HILO_SESSION_SECRET: is missing/s,
  );
});
