import { answerOf, api } from './client.ts';
import type { components } from './schema.d.ts';

type Asking = { signal: AbortSignal };
type Body<Name extends 'Funnels' | 'Paths' | 'Retention' | 'Moments'> =
  components['schemas'][`PostJourneys${Name}Body`];
type CustomersBody<Name extends 'Funnels' | 'Paths' | 'Retention' | 'Moments'> =
  components['schemas'][`PostJourneys${Name}CustomersBody`];

export type FunnelQuestion = Body<'Funnels'>;
export type PathsQuestion = Body<'Paths'>;
export type RetentionQuestion = Body<'Retention'>;
export type MomentsQuestion = Body<'Moments'>;
/** Which interactions are a step: all that fit every one of these. */
export type StepFilter = FunnelQuestion['steps'][number];
/** One step, by what it is told from every other. */
export type Step = { channel: string; touchpoint: string; kind: string };

/** The steps that a question may name, the most frequent ones first. */
export const listSteps = ({ signal }: Asking) => answerOf(api.GET('/v1/journeys/steps', { signal }));

/** What is asked about journeys (docs/journeys.md). */
export const askJourneys = {
  funnel: async (body: FunnelQuestion, { signal }: Asking) =>
    asJson(await answerOf(api.POST('/v1/journeys/funnels', { body, signal }))),
  paths: async (body: PathsQuestion, { signal }: Asking) =>
    asJson(await answerOf(api.POST('/v1/journeys/paths', { body, signal }))),
  retention: async (body: RetentionQuestion, { signal }: Asking) =>
    asJson(await answerOf(api.POST('/v1/journeys/retention', { body, signal }))),
  moments: async (body: MomentsQuestion, { signal }: Asking) =>
    asJson(await answerOf(api.POST('/v1/journeys/moments', { body, signal }))),
};

export type FunnelAnswer = Awaited<ReturnType<typeof askJourneys.funnel>>;
export type PathsAnswer = Awaited<ReturnType<typeof askJourneys.paths>>;
export type RetentionAnswer = Awaited<ReturnType<typeof askJourneys.retention>>;
export type MomentsAnswer = Awaited<ReturnType<typeof askJourneys.moments>>;
export type PathsNode = PathsAnswer['places'][number]['nodes'][number]['step'];

const table = { params: { query: { format: 'csv' } }, parseAs: 'text' } as const;

/** The same answers as tables, to be taken along. */
export const readJourneyTable = {
  funnel: async (body: FunnelQuestion) => String(await answerOf(api.POST('/v1/journeys/funnels', { ...table, body }))),
  paths: async (body: PathsQuestion) => String(await answerOf(api.POST('/v1/journeys/paths', { ...table, body }))),
  retention: async (body: RetentionQuestion) =>
    String(await answerOf(api.POST('/v1/journeys/retention', { ...table, body }))),
  moments: async (body: MomentsQuestion) =>
    String(await answerOf(api.POST('/v1/journeys/moments', { ...table, body }))),
};

/** Who is behind a figure: as many in all pages as it says. */
export const listBehind = {
  funnel: (body: CustomersBody<'Funnels'>, { signal }: Asking) =>
    answerOf(api.POST('/v1/journeys/funnels/customers', { body, signal })),
  paths: (body: CustomersBody<'Paths'>, { signal }: Asking) =>
    answerOf(api.POST('/v1/journeys/paths/customers', { body, signal })),
  retention: (body: CustomersBody<'Retention'>, { signal }: Asking) =>
    answerOf(api.POST('/v1/journeys/retention/customers', { body, signal })),
  moments: (body: CustomersBody<'Moments'>, { signal }: Asking) =>
    answerOf(api.POST('/v1/journeys/moments/customers', { body, signal })),
};

/** What was not asked for as a table is none. */
const asJson = <Answer extends object>(answer: Answer | string): Answer => {
  if (typeof answer === 'string') throw new TypeError('a table came where an answer was asked for');
  return answer;
};
