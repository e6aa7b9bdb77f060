import { ContactPolicy, DecidedBy, LawPackContent, Problem, Timestamp } from '@hilo/contracts';
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
import { z } from 'zod';
import { listHolidays } from '../domain/calendar/holidays.ts';
import { lawPacks } from '../domain/law/packs.ts';
import { placeOfCode } from '../domain/place/places.ts';
import { ownHolidaysOf } from '../domain/policy/compiled.ts';
import { policyTag, publishPolicy } from '../policies/publish-policy.ts';
import { findPolicy, latestPolicy, listPolicies, type StoredPolicy } from '../store/contact-policies.ts';
import { type Route, tags } from './context.ts';

const Why = z.string().min(1).max(1000).describe('Why it is changed, for whoever asks in a year.');

const Version = z.object({
  version: z.int(),
  by: DecidedBy,
  at: Timestamp.describe('From when on it holds.'),
  why: z.string(),
  restored: z.int().optional().describe('The version that was brought back.'),
  policy: ContactPolicy.optional().describe('Absent for one that this release cannot read, which permits nothing.'),
});

const ifMatch = z.object({
  'if-match': z
    .string()
    .max(1000)
    .optional()
    .meta({ example: '"1"', description: 'The version that you have seen, as its ETag says it.' }),
});

const changed = { 412: Problem, 428: Problem };

export const contactPolicyRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/contact-policy',
    {
      onRequest: allow(authenticate, 'surveys:read', 'policy:write'),
      schema: {
        summary: 'Who may be contacted, when and how often',
        description: 'The version in force; its ETag is what If-Match of PUT has to say.',
        tags,
        response: { 200: Version, ...problems, 404: Problem },
      },
    },
    async (_request, reply) => {
      const latest = await latestPolicy(pool);
      if (!latest) throw new HttpProblem(404, 'Not found', 'There is no contact policy, so that nobody is contacted.');
      reply.header('etag', policyTag(latest.version));
      return versionOf(latest);
    },
  );

export const changeContactPolicyRoute: Route = (app, { pool, authenticate, now }) =>
  app.put(
    '/v1/contact-policy',
    {
      onRequest: allow(authenticate, 'policy:write'),
      schema: {
        summary: 'Change who may be contacted, when and how often',
        description:
          'Publishes the next version, which every instance heeds from the answer on. What is wrong with it is told, and nothing ' +
          'changes: a hole in the quiet hours, a channel without hours, a cap without a window, a rule without a source.',
        tags,
        headers: ifMatch,
        body: z.strictObject({ policy: ContactPolicy, why: Why }),
        response: { 200: Version, ...problems, ...changed },
      },
      config: { example: { policy: examplePolicy, why: 'No calls at lunch time, decided by the board of customers.' } },
    },
    async (request, reply) => {
      const { policy, why } = request.body;
      const publishing = { by: doneBy(callerOf(request)), why, seen: request.headers['if-match'], now: now() };
      const published = await transaction(pool, (tx) => publishPolicy(tx, { policy }, publishing));
      reply.header('etag', policyTag(published.version));
      return versionOf(published);
    },
  );

const cursorInVersions = cursorOf('contact-policy-versions', z.int());

export const listContactPoliciesRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/contact-policy/versions',
    {
      onRequest: allow(authenticate, 'surveys:read', 'policy:write'),
      schema: {
        summary: 'Every version of the contact policy, the latest first: who published it, when and why',
        tags,
        querystring: z.object({ limit: pageLimit, cursor: cursorInVersions.parameter }),
        response: { 200: z.object({ versions: z.array(Version), nextCursor: z.string().optional() }), ...problems },
      },
    },
    async ({ query: { limit, cursor: before = 2 ** 31 - 1 } }) => {
      const rows = await listPolicies(pool, { before, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ version }) => cursorInVersions.encode(version));
      return { versions: page.map(versionOf), ...next };
    },
  );

export const restoreContactPolicyRoute: Route = (app, { pool, authenticate, now }) =>
  app.post(
    '/v1/contact-policy/versions/:version/restore',
    {
      onRequest: allow(authenticate, 'policy:write'),
      schema: {
        summary: 'Bring an earlier version of the contact policy back, as the next',
        tags,
        headers: ifMatch,
        params: z.object({
          version: z.coerce
            .number()
            .int()
            .min(1)
            .max(2 ** 31 - 1),
        }),
        body: z.strictObject({ why: Why }),
        response: { 200: Version, ...problems, ...changed, 404: Problem },
      },
    },
    async (request, reply) => {
      const { version } = request.params;
      const publishing = {
        by: doneBy(callerOf(request)),
        why: request.body.why,
        seen: request.headers['if-match'],
        now: now(),
      };
      const published = await transaction(pool, async (tx) => {
        const policy = ContactPolicy.safeParse((await findPolicy(tx, version))?.policy).data;
        if (!policy)
          throw new HttpProblem(404, 'Not found', `There is no version ${version} that this release can read.`);
        return publishPolicy(tx, { policy, restored: version }, publishing);
      });
      reply.header('etag', policyTag(published.version));
      return versionOf(published);
    },
  );

export const lawPacksRoute: Route = (app, { authenticate }) =>
  app.get(
    '/v1/contact-policy/packs',
    {
      onRequest: allow(authenticate, 'surveys:read', 'policy:write'),
      schema: {
        summary: 'The rules that are shipped, each with its source: have them confirmed by counsel',
        tags,
        response: { 200: z.object({ packs: z.array(LawPackContent) }), ...problems },
      },
    },
    async () => ({ packs: [...lawPacks.values()] }),
  );

export const holidaysRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/contact-policy/holidays',
    {
      onRequest: allow(authenticate, 'surveys:read', 'policy:write'),
      schema: {
        summary: 'The public holidays of a place that are heeded, and where each is known from',
        tags,
        querystring: z.object({
          place: z
            .string()
            .max(20)
            .describe('A country or a region: `ES`, `ES-MD`. Of a country, those of all its regions.'),
          year: z.coerce.number().int().min(1970).max(9999).optional(),
        }),
        response: {
          200: z.object({ holidays: z.array(z.object({ date: z.string(), name: z.string(), source: z.string() })) }),
          ...problems,
          404: Problem,
        },
      },
    },
    async ({ query: { place: code, year } }) => {
      const place = placeOfCode(code);
      if (!place) throw new HttpProblem(404, 'Not found', 'There is no such country or region.');
      const policy = ContactPolicy.safeParse((await latestPolicy(pool))?.policy).data;
      const all = listHolidays(place, policy === undefined ? [] : ownHolidaysOf(policy));
      return { holidays: all.filter(({ date }) => year === undefined || date.startsWith(`${year}-`)) };
    },
  );

/** `/v1/contact-policy`: the policy, its versions, and the law that it heeds. */
export const contactPolicyRoutes: readonly Route[] = [
  contactPolicyRoute,
  changeContactPolicyRoute,
  listContactPoliciesRoute,
  restoreContactPolicyRoute,
  lawPacksRoute,
  holidaysRoute,
];

const versionOf = ({ policy, restored, ...row }: StoredPolicy): z.infer<typeof Version> => {
  const { data } = ContactPolicy.safeParse(policy);
  return { ...row, ...(restored !== null && { restored }), ...(data && { policy: data }) };
};

const examplePolicy = {
  packs: ['general', 'ES', 'MX'],
  rules: [
    {
      id: 'no-calls-at-lunch',
      jurisdiction: 'ES',
      channels: ['call_centre', 'ivr'],
      classes: ['commercial', 'survey'],
      quiet: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '14:00', to: '16:00' }],
      source: 'The board of customers, minutes of 12 March',
      readOn: '2026-03-12',
      confidence: 'high',
    },
  ],
  holidays: [{ place: 'ES-MD', date: '2026-11-09', name: 'Nuestra Señora de la Almudena' }],
};
