import { ContactReason, CustomerId, Identifier, Problem, Timestamp, Uuid, Word, wordingFor } from '@hilo/contracts';
import { allow, findCustomer, problems, unknownCustomer } from '@hilo/runtime';
import { z } from 'zod';
import { BriefingLanguage, contactSentence, languageOf, sentenceOf } from '../domain/briefing-words.ts';
import { askPermission, asWhoAsks, contactChannels } from '../people/ask-permission.ts';
import { predict } from '../prediction/predict.ts';
import { readBriefing } from '../store/briefing.ts';
import { readShownGuidance } from '../store/guidance.ts';
import { BriefPredictions, briefPredictionsOf } from './briefing-predictions.ts';
import { auditedRead, type Context, type Route, seesPeople, tags } from './context.ts';

const BriefGuidance = z.object({
  id: Uuid.describe('POST /v1/guidance/{id}/read says that you have read it.'),
  card: Word,
  cardVersion: z.int(),
  roles: z.array(Word).describe('For whom it is.'),
  language: z
    .string()
    .describe(
      'Of these words: the reader’s, else the customer’s, else English, or the first of the card by the alphabet.',
    ),
  title: z.string(),
  text: z.string().describe('What to say and do.'),
  beganAt: Timestamp,
  endsAt: Timestamp.describe('When it is over at the latest.'),
});

const Briefing = z.object({
  customer: CustomerId,
  callThem: z.string().optional().describe('How the customer wants to be called; else the given name.'),
  language: z.string().optional().describe('In which to speak.'),
  lately: z.array(z.object({ at: Timestamp, sentence: z.string() })).describe('The latest first.'),
  guidance: z
    .array(BriefGuidance)
    .describe('The cards for the front line that the customer’s situation calls for, the latest first.'),
  contact: z.object({
    known: z
      .boolean()
      .describe('False where survey-trigger did not answer in 300 ms, or may not be asked: do not contact.'),
    sentence: z.string().describe('Of the first channel on which it is allowed; else why not by telephone.'),
    channels: z.array(
      z.object({
        channel: z.enum(contactChannels),
        allowed: z.boolean(),
        sentence: z.string(),
        contactPoint: Identifier.optional(),
        reasons: z.array(ContactReason),
        nextAllowedAt: Timestamp.optional(),
      }),
    ),
  }),
  ...BriefPredictions,
});

const latelyCount = 5;
const mostCards = 20;

/** `GET /v1/customers/{id}/briefing`: whom you have before you, in one call. */
export const briefingRoute: Route = (app, context) =>
  app.get(
    '/v1/customers/:id/briefing',
    {
      onRequest: allow(context.authenticate, 'analytics:read'),
      schema: {
        summary:
          'Whom you have before you: how to call them, what happened lately, what to say of it, whether you may contact them, and what to offer',
        description:
          'Whether there may be contact is asked of survey-trigger, with your key, which needs `contacts:check` for that. Who may not read ' +
          `customers (\`customers:read\`) sees neither names nor addresses nor what they wrote. ${auditedRead}`,
        tags,
        params: z.object({ id: CustomerId }),
        querystring: z.object({
          language: BriefingLanguage.optional().describe('Of the sentences; without it, by Accept-Language.'),
          role: Word.optional().describe('The cards for this role alone: gate-agent.'),
          purpose: z.string().max(100).default('service').describe('What the contact would be for.'),
        }),
        response: { 200: Briefing, ...problems, 404: Problem },
      },
    },
    async (request) => {
      const customer = await findCustomer(context.pool, request.params.id);
      if (customer === undefined) throw unknownCustomer();
      await context.tellReads(request, [customer]);
      const language = request.query.language ?? languageOf(request.headers['accept-language']);
      const asking = { url: context.surveyTriggerUrl(), headers: asWhoAsks(request.headers) };
      const shown = { customer, role: request.query.role, now: context.now(), limit: mostCards };
      const [kept, cards, permissions, predicted] = await Promise.all([
        readBriefing(context.pool, customer, latelyCount),
        readShownGuidance(context.pool, shown),
        askPermission(asking, { customer, purpose: request.query.purpose }),
        predict(context.pool, customer, context.now(), language),
      ]);
      const reading = {
        language,
        isPersonalShown: seesPeople(request),
        timeZone: context.timeZone,
      };
      const person = personOf(kept, reading);
      return {
        customer,
        ...person,
        guidance: cards.flatMap((one) => guidanceOf(one, language, person.language)),
        contact: contactOf(permissions, reading),
        ...briefPredictionsOf(predicted, language),
      };
    },
  );

type Reading = { language: BriefingLanguage; isPersonalShown: boolean; timeZone: Context['timeZone'] };

const personOf = (
  { givenName, preferences, locale, lately }: Awaited<ReturnType<typeof readBriefing>>,
  { language, isPersonalShown, timeZone }: Reading,
): Pick<z.infer<typeof Briefing>, 'callThem' | 'language' | 'lately'> => {
  const told = Array.isArray(givenName) ? givenName[0]?.value : givenName?.value;
  const name = preferences?.preferredName ?? (typeof told === 'string' ? told : undefined);
  const spoken = preferences?.language ?? locale ?? undefined;
  return {
    ...(isPersonalShown && name !== undefined && { callThem: name }),
    ...(spoken !== undefined && { language: spoken }),
    lately: lately.map(({ verbatim, ...one }) => ({
      at: one.occurredAt.toISOString(),
      sentence: sentenceOf(
        { ...one, ...(isPersonalShown && verbatim !== null && { text: verbatim }) },
        language,
        timeZone,
      ),
    })),
  };
};

const guidanceOf = (
  { wordings, beganAt, endsAt, ...one }: Awaited<ReturnType<typeof readShownGuidance>>[number],
  ...languages: readonly (string | undefined)[]
): z.infer<typeof BriefGuidance>[] => {
  const wording = wordingFor(wordings ?? {}, ...languages);
  return wording === undefined
    ? []
    : [{ ...one, ...wording, beganAt: beganAt.toISOString(), endsAt: endsAt.toISOString() }];
};

const contactOf = (
  permissions: Awaited<ReturnType<typeof askPermission>>,
  { language, isPersonalShown, timeZone }: Reading,
): z.infer<typeof Briefing>['contact'] => {
  if (permissions === undefined)
    return { known: false, sentence: contactSentence(undefined, language, timeZone), channels: [] };
  const channels = permissions.map(({ channel, allowed, contactPoint, reasons, nextAllowedAt }) => ({
    channel,
    allowed,
    sentence: contactSentence(
      { channel, allowed, until: nextAllowedAt === undefined ? undefined : new Date(nextAllowedAt) },
      language,
      timeZone,
    ),
    ...(isPersonalShown && contactPoint && { contactPoint }),
    reasons,
    ...(nextAllowedAt !== undefined && { nextAllowedAt }),
  }));
  const first = channels.find(({ allowed }) => allowed) ?? channels[0];
  return { known: true, sentence: first?.sentence ?? contactSentence(undefined, language, timeZone), channels };
};
