import {
  asKept,
  type Identifier,
  type InstantReading,
  Interaction,
  isFine,
  type Note,
  readTime,
  stamped,
} from '@hilo/contracts';
import { z } from 'zod';
import type { Refusal } from './refusal.ts';

export type Acceptance = { source: string; now: number; maxSkewMs: number; newId(): string };

/** What the contract allows, and its text as JSON. */
export type Allowed = { allowed: Interaction; text: string };

/** What is known of an interaction beside what was posted. */
export type KnownFields = {
  /** That the contract allows it. */
  surely?: Allowed | undefined;
  /** That nobody said when it happened: the time depends on when it was received, and is another when it is sent again. */
  isTimeDerived?: boolean | undefined;
  /** What of it is not kept as it was posted. */
  notes?: readonly Note[] | undefined;
};

/** An interaction as it was posted, and as it goes into the log: JSON of it with its source and when it was received. */
export type Accepted = {
  id: string;
  source: string;
  interaction: Interaction;
  content: string;
  notes: readonly Note[];
};

/**
 * The interaction as it goes into the log, or everything that is wrong with it. Who knows already that the contract allows
 * it says so; otherwise the contract is asked, and finds the words for what is wrong.
 */
export const accept = (
  posted: unknown,
  { source, now, maxSkewMs, newId }: Acceptance,
  { surely, isTimeDerived = false, notes = noNotes }: KnownFields = {},
): Accepted | { issues?: readonly z.core.$ZodIssue[]; refusals: readonly Refusal[] } => {
  const known = surely ?? asked(posted);
  if ('issues' in known) {
    const judged = asFarAsRead(posted);
    const time = judged.occurredAt === undefined ? undefined : readTime(judged.occurredAt);
    return { ...known, refusals: refusalsOf(judged, time, now + maxSkewMs) };
  }
  const time = readTime(known.allowed.occurredAt);
  const refusals = refusalsOf(known.allowed, time, now + maxSkewMs);
  if (refusals.length > 0) return { refusals };
  const { allowed: interaction, text } = inMilliseconds(known, time);
  const stamp = { source, receivedAt: now, isTimeDerived, notes };
  const { id } = interaction;
  if (id !== undefined) return { id, source, interaction, content: stamped(text, stamp), notes };
  const given = newId();
  return { id: given, source, interaction, content: stamped(text, { ...stamp, id: given }), notes };
};

const asked = (posted: unknown): Allowed | { issues: readonly z.core.$ZodIssue[] } => {
  const { success, data, error } = Interaction.safeParse(posted);
  return success ? { allowed: data, text: JSON.stringify(data) } : { issues: error.issues };
};

/** What is written finer than the log has it, or another way, is written anew. */
const inMilliseconds = ({ allowed, text }: Allowed, time: InstantReading): Allowed => {
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

const noNotes: readonly Note[] = [];

const Read = z
  .object({
    occurredAt: Interaction.shape.occurredAt.optional().catch(undefined),
    identifiers: z
      .array(z.object({ kind: z.string(), value: z.string().min(1) }).catch({ kind: '', value: '-' }))
      .catch([]),
  })
  .catch({ identifiers: [] });

/** What of it can be looked at though something else is wrong, so that its sender learns of everything at once. */
const asFarAsRead = (posted: unknown): Judged => Read.parse(posted);

type Judged = Pick<Interaction, 'identifiers'> & { occurredAt?: string | undefined };

const earliest = Date.UTC(1900, 0, 1);
const none: Refusal[] = [];

const refusalsOf = ({ identifiers }: Judged, time: InstantReading | undefined, latest: number): readonly Refusal[] => {
  const wrong = time && wrongIn(time, latest);
  if (wrong === undefined && !identifiers.some(isEmpty)) return none;
  return [
    ...(wrong === undefined ? [] : [{ path: ['occurredAt'], message: wrong }]),
    ...identifiers.flatMap((one, place) =>
      isEmpty(one) ? [{ path: ['identifiers', place, 'value'], message: 'is empty' }] : [],
    ),
  ];
};

const wrongIn = (time: InstantReading, latest: number): string | undefined => {
  if ('reason' in time) return time.reason;
  if (time.at > latest) return 'lies in the future; check the clock of the sender';
  return time.at < earliest ? 'lies before 1900' : undefined;
};

const isEmpty = ({ value }: Identifier): boolean => value.trim() === '';
