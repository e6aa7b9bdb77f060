import { answerOf, api } from './client.ts';
import type { CaseOf } from './customers.ts';

export type Severity = CaseOf['severity'];

/** By what cases are listed and counted, as the API takes it. */
export type CaseQuery = {
  state?: 'active' | 'waiting' | 'resolved';
  queue?: string;
  severity?: Severity;
  owner?: string;
  overdue?: 'true';
  unassigned?: 'true';
};

type Paged = { limit: number; cursor?: string | undefined; signal: AbortSignal };
type Asking = { id: string; signal: AbortSignal };

/** What is known of cases. */
export const askCases = {
  list: (query: CaseQuery, { limit, cursor, signal }: Paged) =>
    answerOf(api.GET('/v1/cases', { params: { query: { ...query, limit, ...(cursor && { cursor }) } }, signal })),
  one: ({ id, signal }: Asking) => answerOf(api.GET('/v1/cases/{id}', { params: { path: { id } }, signal })),
  rules: (signal: AbortSignal) => answerOf(api.GET('/v1/case-rules', { signal })),
  /** What is on the thread of a customer between two moments. */
  said: ({ id, from, to, signal }: Asking & { from: string; to: string }) =>
    answerOf(
      api.GET('/v1/customers/{id}/timeline', { params: { path: { id }, query: { from, to, limit: 200 } }, signal }),
    ),
  /** Whether the customer may be contacted on this channel now; nothing is noted. */
  permission: ({ id, channel, signal }: Asking & { channel: ContactChannel }) =>
    answerOf(api.POST('/v1/cases/{id}/contact', { params: { path: { id } }, body: { channel }, signal })),
};

/** A case with its history, and what the customer said. */
export type WholeCase = Awaited<ReturnType<typeof askCases.one>>;
export type CaseStep = WholeCase['history'][number];
export type Permission = Awaited<ReturnType<typeof askCases.permission>>;

/** On which channels somebody takes up a case. */
export const contactChannels = ['call_centre', 'email', 'sms', 'whatsapp', 'chat', 'store', 'post'] as const;
export type ContactChannel = (typeof contactChannels)[number];

/** How trying to be in touch ends. */
export const outcomes = [
  'reached',
  'no_answer',
  'busy',
  'voicemail',
  'refused',
  'wrong_person',
  'delivered',
  'failed',
] as const;
export type ContactOutcome = (typeof outcomes)[number];

/** Which case, and how whoever changes it has seen it. */
export type Seen = { id: string; etag: string };

const by = ({ id, etag }: Seen) => ({ path: { id }, header: { 'if-match': etag } });

type Assignment = { queue?: string; owner?: string | null; defender?: string | null; why?: string };
type Attempt = { channel: ContactChannel; outcome: ContactOutcome; note?: string; waiting?: { until?: string } };

/** What is done with a case, by who has seen how it stands; who has not is told so, by a problem of status 412. */
export const workOnCase = {
  assign: (seen: Seen, body: Assignment) => answerOf(api.POST('/v1/cases/{id}/assign', { params: by(seen), body })),
  comment: (seen: Seen, body: { text: string }) =>
    answerOf(api.POST('/v1/cases/{id}/comment', { params: by(seen), body })),
  contact: (seen: Seen, body: Attempt) => answerOf(api.POST('/v1/cases/{id}/contact', { params: by(seen), body })),
  pause: (seen: Seen, body: { why: string; until?: string }) =>
    answerOf(api.POST('/v1/cases/{id}/pause', { params: by(seen), body })),
  resume: (seen: Seen) => answerOf(api.POST('/v1/cases/{id}/resume', { params: by(seen), body: {} })),
  resolve: (seen: Seen, body: { rootCause: string; resolution: string; note?: string }) =>
    answerOf(api.POST('/v1/cases/{id}/resolve', { params: by(seen), body })),
  reopen: (seen: Seen, body: { why: string }) =>
    answerOf(api.POST('/v1/cases/{id}/reopen', { params: by(seen), body })),
};
