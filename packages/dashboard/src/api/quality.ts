import { answerOf, api } from './client.ts';
import type { components } from './schema.d.ts';

type Asking = { signal: AbortSignal };

/** What tells whether anything is lost, stuck or wrong, each by itself, so that one that cannot be read hides no other. */
export const askQuality = {
  ledger: ({ signal }: Asking) => answerOf(api.GET('/v1/ledger', { signal })),
  lag: ({ signal }: Asking) => answerOf(api.GET('/v1/lag', { signal })),
  erasures: ({ signal }: Asking) => answerOf(api.GET('/v1/erasures', { params: { query: { limit: 20 } }, signal })),
  suggestions: ({ signal }: Asking) => answerOf(api.GET('/v1/identity/suggestions/counts', { signal })),
  linkage: ({ signal }: Asking) => answerOf(api.GET('/v1/identity/suggestions/model', { signal })),
  sentiment: ({ signal }: Asking) => answerOf(api.GET('/v1/sentiment', { signal })),
  predictions: ({ signal }: Asking) => answerOf(api.GET('/v1/predictions', { signal })),
};

type Asked<Name extends keyof typeof askQuality> = Awaited<ReturnType<(typeof askQuality)[Name]>>;
export type Ledger = Asked<'ledger'>;
export type ServiceLag = Asked<'lag'>['services'][number];
export type Erasure = Asked<'erasures'>['erasures'][number];
export type Linkage = Asked<'linkage'>;
export type JudgedLanguage = Asked<'sentiment'>['languages'][number];
export type Predictions = Asked<'predictions'>;

export const quarantineStates = ['waiting', 'replayed', 'discarded'] as const;
export type QuarantineState = (typeof quarantineStates)[number];

type Filter = { state: QuarantineState; reason?: string | undefined };

/** A page of what could not be processed, the latest first, with how many there are of each reason. */
export const listQuarantine = ({
  signal,
  cursor,
  limit,
  state,
  reason,
}: Asking & Filter & { cursor?: string | undefined; limit: number }) => {
  const query = { state, limit, ...(reason !== undefined && { reason }), ...(cursor !== undefined && { cursor }) };
  return answerOf(api.GET('/v1/quarantine', { params: { query }, signal }));
};

const of = (id: number) => ({ path: { id } });

/** One with its content. That somebody looked is kept with it, and what for. */
export const readQuarantined = ({ id, signal }: Asking & { id: number }) =>
  answerOf(
    api.GET('/v1/quarantine/{id}', { params: of(id), headers: { 'hilo-purpose': 'to mend the quarantine' }, signal }),
  );

export type Quarantined = Awaited<ReturnType<typeof readQuarantined>>;

/** What somebody does with a message, and why. */
export type Deed = { does: 'fix' | 'replay' | 'discard'; note: string; written?: string | undefined };

/**
 * Does it, and answers the message as it is then; what is written takes its place first, also where it is replayed. Throws what is wrong
 * with what was written, or with doing it.
 */
export const mend = async (id: number, { does, note, written }: Deed): Promise<Quarantined> => {
  const why = note.trim() === '' ? {} : { note: note.trim() };
  const params = of(id);
  if (does === 'discard') return answerOf(api.POST('/v1/quarantine/{id}/discard', { params, body: why }));
  const fixed = written === undefined ? undefined : await fix(id, written, why);
  if (does === 'fix' && fixed !== undefined) return fixed;
  return answerOf(api.POST('/v1/quarantine/{id}/replay', { params, body: why }));
};

const fix = (id: number, written: string, why: { note?: string }): Promise<Quarantined> => {
  // Whether it is one, ingest says, field by field.
  const interaction: components['schemas']['Interaction'] = JSON.parse(written);
  return answerOf(api.PUT('/v1/quarantine/{id}', { params: of(id), body: { interaction, ...why } }));
};
