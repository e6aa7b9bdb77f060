import { DecidedBy, Problem, Timestamp } from '@hilo/contracts';
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
import { revisionTag } from '../cases/if-match.ts';
import { publishCaseRules } from '../cases/publish-rules.ts';
import { CaseRules } from '../domain/cases/case-rules.ts';
import { latestCaseRules, listCaseRules, type StoredCaseRules } from '../store/case-rules.ts';
import { ifMatch } from './case-working.ts';
import { type Route, tags } from './context.ts';
import { Why } from './shown-programme.ts';

const Version = z.object({
  version: z.int(),
  by: DecidedBy,
  at: Timestamp.describe('From when on they hold.'),
  why: z.string(),
  rules: CaseRules.optional().describe('Absent for a version that this release cannot read: nothing is opened by it.'),
});

const caseRulesRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/case-rules',
    {
      onRequest: allow(authenticate, 'cases:read', 'policy:write'),
      schema: {
        summary: 'What opens a case, who takes care of it, until when, and in which words it is resolved',
        description: 'The version in force; its ETag is what If-Match of PUT has to say.',
        tags,
        response: { 200: Version, ...problems, 404: Problem },
      },
    },
    async (_request, reply) => {
      const latest = await latestCaseRules(pool);
      if (latest === undefined)
        throw new HttpProblem(404, 'Not found', 'There are no rules of cases, so that none is opened.');
      reply.header('etag', revisionTag(latest.version));
      return versionOf(latest);
    },
  );

const changeCaseRulesRoute: Route = (app, { pool, authenticate, now }) =>
  app.put(
    '/v1/case-rules',
    {
      onRequest: allow(authenticate, 'policy:write'),
      schema: {
        summary: 'Change what opens a case, who takes care of it, and until when',
        description:
          'Publishes the next version. Cases that are open keep their rule, their queue and when they are due, until their clocks are set anew; of a rule that is gone nothing escalates any more.',
        tags,
        headers: ifMatch,
        body: z.strictObject({ rules: CaseRules, why: Why }),
        response: { 200: Version, ...problems, 412: Problem, 428: Problem },
      },
      config: { example: { rules: example, why: 'Complaints are for who takes care of customers.' } },
    },
    async (request, reply) => {
      const { rules, why } = request.body;
      const publishing = { by: doneBy(callerOf(request)), why, seen: request.headers['if-match'], now: now() };
      const published = await transaction(pool, (tx) => publishCaseRules(tx, rules, publishing));
      reply.header('etag', revisionTag(published.version));
      return versionOf(published);
    },
  );

const cursorInVersions = cursorOf('case-rules-versions', z.int());

const listCaseRulesRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/case-rules/versions',
    {
      onRequest: allow(authenticate, 'cases:read', 'policy:write'),
      schema: {
        summary: 'Every version of the rules of cases, the latest first: who published it, when and why',
        tags,
        querystring: z.object({ limit: pageLimit, cursor: cursorInVersions.parameter }),
        response: { 200: z.object({ versions: z.array(Version), nextCursor: z.string().optional() }), ...problems },
      },
    },
    async ({ query: { limit, cursor: before = 2 ** 31 - 1 } }) => {
      const rows = await listCaseRules(pool, { before, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ version }) => cursorInVersions.encode(version));
      return { versions: page.map(versionOf), ...next };
    },
  );

/** `/v1/case-rules`: the rules of cases, and their versions. */
export const caseRulesRoutes: readonly Route[] = [caseRulesRoute, changeCaseRulesRoute, listCaseRulesRoute];

const versionOf = ({ rules, ...row }: StoredCaseRules): z.infer<typeof Version> => {
  const { data } = CaseRules.safeParse(rules);
  return { ...row, ...(data && { rules: data }) };
};

const example: z.input<typeof CaseRules> = {
  calendars: {
    office: {
      zone: 'Europe/Madrid',
      hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' }],
      holidays: { place: 'ES' },
    },
  },
  queues: { 'customer-care': { calendar: 'office' } },
  due: {
    low: { firstResponseMinutes: 1080, resolutionMinutes: 5400 },
    normal: { firstResponseMinutes: 540, resolutionMinutes: 2700 },
    high: { firstResponseMinutes: 240, resolutionMinutes: 1080 },
    urgent: { firstResponseMinutes: 60, resolutionMinutes: 540 },
  },
  rules: [
    { id: 'complaint', when: { kinds: ['complained'] }, severity: 'high', queue: 'customer-care', calendar: 'office' },
  ],
  rootCauses: ['delay', 'information', 'other'],
  resolutions: ['explained', 'compensated', 'other'],
};
