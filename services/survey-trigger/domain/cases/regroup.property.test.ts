import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadCaseRules } from '../../config.ts';
import { type Case, isActive } from './case.ts';
import { compileRules } from './compiled-rules.ts';
import { regroup } from './regroup.ts';

const rules = compileRules(1, loadCaseRules());
const monday = Date.UTC(2026, 2, 2, 10);

const caseOf = (n: number, customer: string, about: string, openedAt: number): Case => ({
  ...{ id: `case-${String(n).padStart(2, '0')}`, subject: `subject-${n}`, customer, about, state: 'open' },
  ...{ rule: 'complaint', rulesVersion: 1, severity: 'high', queue: 'customer-care', calendar: 'office' },
  ...{ source: 'web', interaction: `i-${n}`, touchpoint: about, channel: 'web', occurredAt: openedAt, openedAt },
  ...{ clockFrom: openedAt, firstResponseMinutes: 240, resolutionMinutes: 1080, pauses: [], reopened: 0, level: 0 },
  ...{ raised: [], revision: 1, attributionVersion: 1 },
});

/** Whose each case is from then on; and which of those in hand are resolved before. */
type Move = { customers: number[]; resolved: number[] };

const history = fc.integer({ min: 1, max: 8 }).chain((size) =>
  fc.record({
    abouts: fc.array(fc.constantFrom('checkin', 'gate'), { minLength: size, maxLength: size }),
    opened: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: size, maxLength: size }),
    moves: fc.array(
      fc.record({
        customers: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: size, maxLength: size }),
        resolved: fc.array(fc.integer({ min: 0, max: size - 1 }), { maxLength: 1 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  }),
);

const moved = (cases: readonly Case[], { customers, resolved }: Move): Case[] =>
  cases.map((one, n) => ({
    ...one,
    customer: `customer-${customers[n]}`,
    ...(resolved.includes(n) && isActive(one) && { state: 'resolved' as const, resolvedAt: monday }),
  }));

const after = (cases: readonly Case[]): Case[] => {
  const changed = new Map(regroup(cases, rules, monday).map((step) => [step.after.id, step.after]));
  return cases.map((one) => changed.get(one.id) ?? one);
};

it('has one case in hand of a customer about the same, whoever merges, parts and is resolved, and no voice is lost', () => {
  fc.assert(
    fc.property(history, ({ abouts, opened, moves }) => {
      const first = abouts.map((about, n) => caseOf(n, `customer-${n}`, about, monday + (opened[n] ?? 0)));
      let cases = first;
      for (const move of moves) {
        const before = moved(cases, move);
        cases = after(before);
        const all = new Map(cases.map((one) => [one.id, one]));
        const groups = [...Map.groupBy(cases, ({ customer, about }) => `${customer} ${about}`).values()];
        for (const group of groups) {
          const [inHand, ...more] = group.filter(isActive);
          expect(more).toEqual([]);
          for (const one of group.filter(({ state }) => state === 'joined')) {
            const host = all.get(one.joinedTo ?? '');
            // Either it is with the one in hand, or has ended with one of the same customer that was resolved.
            expect(host?.customer).toBe(one.customer);
            expect(host?.id === inHand?.id || host?.state === 'resolved').toBe(true);
          }
        }
        // Of those in hand the one that was opened first stays.
        for (const group of Map.groupBy(before, ({ customer, about }) => `${customer} ${about}`).values()) {
          const oldest = group
            .filter(isActive)
            .toSorted((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1))[0];
          if (oldest) expect(all.get(oldest.id)).toEqual(oldest);
        }
        expect(regroup(cases, rules, monday)).toEqual([]);
      }
      const clocks = (some: readonly Case[]) =>
        some.map(({ clockFrom, openedAt, pauses }) => [clockFrom, openedAt, pauses]);
      expect(clocks(cases)).toEqual(clocks(first));
    }),
    { numRuns: 300 },
  );
});
