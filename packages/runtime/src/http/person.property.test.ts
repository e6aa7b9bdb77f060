import { type ApiKey, Role, Scope } from '@hilo/contracts';
import fc from 'fast-check';
import { it } from 'vitest';
import { createAuthenticator } from './auth.ts';
import { mayDo } from './caller.ts';
import { newApiKey } from './keys.ts';

const { id, key, hash } = newApiKey();
const only = <Value>(values: readonly Value[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });

it('lets a person do what the key may do as well, and never more, whatever the roles', async () => {
  await fc.assert(
    fc.asyncProperty(only(Scope.options), fc.option(only(Role.options)), async (scopes, roles) => {
      const apiKey: ApiKey = {
        id,
        hash,
        source: 'desk',
        scopes: ['people:act', ...scopes],
        createdAt: '2026-01-01T00:00:00Z',
      };
      const authenticate = createAuthenticator({
        rootKey: 'the-key-of-the-operator',
        rootSource: 'local',
        findKey: async () => apiKey,
        now: () => 0,
      });
      const headers = { authorization: `Bearer ${key}` };
      const asKey = await authenticate({ headers }, 'people:act');
      const asPerson = {
        headers: { ...headers, 'hilo-on-behalf-of': 'agent-7', ...(roles && { 'hilo-roles': roles.join(', ') }) },
      };
      for (const scope of Scope.options) {
        const isAllowed = await Promise.resolve()
          .then(() => authenticate(asPerson, scope))
          .then(
            () => true,
            () => false,
          );
        if (isAllowed && !mayDo(asKey, scope)) throw new Error(`the key has not ${scope}, and the person has it`);
        if (roles === null && !isAllowed && mayDo(asKey, scope)) throw new Error(`nobody took ${scope} away`);
      }
    }),
    { numRuns: 500 },
  );
});
