import { type CustomerRecord, type ResolvedInteraction, type SurveyEvent, topics } from '@hilo/contracts';
import { transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { handlers } from '../pipeline.ts';

export const uuidOf = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;

type Interaction = ResolvedInteraction['interaction'];

/** What happened to a subject; what is not said is a visit of the shop's page. */
export type Happened = Partial<Interaction> & {
  id: string;
  occurredAt: string;
  subject?: number;
  version?: number;
  withdrawn?: boolean;
};

export const resolvedOf = ({ subject = 1, version = 1, withdrawn, ...told }: Happened): ResolvedInteraction => ({
  interaction: {
    source: 'shop',
    receivedAt: '2026-12-01T00:00:00.000Z',
    channel: 'web',
    touchpoint: 'checkout',
    kind: 'viewed',
    identifiers: [{ kind: 'email', value: 'ana@example.org' }],
    ...told,
  },
  subject: uuidOf(subject),
  customer: uuidOf(subject),
  version,
  ...(withdrawn !== undefined && { withdrawn }),
  recordVersion: version,
  why: { rule: 'strongest-identifier', identifier: { kind: 'email', value: 'ana@example.org' }, registryVersion: 1 },
});

export const recordOf = (id: number, version: number, subjects: readonly number[]): CustomerRecord => ({
  id: uuidOf(id),
  version,
  updatedAt: new Date(Date.UTC(2026, 10, 30) + version * 1000).toISOString(),
  ambiguous: false,
  subjects: subjects.map(uuidOf),
  identifiers: [],
  traits: {},
  consents: [],
  contactPreferences: {},
  interactions: { total: 0, byChannel: {} },
  conflicts: [],
});

export const traitOf = (value: string): CustomerRecord['traits'][string] => ({
  value,
  source: 'shop',
  interaction: 'i-1',
  at: '2026-05-01T10:00:00.000Z',
});

type EventOf<State> = { state: State; invitation: number; subject?: number; programme?: string; touchpoint?: string };
/** What became of asking about an interaction of the shop. */
export type Became = EventOf<SurveyEvent['state']> & { about: string; at: string; reason?: string };

export const eventOf = ({ invitation, about, subject = 1, ...told }: Became): object => ({
  id: uuidOf(invitation),
  programme: 'after',
  programmeVersion: 1,
  subject: uuidOf(subject),
  customer: uuidOf(subject),
  interaction: { source: 'shop', id: about },
  touchpoint: 'checkout',
  channel: 'email',
  ...(told.state === 'invited' && { contactPoint: { kind: 'email', value: 'ana@example.org' }, deadline: told.at }),
  ...told,
});

/** Tells analytics, as the log does. */
export const tellAnalytics = async (
  pool: Pool,
  topic: keyof Pick<typeof topics, 'resolved' | 'customers' | 'surveys' | 'cases' | 'verbatims' | 'guidance'>,
  messages: readonly object[],
): Promise<void> => {
  const records = messages.map((message, offset) => ({
    offset,
    key: 'id' in message && typeof message.id === 'string' ? message.id : '',
    value: JSON.stringify(message),
    headers: {},
    appendedAt: 0,
  }));
  const done = await transaction(pool, async (tx) => handlers[topics[topic].name]?.(tx, { records }));
  if (done?.deadLetters?.length) throw new Error(JSON.stringify(done.deadLetters));
};
