import { derivedUuid } from '../derived-uuid.ts';
import { type AnswerToPost, retryAfterIn } from './posted.ts';

const day = 24 * 3_600_000;
/** For so long it is tried to tell somebody what happened. */
export const toldWithinMs = 3 * day;
/** What was told stays in the log for so long, from which it can be told again. */
export const keptInLogMs = 30 * day;

const [firstPauseMs, longestPauseMs] = [5000, 3 * 3_600_000];

export const deliveryId = (webhook: string, event: string): string => derivedUuid(['delivery', webhook, event]);

export type AttemptedDelivery = { attempts: number; giveUpAt: number };

/** What becomes of a delivery; `gone` where the receiver says that there will never be anybody. */
type Told = {
  state: 'delivered' | 'waiting' | 'failed';
  nextAt: number;
  status: number | undefined;
  detail: string | undefined;
  isGone: boolean;
};

/** By what came back of an attempt: taken with 2xx, and told again otherwise, each time after a longer pause, for three days. */
export const toldBy = (answer: AnswerToPost, { attempts, giveUpAt }: AttemptedDelivery, now: number): Told => {
  if (answer.state === 'lost') return again(answer.detail, { attempts, giveUpAt }, now);
  const { status, headers } = answer;
  if (status >= 200 && status < 300)
    return { state: 'delivered', nextAt: now, status, detail: undefined, isGone: false };
  if (status === 410) return { state: 'failed', nextAt: now, status, detail: 'gone', isGone: true };
  const waitMs = retryAfterIn(headers['retry-after'], now) ?? 0;
  return { ...again(undefined, { attempts, giveUpAt }, now, waitMs), status };
};

const again = (
  detail: string | undefined,
  { attempts, giveUpAt }: AttemptedDelivery,
  now: number,
  waitMs = 0,
): Told => {
  const pauseMs = Math.max(waitMs, Math.min(firstPauseMs * 2 ** Math.min(attempts - 1, 20), longestPauseMs));
  const isOver = now >= giveUpAt;
  // The last attempt is made when the time is over.
  return {
    state: isOver ? 'failed' : 'waiting',
    nextAt: Math.min(now + pauseMs, Math.max(giveUpAt, now)),
    status: undefined,
    detail,
    isGone: false,
  };
};
