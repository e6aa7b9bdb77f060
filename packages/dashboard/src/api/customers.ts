import { answerOf, api } from './client.ts';
import type { components } from './schema.d.ts';

export type Found = components['schemas']['PostCustomersSearchAnswer']['customers'][number];

/** Customers by how a name begins, or by an identifier; what is searched is in the body, and so in no log. */
export const findCustomers = (body: { query: string; limit: number; cursor?: string }, signal: AbortSignal) =>
  answerOf(api.POST('/v1/customers/search', { body, signal }));

/** What a customer is called, or else by what she is known. */
export const nameOf = ({ id, names, identifiers }: Pick<Found, 'id' | 'names' | 'identifiers'>): string => {
  const { fullName, givenName, familyName } = names;
  const parts = [givenName, familyName].filter((one) => one !== undefined);
  return fullName ?? (parts.length > 0 ? parts.join(' ') : (identifiers[0]?.value ?? id));
};

export type CustomerRecord = components['schemas']['CustomerRecord'];
export type Entry = components['schemas']['GetCustomersByIdTimelineAnswer']['interactions'][number];
export type CaseOf = components['schemas']['GetCasesAnswer']['cases'][number];
export type Judged = components['schemas']['GetCustomersByIdVerbatimsAnswer']['verbatims'][number];

type Asking = { id: string; signal: AbortSignal };
const of = (id: string) => ({ path: { id } });

/** What is known of a customer, each part by itself, so that one that cannot be read hides no other. */
export const askCustomer = {
  record: ({ id, signal }: Asking) => answerOf(api.GET('/v1/customers/{id}', { params: of(id), signal })),
  briefing: ({ id, signal, language }: Asking & { language: string }) =>
    answerOf(
      api.GET('/v1/customers/{id}/briefing', {
        params: { ...of(id), query: { language: language === 'es' ? 'es' : 'en' } },
        signal,
      }),
    ),
  /** As they were at a moment, by who was who then; without one, as they are. */
  consents: ({ id, signal, at }: Asking & { at: string | undefined }) =>
    answerOf(
      api.GET('/v1/customers/{id}/consents', {
        params: { ...of(id), ...(at !== undefined && { query: { at } }) },
        signal,
      }),
    ),
  contacts: ({ id, signal }: Asking) =>
    answerOf(api.GET('/v1/customers/{id}/contacts', { params: { ...of(id), query: { limit: 5 } }, signal })),
  verbatims: ({ id, signal }: Asking) => answerOf(api.GET('/v1/customers/{id}/verbatims', { params: of(id), signal })),
  cases: ({ id, signal }: Asking) => answerOf(api.GET('/v1/cases', { params: { query: { customer: id } }, signal })),
  /** A page of the thread, the latest first. */
  thread: ({ id, signal, channel, until, cursor }: Asking & Partial<Record<'channel' | 'until' | 'cursor', string>>) =>
    answerOf(
      api.GET('/v1/customers/{id}/timeline', {
        params: {
          ...of(id),
          query: { limit: 50, ...(channel && { channel }), ...(until && { to: until }), ...(cursor && { cursor }) },
        },
        signal,
      }),
    ),
};

/** What a record says of a trait, the first of several. */
export const traitsOf = ({ traits }: CustomerRecord) =>
  Object.entries(traits).flatMap(([name, told]) =>
    (Array.isArray(told) ? told : [told]).map((one) => ({
      name,
      value: textOf(one.value),
      source: one.source,
      at: one.at,
    })),
  );

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What the customer of a record is called, or else by what she is known. */
export const nameOfRecord = (record: CustomerRecord): string => {
  const told = traitsOf(record);
  const named = (name: string) => told.find((one) => one.name === name)?.value;
  const full =
    named('fullName') ?? [named('givenName'), named('familyName')].filter((one) => one !== undefined).join(' ');
  return full === '' ? (record.identifiers[0]?.value ?? record.id) : full;
};
