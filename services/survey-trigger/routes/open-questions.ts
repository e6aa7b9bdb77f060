import { randomUUID } from 'node:crypto';
import { Identifier, Locale, Timestamp, Uuid } from '@hilo/contracts';
import { allow, callerOf, problems } from '@hilo/runtime';
import { z } from 'zod';
import { countryOf } from '../contacts/check-permissions.ts';
import type { Permissions } from '../contacts/permissions.ts';
import { nextQuestion } from '../domain/questions/next-question.ts';
import { WordedQuestion, wordedQuestion } from '../domain/questions/worded-question.ts';
import { possibleSpellings } from '../domain/spellings.ts';
import { lastAnswers, readAnswersOf } from '../store/answers.ts';
import { type AskedInvitation, findAsked } from '../store/asked.ts';
import { findOpenInApp } from '../store/open-invitations.ts';
import { audited, type Route, tags } from './context.ts';

/** Why nobody would be contacted now, and may be shown a question: it was decided that she is asked, and she has opened the app herself. */
const onlyOfContacting: ReadonlySet<string> = new Set([
  'asked-recently',
  'contact-pressure',
  'kept-for-another',
  'no-permitted-time',
  'outside-hours',
]);

/** `GET /v1/open-questions`: what an app asks its user. */
export const openQuestionsRoute: Route = (
  app,
  { pool, authenticate, permissions, policies, deriveId, tellReads, now },
) =>
  app.get(
    '/v1/open-questions',
    {
      onRequest: allow(authenticate, 'answers:write'),
      schema: {
        summary: 'What is open to be asked of the user of an app',
        description:
          'Of whoever has the identifier, and of nobody else: invitations on the channel app until their deadline, as long as she wants to be asked. Give the answers with POST /v1/invitations/{id}/answers. ' +
          audited,
        tags,
        querystring: z.strictObject({ ...Identifier.shape, language: Locale.optional() }),
        response: {
          200: z.object({
            questions: z.array(
              z.object({
                invitation: Uuid,
                programme: z.string(),
                touchpoint: z.string(),
                occurredAt: Timestamp,
                deadline: Timestamp,
                next: WordedQuestion,
              }),
            ),
          }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { language, ...identifier } = request.query;
      const country = countryOf({ policy: await policies.latest(pool) });
      const subjects = possibleSpellings(identifier, country).map(deriveId);
      const found = await findOpenInApp(pool, subjects, now());
      const asked = [
        ...(
          await findAsked(
            pool,
            found.map((invitation) => ({ invitation })),
          )
        ).values(),
      ];
      const wanted = await wantedBy(permissions, asked, callerOf(request).source);
      const answers = await readAnswersOf(
        pool,
        wanted.map(({ id }) => id),
      );
      const questions = wanted.flatMap(({ id, programme, touchpoint, occurredAt, deadline }) => {
        const next = nextQuestion(programme, lastAnswers(answers.get(id) ?? []));
        return next === undefined
          ? []
          : {
              invitation: id,
              programme: programme.id,
              touchpoint,
              occurredAt: new Date(occurredAt).toISOString(),
              deadline: new Date(deadline).toISOString(),
              next: wordedQuestion(next, programme, language === undefined ? [] : [language]),
            };
      });
      if (questions.length > 0) await tellReads(request, [...new Set(wanted.map(({ customer }) => customer))]);
      return { questions };
    },
  );

/** Those that she still wants to be asked: a refusal and a withdrawal since are heeded. */
const wantedBy = async (
  permissions: Permissions,
  asked: readonly AskedInvitation[],
  source: string,
): Promise<AskedInvitation[]> => {
  if (asked.length === 0) return [];
  const answers = await permissions.check(
    asked.map(({ customer, contactPoint, programme: { purpose } }) => ({
      request: { customer, contactPoint, channel: 'app', purpose, class: 'survey', reserve: false },
      source,
      id: randomUUID(),
    })),
  );
  return asked.filter((_, n) => (answers[n]?.reasons ?? []).every(({ reason }) => onlyOfContacting.has(reason)));
};
