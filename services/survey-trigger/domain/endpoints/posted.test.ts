import { describe, expect, it } from 'vitest';
import { handOverOf, retryAfterIn } from './posted.ts';

const now = Date.UTC(2026, 2, 1, 12);
const answered = (status: number, headers: Record<string, string> = {}, body = '') =>
  handOverOf({ state: 'answered', status, headers, body }, now);

describe('what an answer to a message means', () => {
  it.each([200, 201, 202, 204])('is that it was taken: %d', (status) => {
    expect(answered(status)).toMatchObject({ state: 'accepted', providerId: undefined });
    expect(answered(status, {}, '{"id":"SM1"}')).toMatchObject({ providerId: 'SM1' });
    expect(answered(status, {}, '{"id":17}')).toMatchObject({ providerId: undefined });
  });
  it.each([400, 401, 403, 404, 409, 410, 413, 422, 301, 302, 307, 308])('is that it is not taken: %d', (status) => {
    expect(answered(status)).toEqual({ state: 'refused', reason: 'not-accepted', detail: `HTTP ${status}` });
  });
  it.each([500, 501, 502, 503, 504, 520, 599, 408, 100])('is nothing that says whether it was taken: %d', (status) => {
    expect(answered(status)).toEqual({ state: 'unknown', detail: `HTTP ${status}` });
  });
  it('is that it may be tried later', () => {
    expect(answered(429)).toEqual({ state: 'deferred', retryAfterMs: undefined, detail: 'HTTP 429' });
    expect(answered(503, { 'retry-after': '7' })).toMatchObject({ state: 'deferred', retryAfterMs: 7000 });
    expect(answered(500, { 'retry-after': '7' })).toMatchObject({ state: 'unknown' });
  });
  it('is a reason in the words of the provider', () => {
    expect(answered(422, {}, '{"reason":"opted-out"}')).toMatchObject({ state: 'refused', reason: 'opted-out' });
    expect(answered(404, {}, '{"reason":"no-such-address"}')).toMatchObject({ reason: 'no-such-address' });
    expect(answered(422, {}, '{"reason":"whatever"}')).toMatchObject({ reason: 'not-accepted' });
    expect(answered(422, {}, '[1,')).toMatchObject({ reason: 'not-accepted' });
  });
  it('is unknown where nobody answered after something was sent', () => {
    expect(handOverOf({ state: 'lost', detail: 'ECONNRESET' }, now)).toEqual({
      state: 'unknown',
      detail: 'ECONNRESET',
    });
  });
});

it('reads seconds and dates after which to try again, up to a day', () => {
  const texts = [
    '0',
    '120',
    ' 3 ',
    new Date(now + 5000).toUTCString(),
    new Date(now - 5000).toUTCString(),
    '9'.repeat(12),
    'soon',
    '',
  ];
  expect(texts.map((text) => retryAfterIn(text, now))).toEqual([
    0,
    120_000,
    3000,
    5000,
    0,
    86_400_000,
    undefined,
    undefined,
  ]);
});
