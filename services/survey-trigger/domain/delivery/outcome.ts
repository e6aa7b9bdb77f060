import type { Reason } from '../refusals.ts';
import type { HandOver } from './transport.ts';

/** What becomes of a message at a moment: as its row says it. Times are in milliseconds since the epoch. */
export type MessageOutcome =
  | { state: 'accepted'; providerId?: string | undefined; detail?: string | undefined }
  | { state: 'refused'; reason: string; detail?: string | undefined }
  | { state: 'unknown'; reason: string; detail?: string | undefined }
  | { state: 'deferred'; until: number; reason: string; reasons?: readonly Reason[]; detail?: string | undefined }
  | { state: 'cancelled' | 'expired'; reason: string; reasons: readonly Reason[] };

/** So often it is tried, however often a connection is made anew. */
export const mostAttempts = 16;
const [firstPauseMs, longestPauseMs] = [15_000, 3_600_000];

const tooLate: Reason = { reason: 'too-late', rule: 'hilo.too-late' };
export const expired = { state: 'expired' as const, reason: 'too-late', reasons: [tooLate] };

type Attempted = { attempts: number; deadline: number };

/** What a message becomes by what came of handing it over: what nobody has is tried again, as long as there is time. */
export const outcomeOf = (handOver: HandOver, { attempts, deadline }: Attempted, now: number): MessageOutcome => {
  const { state, detail } = handOver;
  if (state === 'accepted') return { state, providerId: handOver.providerId, detail };
  if (state === 'refused') return { state, reason: handOver.reason, detail };
  const until = now + Math.max(pauseAfter(attempts), state === 'deferred' ? (handOver.retryAfterMs ?? 0) : 0);
  if (state === 'unknown') {
    const isRepeated = handOver.mayRepeat === true && attempts < mostAttempts && until < deadline;
    return isRepeated
      ? { state: 'deferred', until, reason: 'no-answer', detail }
      : { state, reason: 'no-answer', detail };
  }
  if (attempts >= mostAttempts) return { state: 'refused', reason: 'attempts-used-up', detail };
  // At its deadline it is taken up for the last time, to say that it is over.
  return { state: 'deferred', until: Math.min(until, deadline), reason: state, detail };
};

const pauseAfter = (attempts: number): number => Math.min(firstPauseMs * 2 ** (attempts - 1), longestPauseMs);

/** Nobody was reached, and nobody will be: it counts for no cap and no rest. */
export const freesSlot = ({ state }: Pick<MessageOutcome, 'state'>): boolean =>
  state === 'refused' || state === 'cancelled' || state === 'expired';
