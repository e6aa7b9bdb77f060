import { DecidedBy, Problem, Timestamp, Word } from '@hilo/contracts';
import { allow, callerOf, cursorOf, doneBy, pageLimit, pageOf, problems, transaction } from '@hilo/runtime';
import { z } from 'zod';
import { asTemplate, keptTemplateId, templateIdOf } from '../domain/templates/as-programme.ts';
import { Template } from '../domain/templates/template.ts';
import { publishTemplate, retireTemplate, unknownTemplate } from '../programmes/publish-template.ts';
import {
  findProgramme,
  listProgrammeVersions,
  type ProgrammeVersion,
  readTemplates,
  type StoredProgramme,
} from '../store/programme-versions.ts';
import { type Route, tags } from './context.ts';
import { Why } from './shown-programme.ts';

const Version = z.object({
  id: Word,
  version: z.int(),
  by: DecidedBy,
  at: Timestamp.describe('From when on it is told by it.'),
  why: z.string(),
  template: Template.optional().describe('Absent for a version that this release cannot read: nothing is told by it.'),
});

const ShownTemplate = Version.extend({
  state: z.enum(['active', 'retired']).describe('retired: nothing is told by it any more.'),
  since: Timestamp,
});

const InPath = z.object({ id: Word.meta({ example: 'gate-changed' }) });
const reading = ['surveys:read', 'programmes:write'] as const;

const listRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/templates',
    {
      onRequest: allow(authenticate, ...reading),
      schema: {
        summary: 'The templates by which customers are told something',
        tags,
        response: { 200: z.object({ templates: z.array(ShownTemplate) }), ...problems },
      },
    },
    async () => ({ templates: (await readTemplates(pool)).map(shownTemplate) }),
  );

const showRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/templates/:id',
    {
      onRequest: allow(authenticate, ...reading),
      schema: {
        summary: 'A template, as it stands',
        tags,
        params: InPath,
        response: { 200: ShownTemplate, ...problems, 404: Problem },
      },
    },
    async ({ params: { id } }) => {
      const found = await findProgramme(pool, keptTemplateId(id));
      if (found === undefined) throw unknownTemplate(id);
      return shownTemplate(found);
    },
  );

const publishRoute: Route = (app, { pool, authenticate, now }) =>
  app.post(
    '/v1/templates',
    {
      onRequest: allow(authenticate, 'programmes:write'),
      schema: {
        summary: 'Publish a template, or its next version',
        description:
          'It is told by it from the answer on, also what a rule has decided and has not left yet. What is in force is no new version, however often it is posted.',
        tags,
        body: z.strictObject({ template: Template, why: Why }),
        response: { 200: ShownTemplate, ...problems, 409: Problem },
      },
      config: { example: { template: example, why: 'A passenger is told before he asks.' } },
    },
    async (request) => {
      const { template, why } = request.body;
      const author = { by: doneBy(callerOf(request)), why, now: now() };
      return shownTemplate(await transaction(pool, (tx) => publishTemplate(tx, template, author)));
    },
  );

const retireRoute: Route = (app, { pool, authenticate, now }) =>
  app.post(
    '/v1/templates/:id/retire',
    {
      onRequest: allow(authenticate, 'programmes:write'),
      schema: {
        summary: 'Tell nothing by a template any more',
        description: 'What has not left yet is withheld, as is what rules would tell by it. It is not brought back.',
        tags,
        params: InPath,
        body: z.strictObject({ why: Why }),
        response: { 200: ShownTemplate, ...problems, 404: Problem },
      },
      config: { example: { why: 'Gates are told by the app alone.' } },
    },
    async (request) => {
      const author = { by: doneBy(callerOf(request)), why: request.body.why, now: now() };
      return shownTemplate(await transaction(pool, (tx) => retireTemplate(tx, request.params.id, author)));
    },
  );

const cursorInVersions = cursorOf('template-versions', z.int());

const versionsRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/templates/:id/versions',
    {
      onRequest: allow(authenticate, ...reading),
      schema: {
        summary: 'Every version of a template, the latest first: who published it, when and why',
        tags,
        params: InPath,
        querystring: z.object({ limit: pageLimit, cursor: cursorInVersions.parameter }),
        response: {
          200: z.object({ versions: z.array(Version), nextCursor: z.string().optional() }),
          ...problems,
          404: Problem,
        },
      },
    },
    async ({ params: { id }, query: { limit, cursor: before = 2 ** 31 - 1 } }) => {
      const kept = keptTemplateId(id);
      if ((await findProgramme(pool, kept)) === undefined) throw unknownTemplate(id);
      const rows = await listProgrammeVersions(pool, { id: kept, before, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ version }) => cursorInVersions.encode(version));
      return { versions: page.map(versionOf), ...next };
    },
  );

/** `/v1/templates`: what customers are told by reactions, in versions. */
export const templateRoutes: readonly Route[] = [listRoute, showRoute, publishRoute, retireRoute, versionsRoute];

const shownTemplate = ({ standing: { state, since }, ...version }: StoredProgramme): z.infer<typeof ShownTemplate> => ({
  ...versionOf(version),
  state: state === 'ended' ? 'retired' : 'active',
  since,
});

const versionOf = ({ id, version, by, at, why, programme }: ProgrammeVersion): z.infer<typeof Version> => {
  const { data } = Template.safeParse(programme && asTemplate(programme));
  return { id: templateIdOf(id), version, by, at, why, ...(data && { template: data }) };
};

const example: z.input<typeof Template> = {
  id: 'gate-changed',
  title: 'The gate of a flight has changed',
  class: 'service',
  purpose: 'service',
  contacts: [{ channel: 'email', kind: 'email' }],
  withinHours: 2,
  texts: {
    en: {
      subject: 'Your gate is now {{properties.gate}}',
      text: 'Hello {{traits.given_name|there}},\n\nyour flight {{properties.flight|}} leaves from gate {{properties.gate}} now.',
    },
    es: {
      subject: 'Su puerta ahora es la {{properties.gate}}',
      text: 'Hola, {{traits.given_name|viajero}}:\n\nsu vuelo {{properties.flight|}} sale ahora por la puerta {{properties.gate}}.',
    },
  },
  defaultLanguage: 'en',
};
