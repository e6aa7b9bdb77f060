import type { Seen } from './cases.ts';
import { answerOf, api } from './client.ts';
import type { components } from './schema.d.ts';

export type ImprovementState = components['schemas']['PostImprovementsAnswer']['state'];

type Paged = { cursor?: string | undefined; signal: AbortSignal };
const page = ({ cursor }: Paged) => ({ limit: 50, ...(cursor !== undefined && { cursor }) });

/** What goes wrong again and again, and what is done against it (docs/improvements.md). */
export const askImprovements = {
  candidates: (time: { from?: string; to?: string }, paged: Paged) =>
    answerOf(
      api.GET('/v1/improvements/candidates', { params: { query: { ...time, ...page(paged) } }, signal: paged.signal }),
    ),
  list: (state: ImprovementState | 'any', paged: Paged) =>
    answerOf(api.GET('/v1/improvements', { params: { query: { state, ...page(paged) } }, signal: paged.signal })),
  one: ({ id, signal }: { id: string; signal: AbortSignal }) =>
    answerOf(api.GET('/v1/improvements/{id}', { params: { path: { id } }, signal })),
};

export type Candidate = Awaited<ReturnType<typeof askImprovements.candidates>>['candidates'][number];
export type Improvement = Awaited<ReturnType<typeof askImprovements.list>>['improvements'][number];
/** With its history and, once it works, what came of it. */
export type WholeImprovement = Awaited<ReturnType<typeof askImprovements.one>>;
export type Effect = NonNullable<WholeImprovement['effect']>;

type Taken = components['schemas']['PostImprovementsBody'];
type Change = components['schemas']['PatchImprovementsByIdBody'];

const by = ({ id, etag }: Seen) => ({ path: { id }, header: { 'if-match': etag } });

/** What is done with one, by who has seen how it stands. */
export const workOnImprovement = {
  takeOn: (body: Taken) => answerOf(api.POST('/v1/improvements', { body })),
  change: (seen: Seen, body: Change) => answerOf(api.PATCH('/v1/improvements/{id}', { params: by(seen), body })),
  done: (seen: Seen, body: { on?: string; why?: string }) =>
    answerOf(api.POST('/v1/improvements/{id}/done', { params: by(seen), body })),
  drop: (seen: Seen, body: { why: string }) =>
    answerOf(api.POST('/v1/improvements/{id}/drop', { params: by(seen), body })),
};
