import { Channel, CustomerId, instantOf, Locale, Problem, Time, Uuid, Word } from '@hilo/contracts';
import {
  allow,
  cursorOf,
  findCustomer,
  HttpProblem,
  keyTime,
  pageLimit,
  pageOf,
  problems,
  unknownCustomer,
} from '@hilo/runtime';
import { z } from 'zod';
import { giveAnswers } from '../answers/give-answers.ts';
import type { AnswerFault } from '../domain/answers/answer-in.ts';
import { responseStates } from '../domain/answers/taking.ts';
import { WordedQuestion, wordedQuestion } from '../domain/questions/worded-question.ts';
import { readResponses } from '../store/response-list.ts';
import { audited, type Route, tags } from './context.ts';
import { ToldResponse, toldResponse } from './told-response.ts';

/** Clocks differ by so much. */
const skewMs = 5 * 60_000;

const AnswerGiven = z.strictObject({
  question: Word,
  value: z
    .union([z.number(), z.string().max(1_000_000), z.array(z.string().max(500)).max(50), z.null()])
    .describe('A number of the scale, a text, the code of a choice or a list of codes; null passes the question over.'),
});

export const giveAnswersRoute: Route = (app, { pool, log, logger, authenticate, now }) =>
  app.post(
    '/v1/invitations/:id/answers',
    {
      onRequest: allow(authenticate, 'answers:write'),
      schema: {
        summary: 'Give answers to an invitation, as an agent or an app has heard them',
        description:
          'All at once or one after the other; the same answer again changes nothing, another one takes its place. Questions are those of the version of the programme by which ' +
          'the customer was asked, also after it has changed or ended. After the deadline answers are taken and marked late, until links expire (`answerDays` of the programme, 14 without it).',
        tags,
        params: z.object({ id: Uuid }),
        body: z.strictObject({
          answers: z.array(AnswerGiven).min(1).max(100),
          channel: Channel.describe('On which channel they were given.'),
          language: Locale.optional().describe('In which they were given; what is asked next is in it.'),
          at: Time.optional().describe('When they were given; now, if absent.'),
        }),
        response: {
          200: z.object({
            invitation: Uuid,
            status: z.enum(['accepted', 'duplicate']).describe('duplicate: all of it was answered so before.'),
            state: z.enum(responseStates),
            next: WordedQuestion.optional().describe('What is asked next; absent where all is answered.'),
            faults: z
              .array(z.object({ question: z.string(), reason: z.string(), message: z.string() }))
              .optional()
              .describe(
                'What of it is no answer, and why: all else was taken. Where nothing was one, it is a problem.',
              ),
          }),
          ...problems,
          404: Problem,
          409: Problem,
          422: Problem,
        },
      },
      config: {
        example: {
          answers: [{ question: 'likelihood_to_recommend', value: 9 }],
          channel: 'call_centre',
          language: 'es',
        },
      },
    },
    async (request) => {
      const { answers, channel, language, at: told } = request.body;
      const at = told === undefined ? now() : instantOf(told);
      if (at > now() + skewMs)
        throw new HttpProblem(422, 'Invalid answers', 'Nobody answers in the future.', [
          { path: ['at'], message: 'is in the future' },
        ]);
      const { id: invitation } = request.params;
      const taken = await giveAnswers({ pool, log, logger, now }, { invitation, answers, channel, language, at });
      if (taken.state === 'not-there' || taken.programme === undefined)
        throw new HttpProblem(404, 'Not found', 'There is no such invitation.');
      if (taken.state === 'closed') throw new HttpProblem(409, 'Conflict', 'This invitation takes answers no more.');
      if (taken.state === 'already-answered')
        throw new HttpProblem(409, 'Conflict', 'This transaction is answered already: it takes one answer.');
      const { faults } = taken;
      if (faults.length === answers.length) throw invalidAnswers(faults, answers);
      const { state, isNews, next, programme } = taken;
      return {
        invitation,
        status: isNews ? ('accepted' as const) : ('duplicate' as const),
        state,
        ...(next && { next: wordedQuestion(next, programme, language === undefined ? [] : [language]) }),
        ...(faults.length > 0 && { faults: [...faults] }),
      };
    },
  );

const invalidAnswers = (faults: readonly AnswerFault[], given: readonly { question: string }[]): HttpProblem =>
  new HttpProblem(
    422,
    'Invalid answers',
    'Nothing of this is an answer.',
    faults.map(({ question, message }) => ({
      path: ['answers', given.findLastIndex((one) => one.question === question), 'value'],
      message,
    })),
  );

const cursorInAnswers = cursorOf('answers', z.tuple([keyTime, z.uuid()]));

export const listAnswersRoute: Route = (app, { pool, authenticate, tellReads }) =>
  app.get(
    '/v1/answers',
    {
      onRequest: allow(authenticate, 'surveys:read'),
      schema: {
        summary: 'What was answered, the latest first',
        description: `Answers that count: not those to questions that are asked no more. ${audited}`,
        tags,
        querystring: z.object({
          customer: CustomerId.optional(),
          programme: z.string().optional(),
          state: z.enum(responseStates).optional(),
          limit: pageLimit,
          cursor: cursorInAnswers.parameter,
        }),
        response: {
          200: z.object({
            responses: z.array(
              ToldResponse.extend({
                invitation: Uuid,
                programme: z.string(),
                programmeVersion: z.int(),
                customer: CustomerId,
                touchpoint: z.string(),
              }),
            ),
            nextCursor: z.string().optional(),
          }),
          ...problems,
          404: Problem,
        },
      },
    },
    async (request) => {
      const { limit, cursor: after, customer, ...filter } = request.query;
      const known = customer && (await findCustomer(pool, customer));
      if (customer && !known) throw unknownCustomer();
      const rows = await readResponses(pool, { ...filter, customer: known }, { after, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ orderedAt, invitation }) =>
        cursorInAnswers.encode([orderedAt, invitation]),
      );
      await tellReads(
        request,
        page.map((row) => row.customer),
      );
      return {
        responses: page.map(({ orderedAt: _, response, answers, programme, ...about }) => ({
          ...about,
          ...toldResponse({ response, answers, programme }),
          programme: about.programmeId,
        })),
        ...next,
      };
    },
  );

/** `POST /v1/invitations/{id}/answers`, `GET /v1/answers`: what customers answer. */
export const answerRoutes: readonly Route[] = [giveAnswersRoute, listAnswersRoute];
