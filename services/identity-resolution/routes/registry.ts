import { DecidedBy, Problem, Timestamp } from '@hilo/contracts';
import { allow, callerOf, doneBy, HttpProblem, problems, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Registry } from '../domain/registry.ts';
import { cancelApplying } from '../registry/apply-registry.ts';
import { proposeRegistry } from '../registry/propose-registry.ts';
import { listRegistries, RegistryState, type StoredRegistry } from '../store/registry/registries.ts';
import { type Route, tags } from './context.ts';

const Version = z.object({
  version: z.int(),
  state: RegistryState,
  by: DecidedBy,
  cancelledBy: DecidedBy.optional(),
  proposedAt: Timestamp,
  inForceAt: Timestamp.optional(),
  share: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('How much of the evidence is resolved anew, while it is applied.'),
});

const InForce = z.object({
  ...Registry.shape,
  applying: Version.optional().describe('The version that is being applied.'),
});

export const registryRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/identity/registry',
    {
      onRequest: allow(authenticate, 'customers:read'),
      schema: { summary: 'The rules in force', tags, response: { 200: InForce, ...problems } },
    },
    async () => readAll(pool),
  );

export const proposeRegistryRoute: Route = (app, { pool, authenticate, now }) =>
  app.put(
    '/v1/identity/registry',
    {
      onRequest: allow(authenticate, 'identity:write'),
      schema: {
        summary: 'Change the rules',
        description:
          'Answered when it is noted. Everything is resolved anew beside what is in force, while interactions come; then ' +
          'the new rules come into force at once, and what differs is published. What they would do: POST /v1/identity/dry-runs.',
        tags,
        body: Registry,
        response: { 202: InForce, ...problems, 409: Problem },
      },
    },
    async (request, reply) => {
      const by = JSON.stringify(doneBy(callerOf(request)));
      await transaction(pool, (tx) => proposeRegistry(tx, request.body, { by, now: now() }));
      reply.status(202);
      return readAll(pool);
    },
  );

export const cancelRegistryRoute: Route = (app, { pool, authenticate }) =>
  app.delete(
    '/v1/identity/registry/versions/:version',
    {
      onRequest: allow(authenticate, 'identity:write'),
      schema: {
        summary: 'Stop applying a version',
        description:
          'It never comes into force, and nothing has changed. Of one that is in force, only another makes an end.',
        tags,
        params: z.object({ version: z.coerce.number().int().min(1) }),
        response: { 200: InForce, ...problems, 404: Problem },
      },
    },
    async (request) => {
      const { version } = request.params;
      if (!(await cancelApplying(pool, version, JSON.stringify(doneBy(callerOf(request))))))
        throw new HttpProblem(404, 'Not found', `Version ${version} is not being applied.`);
      return readAll(pool);
    },
  );

export const listRegistriesRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/identity/registry/versions',
    {
      onRequest: allow(authenticate, 'customers:read'),
      schema: {
        summary: 'Every version of the rules, the latest first',
        tags,
        response: {
          200: z.object({ versions: z.array(z.object({ ...Version.shape, registry: Registry })) }),
          ...problems,
        },
      },
    },
    async () => {
      const all = await listRegistries(pool);
      return {
        versions: all.map((one) => ({ ...versionOf(one), registry: Registry.parse(JSON.parse(one.content)) })),
      };
    },
  );

/** The rules: the registry of identifier kinds, its versions, and how to change it. */
export const registryRoutes: readonly Route[] = [
  registryRoute,
  proposeRegistryRoute,
  cancelRegistryRoute,
  listRegistriesRoute,
];

const readAll = async (pool: Pool): Promise<z.infer<typeof InForce>> => {
  const all = await listRegistries(pool);
  const inForce = all.find(({ state }) => state === 'in-force');
  const applying = all.find(({ state }) => state === 'being-applied');
  const registry = Registry.parse(JSON.parse(inForce?.content ?? ''));
  return { ...registry, ...(applying && { applying: versionOf(applying) }) };
};

const versionOf = (one: StoredRegistry): z.infer<typeof Version> => ({
  version: one.version,
  state: one.state,
  by: DecidedBy.parse(JSON.parse(one.by)),
  ...(one.cancelledBy !== null && { cancelledBy: DecidedBy.parse(JSON.parse(one.cancelledBy)) }),
  proposedAt: new Date(one.proposedAt).toISOString(),
  ...(one.inForceAt !== null && { inForceAt: new Date(one.inForceAt).toISOString() }),
  ...(one.state === 'being-applied' && { share: one.total > 0 ? Math.min(1, one.done / one.total) : 0 }),
});
