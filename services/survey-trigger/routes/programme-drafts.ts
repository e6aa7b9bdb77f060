import { Note } from '@hilo/contracts';
import { allow, HttpProblem, pathText, problems } from '@hilo/runtime';
import { z } from 'zod';
import type { Frame } from '../page/framing.ts';
import { previewOf } from '../page/preview.ts';
import { checkDraft, readWritten } from '../programmes/check-draft.ts';
import { type Route, tags } from './context.ts';
import { exampleProgramme } from './programme-example.ts';
import { ProgrammeId, UnreachableWeek } from './shown-programme.ts';

const read = ['surveys:read', 'programmes:write'] as const;

const Draft = z
  .record(z.string(), z.json())
  .describe('A programme as it would be published, however much of it is written yet.');

const checkRoute: Route = (app, { pool, authenticate, now }) =>
  app.post(
    '/v1/programmes/:id/check',
    {
      onRequest: allow(authenticate, ...read),
      schema: {
        summary: 'Find out what is wrong with a survey programme before it is published',
        description:
          'What PUT would refuse, by field, and what it would warn of. Nothing is published, however much is right.',
        tags,
        params: ProgrammeId,
        body: z.strictObject({ programme: Draft }),
        response: {
          200: z.object({
            faults: z
              .array(z.object({ path: z.string(), message: z.string() }))
              .describe('What is wrong, with the field. Without any, it can be published.'),
            warnings: z.array(Note).describe('What would be accepted, and is hardly meant so.'),
            unreachable: z.array(UnreachableWeek),
            isInForce: z.boolean().describe('It is in force as it stands: publishing it would change nothing.'),
          }),
          ...problems,
        },
      },
      config: { example: { programme: exampleProgramme } },
    },
    async ({ params: { id }, body }) => {
      const { faults, warnings, unreachable, isInForce } = await checkDraft(pool, id, body.programme, now());
      return {
        faults: faults.map(({ path, message }) => ({ path: pathText(path), message })),
        warnings,
        unreachable,
        isInForce,
      };
    },
  );

const previewRoute =
  (frame: Frame): Route =>
  (app, { authenticate }) =>
    app.post(
      '/v1/programmes/:id/preview',
      {
        onRequest: allow(authenticate, ...read),
        schema: {
          summary: 'See the pages of a survey programme as somebody sees them who is asked',
          description:
            'Each question, as if all of them were shown, and the thanks: what stands in the page and how it looks, in one language. Nobody is asked.',
          tags,
          params: ProgrammeId,
          body: z.strictObject({
            programme: Draft,
            language: z.string().max(35).optional().describe('One of its languages; without it, that for everybody.'),
          }),
          response: {
            200: z.object({
              language: z.string(),
              languages: z.array(z.string()),
              direction: z.enum(['ltr', 'rtl']),
              style: z.string().describe('A style sheet for all of them.'),
              pages: z.array(
                z.object({
                  question: z.string().optional().describe('Absent of the thanks.'),
                  html: z.string().describe('What is in the body of the page. It has no script.'),
                }),
              ),
            }),
            ...problems,
          },
        },
        config: { example: { programme: exampleProgramme, language: 'es' } },
      },
      async ({ params: { id }, body: { programme: written, language } }) => {
        const draft = readWritten(id, written, 1);
        if ('programme' in draft) return previewOf(draft.programme, frame, language);
        const errors = draft.wrong.map(({ path, message }) => ({ path: ['programme', ...path], message }));
        throw new HttpProblem(400, 'Invalid request', 'The programme has no pages as it is.', errors);
      },
    );

/** What of a programme can be known before it is published. */
export const programmeDraftRoutes = (frame: Frame): readonly Route[] => [checkRoute, previewRoute(frame)];
