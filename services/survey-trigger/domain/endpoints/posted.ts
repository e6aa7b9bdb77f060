import { z } from 'zod';
import type { HandOver } from '../delivery/transport.ts';

/** What came back of a post: an answer, or nothing, so that nobody knows what the other side has. */
export type AnswerToPost =
  | { state: 'answered'; status: number; headers: Readonly<Record<string, string>>; body: string }
  | { state: 'lost'; detail: string };

/** What a provider may say of a message in its answer. */
const Said = z.object({
  id: z.string().min(1).max(200).optional().catch(undefined),
  reason: z.enum(['no-such-address', 'opted-out', 'outside-24-hours', 'not-accepted']).optional().catch(undefined),
});

/**
 * What an answer to a message means. A refusal in the words of HTTP is one; an error of the other side, or none at all, says nothing: it may
 * have been taken.
 */
export const handOverOf = (posted: AnswerToPost, now: number): HandOver => {
  if (posted.state === 'lost') return { state: 'unknown', detail: posted.detail };
  const { status, headers, body } = posted;
  const detail = `HTTP ${status}`;
  const said = saidIn(body);
  const retryAfterMs = retryAfterIn(headers['retry-after'], now);
  if (status >= 200 && status < 300) return { state: 'accepted', providerId: said.id, detail };
  if (status === 429 || (status === 503 && retryAfterMs !== undefined))
    return { state: 'deferred', retryAfterMs, detail };
  // Whoever says that the request took too long may have read all of it.
  if (status >= 500 || status === 408 || status < 300) return { state: 'unknown', detail };
  return { state: 'refused', reason: said.reason ?? 'not-accepted', detail };
};

const saidIn = (body: string): z.infer<typeof Said> => {
  try {
    return Said.safeParse(JSON.parse(body)).data ?? {};
  } catch {
    return {};
  }
};

const longestWaitMs = 24 * 3_600_000;

/** How long `Retry-After` asks to wait, in seconds or until a date; nothing, where it says neither. */
export const retryAfterIn = (text: string | undefined, now: number): number | undefined => {
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), longestWaitMs);
};
