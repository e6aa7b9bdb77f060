import { expect, it } from 'vitest';
import { dayMs, hourMs, policyOf, programme, ruleOf } from '../../test/asking.ts';
import { rememberedFrom } from './memory.ts';

const now = Date.UTC(2026, 2, 10);
const occurredAt = now - 2 * hourMs;
const asked = (written: object, restDays = 0, due = [{ occurredAt: new Date(occurredAt) }]): number =>
  rememberedFrom(due, [programme('email', { restDays })], policyOf(written), now);
const rule = (fields: object) => ruleOf({ id: 'r', hours: 'any', ...fields });

it('remembers for the longest window and the longest rest, of a rule, of the law, or of a programme', () => {
  expect(asked({ packs: [], rules: [rule({})] })).toBe(occurredAt);
  const capped = rule({
    caps: [
      { max: 1, windowHours: 24 },
      { max: 9, windowHours: 168 },
    ],
  });
  expect(asked({ packs: [], rules: [capped] })).toBe(occurredAt - 168 * hourMs);
  expect(asked({ packs: [], rules: [capped, rule({ id: 'rests', rest: { afterAnswer: 90 } })] })).toBe(
    occurredAt - 90 * dayMs,
  );
  expect(asked({ packs: [], rules: [capped] }, 30)).toBe(occurredAt - 30 * dayMs);
  // Colombia: one channel in a week, whatever the company says.
  expect(asked({ packs: ['CO'], rules: [rule({})] })).toBeLessThanOrEqual(occurredAt - 168 * hourMs);
});

it('remembers nothing where there is nothing to be decided, and no policy', () => {
  expect(rememberedFrom([], [], undefined, now)).toBe(now);
});
