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
import { ReactionRules } from '../domain/reactions/reaction-rules.ts';
import { publishReactionRules } from '../reactions/publish-rules.ts';
import { latestReactionRules, listReactionRules, type StoredReactionRules } from '../store/reaction-rules.ts';
import { ifMatch } from './case-working.ts';
import { type Route, tags } from './context.ts';
import { Why } from './shown-programme.ts';

const Version = z.object({
  version: z.int(),
  by: DecidedBy,
  at: Timestamp.describe('From when on they hold.'),
  why: z.string(),
  rules: ReactionRules.optional().describe(
    'Absent for a version that this release cannot read: Hilo reacts to nothing by it.',
  ),
});

const reactionRulesRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/reaction-rules',
    {
      onRequest: allow(authenticate, 'surveys:read', 'policy:write'),
      schema: {
        summary: 'To what Hilo reacts, and how',
        description: 'The version in force; its ETag is what If-Match of PUT has to say.',
        tags,
        response: { 200: Version, ...problems, 404: Problem },
      },
    },
    async (_request, reply) => {
      const latest = await latestReactionRules(pool);
      if (latest === undefined)
        throw new HttpProblem(404, 'Not found', 'There are no rules of reactions, so that Hilo reacts to nothing.');
      reply.header('etag', revisionTag(latest.version));
      return versionOf(latest);
    },
  );

const changeReactionRulesRoute: Route = (app, { pool, authenticate, caseRules, programmes, now }) =>
  app.put(
    '/v1/reaction-rules',
    {
      onRequest: allow(authenticate, 'policy:write'),
      schema: {
        summary: 'Change to what Hilo reacts, and how',
        description:
          'Publishes the next version. What is open already is decided by it when it is due; of a rule that is gone it is withheld.',
        tags,
        headers: ifMatch,
        body: z.strictObject({ rules: ReactionRules, why: Why }),
        response: { 200: Version, ...problems, 412: Problem, 428: Problem },
      },
      config: { example: { rules: example, why: 'Who leaves a basket is told once.' } },
    },
    async (request, reply) => {
      const { rules, why } = request.body;
      const publishing = {
        by: doneBy(callerOf(request)),
        why,
        seen: request.headers['if-match'],
        caseRules,
        programmes,
        now: now(),
      };
      const published = await transaction(pool, (tx) => publishReactionRules(tx, rules, publishing));
      reply.header('etag', revisionTag(published.version));
      return versionOf(published);
    },
  );

const cursorInVersions = cursorOf('reaction-rules-versions', z.int());

const listReactionRulesRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/reaction-rules/versions',
    {
      onRequest: allow(authenticate, 'surveys:read', 'policy:write'),
      schema: {
        summary: 'Every version of the rules of reactions, the latest first: who published it, when and why',
        tags,
        querystring: z.object({ limit: pageLimit, cursor: cursorInVersions.parameter }),
        response: { 200: z.object({ versions: z.array(Version), nextCursor: z.string().optional() }), ...problems },
      },
    },
    async ({ query: { limit, cursor: before = 2 ** 31 - 1 } }) => {
      const rows = await listReactionRules(pool, { before, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ version }) => cursorInVersions.encode(version));
      return { versions: page.map(versionOf), ...next };
    },
  );

/** `/v1/reaction-rules`: the rules of reactions, and their versions. */
export const reactionRulesRoutes: readonly Route[] = [
  reactionRulesRoute,
  changeReactionRulesRoute,
  listReactionRulesRoute,
];

const versionOf = ({ rules, ...row }: StoredReactionRules): z.infer<typeof Version> => {
  const { data } = ReactionRules.safeParse(rules);
  return { ...row, ...(data && { rules: data }) };
};

const example: z.input<typeof ReactionRules> = {
  rules: [
    {
      id: 'basket-left',
      when: { kinds: ['added_to_basket'] },
      unless: { kinds: ['bought'], withinMinutes: 60 },
      action: { do: 'webhook' },
    },
    {
      id: 'same-product-again',
      when: { kinds: ['viewed'], times: 3, withinHours: 24 },
      same: 'product.id',
      action: { do: 'webhook' },
    },
  ],
};
