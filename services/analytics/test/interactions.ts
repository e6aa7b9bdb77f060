import type { ResolvedInteraction } from '@hilo/contracts';
import { transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { saveInteractions } from '../projecting/save-interactions.ts';

type Happened = Partial<Omit<ResolvedInteraction['interaction'], 'id'>> & { id: string; subject?: string };

/** The subject of those of whom nothing else is said. */
export const somebody = '00000000-0000-8000-8000-00000000000a';

/** Keeps interactions as if they had been told, also such as no channel may post. */
export const keep = (pool: Pool, ...all: Happened[]): Promise<void> =>
  transaction(pool, (tx) => saveInteractions(tx, all.map(resolvedOf)));

export const resolvedOf = ({ subject = somebody, ...interaction }: Happened): ResolvedInteraction => ({
  interaction: {
    source: 'shop',
    occurredAt: '2026-01-01T10:00:00.000Z',
    receivedAt: '2026-01-01T10:00:01.000Z',
    channel: 'web',
    touchpoint: 'checkout',
    kind: 'viewed',
    identifiers: [{ kind: 'email', value: 'somebody@example.org' }],
    ...interaction,
  },
  subject,
  customer: subject,
  version: 1,
  recordVersion: 1,
  why: {
    rule: 'strongest-identifier',
    identifier: { kind: 'email', value: 'somebody@example.org' },
    registryVersion: 1,
  },
});
