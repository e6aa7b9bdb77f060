import { describe, expect, it } from 'vitest';
import { deliveryId, toldBy, toldWithinMs } from './event-delivery.ts';

const now = Date.UTC(2026, 2, 1, 12);
const lost = { state: 'lost' as const, detail: 'ECONNREFUSED' };
const answered = (status: number, headers: Record<string, string> = {}) => ({
  state: 'answered' as const,
  status,
  headers,
  body: '',
});

describe('an event that is told', () => {
  it('is told until it is taken, each time after a longer pause, for three days, and once more at their end', () => {
    const giveUpAt = now + toldWithinMs;
    let at = now;
    const pauses: number[] = [];
    let attempts = 1;
    for (;;) {
      const told = toldBy(lost, { attempts, giveUpAt }, at);
      if (told.state === 'failed') break;
      pauses.push((told.nextAt - at) / 1000);
      at = told.nextAt;
      attempts += 1;
    }
    expect(pauses.slice(0, 5)).toEqual([5, 10, 20, 40, 80]);
    expect(Math.max(...pauses)).toBe(3 * 3600);
    expect(at).toBe(giveUpAt);
    expect(attempts).toBeLessThan(50);
  });
  it('is told by any 2xx, and not by a redirect, a refusal or an error', () => {
    const attempted = { attempts: 1, giveUpAt: now + toldWithinMs };
    const states = [200, 204, 301, 400, 404, 429, 500, 503].map(
      (status) => toldBy(answered(status), attempted, now).state,
    );
    expect(states).toEqual(['delivered', 'delivered', ...Array(6).fill('waiting')]);
  });
  it('waits for as long as the receiver asks, and not beyond the end', () => {
    const attempted = { attempts: 1, giveUpAt: now + 60_000 };
    expect(toldBy(answered(503, { 'retry-after': '30' }), attempted, now).nextAt).toBe(now + 30_000);
    expect(toldBy(answered(503, { 'retry-after': '300' }), attempted, now).nextAt).toBe(now + 60_000);
  });
  it('is told to nobody who is gone', () => {
    expect(toldBy(answered(410), { attempts: 1, giveUpAt: now + 1 }, now)).toMatchObject({
      state: 'failed',
      isGone: true,
    });
  });
  it('has an id of its own for each webhook, the same each time', () => {
    expect(deliveryId('a', 'x/invited')).toBe(deliveryId('a', 'x/invited'));
    expect(deliveryId('a', 'x/invited')).not.toBe(deliveryId('b', 'x/invited'));
  });
});
