import { answerOf, api } from './client.ts';
import type { components } from './schema.d.ts';

type Asking = { id: string; signal: AbortSignal };
const of = (id: string) => ({ path: { id } });

/** What somebody decides of who is who. */
export type DecisionRequest = components['schemas']['DecisionRequest'];

/** Why a customer is one, and what a decision would make of that: tried at Hilo, and not guessed here. */
export const askIdentity = {
  explanation: ({ id, signal }: Asking) => answerOf(api.GET('/v1/customers/{id}/identity', { params: of(id), signal })),
  rehearsal: ({ body, signal }: { body: DecisionRequest; signal: AbortSignal }) =>
    answerOf(api.POST('/v1/identity/decisions/dry-run', { body, signal })),
  rehearsalOfUndo: ({ id, signal }: Asking) =>
    answerOf(api.POST('/v1/identity/decisions/{id}/dry-run', { params: of(id), signal })),
};

/** Deciding who is who, and taking that back: what was decided has no effect then, as if it never had been. */
export const decideIdentity = {
  make: (body: DecisionRequest) => answerOf(api.POST('/v1/identity/decisions', { body })),
  undo: (id: string) => answerOf(api.DELETE('/v1/identity/decisions/{id}', { params: of(id) })),
};

export type Explanation = Awaited<ReturnType<typeof askIdentity.explanation>>;
export type Rehearsal = Awaited<ReturnType<typeof askIdentity.rehearsal>>;
export type Decision = Explanation['decisions'][number];
export type Identifier = Explanation['links'][number]['between'][number];
export type HeldIdentifier = Explanation['identifiers'][number];
