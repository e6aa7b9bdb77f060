import type { ApiKey, Scope } from '@hilo/contracts';
import { expect, it } from 'vitest';
import { createAuthenticator } from './auth.ts';
import { type Caller, doneBy } from './caller.ts';
import { newApiKey } from './keys.ts';

const root = 'the-key-of-the-operator';
const made = newApiKey();

/** Who a request with these headers comes from, by a key with these scopes; of the operator, if none are given. */
const callerBy = async (
  headers: Record<string, string>,
  scopes?: ApiKey['scopes'],
  needed: Scope = 'customers:read',
): Promise<Caller> => {
  const authenticate = createAuthenticator({
    rootKey: root,
    rootSource: 'local',
    findKey: async () => ({
      ...made,
      source: 'desk',
      scopes: scopes ?? [],
      createdAt: '2026-01-01T00:00:00Z',
      rateLimit: 7,
    }),
    now: () => 0,
  });
  const authorization = `Bearer ${scopes === undefined ? root : made.key}`;
  const ask = async () => authenticate({ headers: { authorization, ...headers } }, needed);
  // Who is known is let in by another way than who is not yet.
  const first = await ask();
  expect(await ask()).toEqual(first);
  return first;
};

it('knows the person for whom a key acts, with the roles that were said', async () => {
  const headers = { 'hilo-on-behalf-of': 'agent-7', 'hilo-roles': 'agent,steward , agent' };
  const caller = await callerBy(headers, ['people:act', 'customers:read', 'keys:write']);
  expect(doneBy(caller)).toEqual({
    key: made.id,
    source: 'desk',
    person: { subject: 'agent-7', roles: ['agent', 'steward'] },
  });
  expect(caller).toMatchObject({ kind: 'person', rateLimit: 7, scopes: new Set(['customers:read']) });
});

it('knows a key by itself where it acts for nobody', async () => {
  expect(doneBy(await callerBy({}, ['customers:read']))).toEqual({ key: made.id, source: 'desk' });
});

it('gives the operator’s key the scopes of the role, and without a role all of them', async () => {
  const forAgent = { 'hilo-on-behalf-of': 'agent-7', 'hilo-roles': 'agent' };
  await expect(callerBy(forAgent, undefined, 'erasures:write')).rejects.toMatchObject({
    status: 403,
    message: 'agent-7, in these roles and by this key, has not the scope erasures:write.',
  });
  expect(await callerBy({ 'hilo-on-behalf-of': 'agent-7' }, undefined, 'erasures:write')).toMatchObject({
    kind: 'person',
  });
});

it('acts for nobody without the scope for that, since it would be noted in another’s name', async () => {
  await expect(callerBy({ 'hilo-on-behalf-of': 'agent-7' }, ['customers:read'])).rejects.toMatchObject({
    status: 403,
    message: 'This key has not the scope people:act, without which it acts for nobody.',
  });
});

it.each([
  ['a name', { 'hilo-on-behalf-of': 'Ana García' }, 'Hilo-On-Behalf-Of'],
  ['an e-mail address', { 'hilo-on-behalf-of': 'ana@example.org' }, 'Hilo-On-Behalf-Of'],
  ['nothing', { 'hilo-on-behalf-of': '' }, 'Hilo-On-Behalf-Of'],
  ['two at once', { 'hilo-on-behalf-of': 'agent-7, agent-8' }, 'Hilo-On-Behalf-Of'],
  ['more than fits', { 'hilo-on-behalf-of': 'a'.repeat(129) }, 'Hilo-On-Behalf-Of'],
  ['a role that nobody knows', { 'hilo-on-behalf-of': 'agent-7', 'hilo-roles': 'agents' }, 'Hilo-Roles'],
  ['an empty role', { 'hilo-on-behalf-of': 'agent-7', 'hilo-roles': '' }, 'Hilo-Roles'],
  ['a role of nobody', { 'hilo-roles': 'agent' }, 'Hilo-Roles'],
])('refuses %s in these headers, and says which one', async (_what, headers, header) => {
  await expect(callerBy(headers)).rejects.toMatchObject({ status: 400, errors: [{ path: [header] }] });
});
