import { asKept, type Identifier, Interaction, isFine, type Reading, readTime } from '@hilo/contracts';
import type { z } from 'zod';
import type { Refusal } from './refusal.ts';

export type Acceptance = { source: string; now: number; maxSkewMs: number; newId(): string };

/** What the contract allows, and its text as JSON. */
export type Allowed = { allowed: Interaction; text: string };

/** An interaction as it was posted, and as it goes into the log: JSON of it with its source and when it was received. */
export type Accepted = { id: string; source: string; interaction: Interaction; content: string };

/**
 * The interaction as it goes into the log, or everything that is wrong with it. Who knows already that the contract allows
 * it says so; otherwise the contract is asked, and finds the words for what is wrong.
 */
export const accept = (
  posted: unknown,
  { source, now, maxSkewMs, newId }: Acceptance,
  surely?: Allowed,
): Accepted | { issues: readonly z.core.$ZodIssue[] } | { refusals: readonly Refusal[] } => {
  const known = surely ?? asked(posted);
  if ('issues' in known) return known;
  const time = readTime(known.allowed.occurredAt);
  const refusals = refusalsOf(known.allowed, time, now + maxSkewMs);
  if (refusals.length > 0) return { refusals };
  const { allowed: interaction, text } = inMilliseconds(known, time);
  // The text is not written again: what is new stands in front of it.
  const rest = `${stampOf(source, now)}${text.slice(1)}`;
  if (interaction.id !== undefined) return { id: interaction.id, source, interaction, content: `{${rest}` };
  const id = newId();
  return { id, source, interaction, content: `{"id":${JSON.stringify(id)},${rest}` };
};

const asked = (posted: unknown): Allowed | { issues: readonly z.core.$ZodIssue[] } => {
  const { success, data, error } = Interaction.safeParse(posted);
  return success ? { allowed: data, text: JSON.stringify(data) } : { issues: error.issues };
};

/** What is written finer than the log has it, or another way, is written anew. */
const inMilliseconds = ({ allowed, text }: Allowed, time: Reading): Allowed => {
  const { occurredAt } = allowed;
  if ('reason' in time || isFine(occurredAt)) return { allowed, text };
  const kept = { ...allowed, occurredAt: asKept(occurredAt, time.at) };
  // Python, Java and Go write microseconds: of most, the one text is taken out of the other.
  const [name, field] = ['"occurredAt":', `"occurredAt":"${occurredAt}"`];
  const at = text.indexOf(field);
  const isOnlyOne = at >= 0 && at === text.indexOf(name) && at === text.lastIndexOf(name);
  const again = `${text.slice(0, at)}${name}"${kept.occurredAt}"${text.slice(at + field.length)}`;
  return { allowed: kept, text: isOnlyOne ? again : JSON.stringify(kept) };
};

let lastStamp = { source: '', now: Number.NaN, text: '' };

/** The same for a whole batch, so the last one is kept. */
const stampOf = (source: string, now: number): string => {
  if (lastStamp.now !== now || lastStamp.source !== source) {
    const text = JSON.stringify({ source, receivedAt: new Date(now).toISOString() });
    lastStamp = { source, now, text: `${text.slice(1, -1)},` };
  }
  return lastStamp.text;
};

const earliest = Date.UTC(1900, 0, 1);
const none: Refusal[] = [];

const refusalsOf = ({ identifiers }: Interaction, time: Reading, latest: number): readonly Refusal[] => {
  const wrong = wrongIn(time, latest);
  if (wrong === undefined && !identifiers.some(isEmpty)) return none;
  return [
    ...(wrong === undefined ? [] : [{ path: ['occurredAt'], message: wrong }]),
    ...identifiers.flatMap((one, place) =>
      isEmpty(one) ? [{ path: ['identifiers', place, 'value'], message: 'is empty' }] : [],
    ),
  ];
};

const wrongIn = (time: Reading, latest: number): string | undefined => {
  if ('reason' in time) return time.reason;
  if (time.at > latest) return 'lies in the future; check the clock of the sender';
  return time.at < earliest ? 'lies before 1900' : undefined;
};

const isEmpty = ({ value }: Identifier): boolean => value.trim() === '';

/** The kinds that say best who it is, the strongest first. It only spreads the log; identity has rules of its own. */
const strongestFirst = ['customer_number', 'national_id', 'user_id', 'loyalty_id', 'email', 'phone', 'whatsapp'];

/** The key in the log: the strongest identifier, so that what concerns one person mostly keeps its order. */
export const keyOf = ({ identifiers }: Pick<Interaction, 'identifiers'>): string => {
  const rank = ({ kind }: Identifier): number => {
    const place = strongestFirst.indexOf(kind);
    return place < 0 ? strongestFirst.length : place;
  };
  const strongest = identifiers.reduce((best, one) => (rank(one) < rank(best) ? one : best));
  return strongest ? `${strongest.kind}:${strongest.value.trim().toLowerCase()}` : '';
};
