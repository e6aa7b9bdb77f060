import { ContactPolicy, Identifier, Problem, Timestamp, Word } from '@hilo/contracts';
import {
  allow,
  callerOf,
  cursorOf,
  doneBy,
  HttpProblem,
  pageLimit,
  pageOf,
  problems,
  transaction,
} from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { listingKey } from '../domain/listings.ts';
import { registersAskedFor, staleFrom } from '../domain/registers.ts';
import { latestPolicy } from '../store/contact-policies.ts';
import {
  findListInForce,
  listInForce,
  listVersions,
  lockRegisters,
  type RegisterList,
  readListings,
  removeList,
} from '../store/opt-out-registers.ts';
import { type Route, tags } from './context.ts';
import { OptOutList, optOutListOf, RegisterPath, WhyChanged } from './opt-out-list.ts';
import { uploadRegisterRoute } from './upload-opt-out-register.ts';

const Register = z.object({
  register: Word,
  rules: z.array(z.string()).describe('The rules of the policy that ask for it; it is heeded by these alone.'),
  list: OptOutList.optional().describe('The list in force; absent where none was uploaded.'),
  stale: z
    .boolean()
    .describe(
      'Nobody can know who stands on it, so that nobody is contacted without consent where a rule asks for it.',
    ),
  staleFrom: Timestamp.optional().describe('From when on the list is too old, by the policy.'),
});

export const listRegistersRoute: Route = (app, { pool, authenticate, now }) =>
  app.get(
    '/v1/opt-out-registers',
    {
      onRequest: allow(authenticate, 'surveys:read', 'policy:write'),
      schema: {
        summary: 'The opt-out registers that the policy asks for, and those that were uploaded: how old each is',
        tags,
        response: { 200: z.object({ registers: z.array(Register) }), ...problems },
      },
    },
    async () => {
      const { policy, asked } = await readAsked(pool);
      const lists = new Map((await listInForce(pool)).map((list) => [list.register, list]));
      const names = [...new Set([...asked.keys(), ...lists.keys()])].sort();
      const registers = names.map((register) => {
        const list = lists.get(register);
        return {
          register,
          rules: asked.get(register) ?? [],
          ...(list && { list: optOutListOf(list) }),
          ...staleness(list, policy, now()),
        };
      });
      return { registers };
    },
  );

/** The policy in force, and by which of its rules each register is asked for; nothing is, where it cannot be read. */
const readAsked = async (pool: Pool) => {
  const policy = ContactPolicy.safeParse((await latestPolicy(pool))?.policy).data;
  return { policy, asked: policy === undefined ? new Map<string, string[]>() : registersAskedFor(policy) };
};

const staleness = (list: RegisterList | undefined, policy: ContactPolicy | undefined, now: number) => {
  if (list === undefined || policy === undefined) return { stale: true };
  const from = staleFrom(list.asOf, policy);
  return { stale: now >= from, staleFrom: new Date(from).toISOString() };
};

const cursorInLists = cursorOf('opt-out-lists', z.int());

export const listRegisterVersionsRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/opt-out-registers/:name/versions',
    {
      onRequest: allow(authenticate, 'surveys:read', 'policy:write'),
      schema: {
        summary: 'Every list that was uploaded for a register, the latest first: who did it, when and why',
        tags,
        params: RegisterPath,
        querystring: z.object({ limit: pageLimit, cursor: cursorInLists.parameter }),
        response: { 200: z.object({ versions: z.array(OptOutList), nextCursor: z.string().optional() }), ...problems },
      },
    },
    async ({ params: { name }, query: { limit, cursor: before = 2 ** 31 - 1 } }) => {
      const rows = await listVersions(pool, name, { before, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ version }) => cursorInLists.encode(version));
      return { versions: page.map(optOutListOf), ...next };
    },
  );

const Listing = z.object({
  register: Word,
  listed: z.boolean(),
  version: z.int(),
  asOf: OptOutList.shape.asOf,
  stale: Register.shape.stale,
});

export const checkRegisterRoute: Route = (app, { pool, authenticate, hashes, now }) =>
  app.post(
    '/v1/opt-out-registers/:name/check',
    {
      onRequest: allow(authenticate, 'surveys:read', 'policy:write'),
      schema: {
        summary: 'Whether a number or an address stands on a register',
        description:
          'In the spelling of the record: a number with + and its country code. A POST, so that it stands in no log of addresses.',
        tags,
        params: RegisterPath,
        body: z.strictObject({ contactPoint: Identifier }),
        response: { 200: Listing, ...problems, 404: Problem },
      },
    },
    async ({ params: { name }, body: { contactPoint } }) => {
      const { policy } = await readAsked(pool);
      const found = await transaction(pool, async (tx) => {
        const { listings } = await readListings(tx, hashes, [contactPoint], [name]);
        return { list: await findListInForce(tx, name), listings };
      });
      if (found.list === undefined) throw notUploaded(name);
      const { version } = found.list;
      const listed = found.listings.get(listingKey(contactPoint))?.has(name) ?? false;
      const { stale } = staleness(found.list, policy, now());
      return { register: name, listed, version, asOf: optOutListOf(found.list).asOf, stale };
    },
  );

const notUploaded = (name: string): HttpProblem =>
  new HttpProblem(404, 'Not found', `No list is in force for the register ${name}.`);

export const removeRegisterRoute: Route = (app, { pool, authenticate, now }) =>
  app.delete(
    '/v1/opt-out-registers/:name',
    {
      onRequest: allow(authenticate, 'policy:write'),
      schema: {
        summary: 'Take the list of a register out of force',
        description:
          'Where a rule asks for it, nobody is contacted without consent from then on, until another list is uploaded.',
        tags,
        params: RegisterPath,
        querystring: z.object({ why: WhyChanged }),
        response: { 200: OptOutList, ...problems, 404: Problem },
      },
    },
    async (request) => {
      const { name } = request.params;
      const ended = { by: doneBy(callerOf(request)), why: request.query.why };
      const removed = await transaction(pool, async (tx) => {
        await lockRegisters(tx);
        return removeList(tx, name, ended, now());
      });
      if (removed === undefined) throw notUploaded(name);
      return optOutListOf(removed);
    },
  );

/** `/v1/opt-out-registers`: lists of who objected to being contacted, as the operator uploads them. */
export const optOutRegisterRoutes: readonly Route[] = [
  listRegistersRoute,
  uploadRegisterRoute,
  listRegisterVersionsRoute,
  checkRegisterRoute,
  removeRegisterRoute,
];
