import { type AcceptedInteraction, type Identifier, Interaction } from '@hilo/contracts';
import type { z } from 'zod';
import type { Refusal } from './refusal.ts';

export type Acceptance = { source: string; now: number; maxSkewMs: number; newId(): string };

export type Accepted = { interaction: AcceptedInteraction };

/**
 * The interaction as it goes into the log, or everything that is wrong with it. `isSurely` may know faster than the contract
 * that it allows something; where it does not, the contract is asked, and finds the words for what is wrong.
 */
export const accept = (
  posted: unknown,
  { source, now, maxSkewMs, newId }: Acceptance,
  isSurely: (posted: unknown) => posted is Interaction = isUnknown,
): Accepted | { issues: readonly z.core.$ZodIssue[] } | { refusals: readonly Refusal[] } => {
  const result = isSurely(posted) ? { success: true as const, data: posted } : Interaction.safeParse(posted);
  if (!result.success) return { issues: result.error.issues };
  const refusals = refusalsOf(result.data, now + maxSkewMs);
  if (refusals.length > 0) return { refusals };
  const { id = newId(), ...fields } = result.data;
  return { interaction: { id, source, receivedAt: new Date(now).toISOString(), ...fields } };
};

const isUnknown = (_posted: unknown): _posted is Interaction => false;

const earliest = Date.UTC(1900, 0, 1);

const refusalsOf = ({ occurredAt, identifiers }: Interaction, latest: number): Refusal[] => {
  const at = Date.parse(occurredAt);
  const time =
    at > latest
      ? 'lies in the future; check the clock of the sender'
      : at < earliest || Number.isNaN(at)
        ? 'lies before 1900'
        : undefined;
  return [
    ...(time ? [{ path: ['occurredAt'], message: time }] : []),
    ...identifiers.flatMap(({ value }, place) =>
      value.trim() === '' ? [{ path: ['identifiers', place, 'value'], message: 'is empty' }] : [],
    ),
  ];
};

/** The kinds that say best who it is, the strongest first. It only spreads the log; identity has rules of its own. */
const strongestFirst = ['customer_number', 'national_id', 'user_id', 'loyalty_id', 'email', 'phone', 'whatsapp'];

/** The key in the log: the strongest identifier, so that what concerns one person mostly keeps its order. */
export const keyOf = ({ identifiers }: Pick<AcceptedInteraction, 'identifiers'>): string => {
  const rank = ({ kind }: Identifier): number => {
    const place = strongestFirst.indexOf(kind);
    return place < 0 ? strongestFirst.length : place;
  };
  const strongest = identifiers.reduce((best, one) => (rank(one) < rank(best) ? one : best));
  return strongest ? `${strongest.kind}:${strongest.value.trim().toLowerCase()}` : '';
};
