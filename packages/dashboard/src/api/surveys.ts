import { answerOf, api } from './client.ts';
import { askFigures, type Question } from './figures.ts';
import type { components } from './schema.d.ts';

type Asking = { signal: AbortSignal };
type Days = { from: string; to: string };

const of = (id: string) => ({ path: { id } });

/** What is known of programmes, and what came of them. */
export const askSurveys = {
  programmes: ({ signal }: Asking) => answerOf(api.GET('/v1/programmes', { signal })),
  one: ({ id, signal }: Asking & { id: string }) =>
    answerOf(api.GET('/v1/programmes/{id}', { params: of(id), signal })),
  versions: ({ id, cursor, signal }: Asking & { id: string; cursor: string | undefined }) => {
    const query = { limit: 10, ...(cursor !== undefined && { cursor }) };
    return answerOf(api.GET('/v1/programmes/{id}/versions', { params: { ...of(id), query }, signal }));
  },
  /** Who was asked and who was not, by when it happened. */
  counts: ({ from, to, signal }: Asking & Days) =>
    answerOf(api.GET('/v1/invitations/counts', { params: { query: { from, to } }, signal })),
  /** How soon they were asked, and how many answered, by when it was decided: of all programmes and of each. */
  figures: ({ from, to, signal }: Asking & Days) => {
    const by = { from, to, groupBy: ['programme'], limit: 1000 } satisfies Partial<Question>;
    return askFigures(
      { immediacy: { metric: 'immediacy', ...by }, response: { metric: 'response-rate', ...by } },
      signal,
    );
  },
};

type Asked<Name extends keyof typeof askSurveys> = Awaited<ReturnType<(typeof askSurveys)[Name]>>;
export type ListedProgramme = Asked<'programmes'>['programmes'][number];
export type ProgrammeInForce = NonNullable<ListedProgramme['programme']>;
export type WholeProgramme = Asked<'one'>;
export type SurveyFigures = Asked<'figures'>;
export type Counts = Asked<'counts'>['programmes'][number];

/** How a programme is made to stand, and why. */
export type Standing = 'pause' | 'resume' | 'end';

export const changeStanding = (id: string, standing: Standing, why: string): Promise<WholeProgramme> => {
  const request = { params: of(id), body: { why } };
  if (standing === 'pause') return answerOf(api.POST('/v1/programmes/{id}/pause', request));
  if (standing === 'resume') return answerOf(api.POST('/v1/programmes/{id}/resume', request));
  return answerOf(api.POST('/v1/programmes/{id}/end', request));
};

type Written = { id: string; draft: object };

/** What would be said of a draft if it were published. */
export const checkDraft = ({ id, draft, signal }: Written & Asking) =>
  answerOf(api.POST('/v1/programmes/{id}/check', { params: of(id), body: { programme: { ...draft } }, signal }));

export type CheckedDraft = Awaited<ReturnType<typeof checkDraft>>;

/** Its pages, as whoever is asked sees them. */
export const previewDraft = ({ id, draft, language, signal }: Written & Asking & { language: string | undefined }) => {
  const body = { programme: { ...draft }, ...(language !== undefined && { language }) };
  return answerOf(api.POST('/v1/programmes/{id}/preview', { params: of(id), body, signal }));
};

type Body = components['schemas']['PutProgrammesByIdBody'];
type Publishing = Written & { why: string; etag: string | undefined };

/** Publishes it as the version after the one that was seen, or as the first where none was. */
export const publishDraft = ({ id, draft, why, etag }: Publishing): Promise<WholeProgramme> => {
  // Whether it is one, survey-trigger says, field by field.
  const programme: Body['programme'] = JSON.parse(JSON.stringify(draft));
  const header = etag === undefined ? { 'if-none-match': '*' as const } : { 'if-match': etag };
  return answerOf(api.PUT('/v1/programmes/{id}', { params: { ...of(id), header }, body: { programme, why } }));
};

export type History = 'log' | 'invitations';
type Trying = { id: string; draft: object | undefined; history: History };
type Tried = components['schemas']['PostProgrammesDryRunsBody']['programmes'][number];

const run = (id: string) => ({ params: of(id) });

/** Dry runs: of a programme that is in force, or of a draft under its name. */
export const dryRuns = {
  start: ({ id, draft, history }: Trying) => {
    const tried: Tried = draft === undefined ? id : JSON.parse(JSON.stringify({ ...draft, id }));
    return answerOf(api.POST('/v1/programmes/dry-runs', { body: { programmes: [tried], history } }));
  },
  read: ({ id, signal }: Asking & { id: string }) =>
    answerOf(api.GET('/v1/programmes/dry-runs/{id}', { ...run(id), signal })),
  stop: (id: string) => answerOf(api.DELETE('/v1/programmes/dry-runs/{id}', run(id))),
};

export type DryRun = Awaited<ReturnType<typeof dryRuns.read>>;
export type DryRunResult = NonNullable<DryRun['result']>;
export type ProgrammeReport = DryRunResult['programmes'][number];

/** The templates by which customers are told something. */
export const askTemplates = ({ signal }: Asking) => answerOf(api.GET('/v1/templates', { signal }));

export type Template = Awaited<ReturnType<typeof askTemplates>>['templates'][number];

/** Nothing is told by it any more, for ever. */
export const retireTemplate = (id: string, why: string) =>
  answerOf(api.POST('/v1/templates/{id}/retire', { params: of(id), body: { why } }));

/** Brings an earlier version back as the next, for who has seen which is in force. */
export const restoreVersion = ({ id, etag }: WholeProgramme, version: number, why: string): Promise<WholeProgramme> => {
  const params = { path: { id, version }, header: { 'if-match': etag } };
  return answerOf(api.POST('/v1/programmes/{id}/versions/{version}/restore', { params, body: { why } }));
};
