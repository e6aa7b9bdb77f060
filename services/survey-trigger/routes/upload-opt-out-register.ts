import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem, Word } from '@hilo/contracts';
import { allow, awaitLongBody, callerOf, doneBy, HttpProblem, oneOrMany, problems, type Routes } from '@hilo/runtime';
import { z } from 'zod';
import { placeOfCode } from '../domain/place/places.ts';
import { countryOfRegister } from '../domain/register-entry.ts';
import { listFormatOf, listTypes, readList } from '../registers/read-list.ts';
import { invalidList } from '../registers/streams.ts';
import { uploadRegister } from '../registers/upload.ts';
import { type Route, tags } from './context.ts';
import { OptOutList, optOutListOf, RegisterPath, WhyChanged } from './opt-out-list.ts';

const Country = z
  .string()
  .regex(/^[A-Za-z]{2}$/, 'is no code of a country, such as ES')
  .transform((code, context) => {
    const country = placeOfCode(code)?.country;
    if (country !== undefined) return country;
    context.addIssue({ code: 'custom', message: 'is no code of a country, such as ES' });
    return z.NEVER;
  });

const Query = z.object({
  asOf: z.iso.date().describe('The day of which the list is, as whoever keeps the register says it.'),
  why: WhyChanged,
  column: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'How the first line of a CSV calls the column to read, or the name of a field; without it, a line is one value.',
    ),
  country: Country.optional().describe(
    'Of numbers that name none; without it, the one with which the name of the register begins, as in ES.robinson.',
  ),
});

const Uploaded = z.object({
  register: Word,
  ...OptOutList.shape,
  repeated: z.int().describe('How often a number or an address came again.'),
  firstUnreadable: z
    .array(z.object({ line: z.int(), reason: z.string() }))
    .describe('Where the first of those lines are, and what is wrong with them.'),
});

const Entry = z.union([z.string(), z.record(z.string(), z.string())]);
/** A clock may be so far ahead, and a day begins there first. */
const aheadMs = 15 * 3_600_000;

const uploadRoutes =
  ({ pool, authenticate, hashes, now }: Parameters<Route>[1]): Routes =>
  async (app) => {
    // The body is read as it comes in, and is never in memory as a whole.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, body, done) => done(null, body));
    app.put(
      '/v1/opt-out-registers/:name',
      {
        onRequest: allow(authenticate, 'policy:write'),
        schema: {
          summary: 'Upload the list of an opt-out register',
          description:
            'A number or an address per line (text/csv, or one column of it), NDJSON, or an array, in any spelling and with gzip if you like; some millions of lines. ' +
            'Kept as keyed hashes alone. It takes the place of the list before at once when it is whole, for every instance; whatever ends before changes nothing. ' +
            '`curl -T list.csv "…/ES.robinson?asOf=2026-11-01&why=monthly" | cat` shows how far it is.',
          tags,
          consumes: listTypes,
          params: RegisterPath,
          querystring: Query,
          body: z.array(Entry),
          response: { 200: Uploaded, ...problems, 409: Problem, 413: Problem, 415: Problem },
        },
        validatorCompiler: oneOrMany(z.unknown(), z.unknown()),
      },
      async (request, reply) => {
        const { name: register } = request.params;
        const { asOf: day, why, column, country = countryOfRegister(register) } = request.query;
        const asOf = Date.parse(day);
        const body: unknown = request.body;
        if (!(body instanceof Readable)) throw invalidList('is empty');
        awaitLongBody(request);
        try {
          if (asOf > now() + aheadMs) throw notYet(day);
          const lines = readList(body, listFormatOf(request.headers['content-type']), column);
          const uploading = { register, asOf, country, why, by: doneBy(callerOf(request)), hashes, now };
          const { list, repeated, firstUnreadable } = await uploadRegister(pool, lines, uploading);
          return { register, ...optOutListOf(list), repeated, firstUnreadable };
        } catch (error) {
          reply.header('connection', 'close');
          await letPass(body);
          throw error;
        }
      },
    );
  };

const notYet = (day: string): HttpProblem =>
  new HttpProblem(400, 'Invalid request', 'The querystring is not what this endpoint takes.', [
    { path: ['asOf'], message: `is ahead: ${day} has not begun anywhere` },
  ]);

const passMs = 5000;

/** Whoever still sends hears no answer: what comes is let pass for a while. */
const letPass = async (body: Readable): Promise<void> => {
  body.unpipe();
  body.resume();
  await Promise.race([finished(body).catch(() => {}), delay(passMs, undefined, { ref: false })]);
};

export const uploadRegisterRoute: Route = (app, context) => app.register(uploadRoutes(context));
