import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dayMs } from '../domain/day.ts';
import { type Happened, historyBegins, numRuns, play, someHistory } from '../test/random-history.ts';
import { funnelOf } from './funnel.ts';
import type { FunnelQuestion } from './funnel-question.ts';
import { customerSetOf, isOneOf } from './selection.ts';

const someSteps = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 2 }), {
  minLength: 2,
  maxLength: 4,
});
const someFunnel = fc
  .record({
    from: fc.nat(4 * 24).map((hours) => historyBegins + hours * 3_600_000),
    length: fc.integer({ min: 1, max: 6 * 24 }).map((hours) => hours * 3_600_000),
    steps: someSteps,
    order: fc.constantFrom('ordered' as const, 'strict' as const, 'any' as const),
    entry: fc.constantFrom('best' as const, 'first' as const),
    window: fc.constantFrom(0, 1000, dayMs, 2.5 * dayMs, 7 * dayMs),
    gap: fc.option(fc.constantFrom(1000, dayMs), { nil: undefined }),
    exclusion: fc.option(fc.record({ after: fc.nat(2), step: fc.integer({ min: 1, max: 5 }) }), { nil: undefined }),
    held: fc.boolean(),
    members: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 5 })), { nil: undefined }),
    attribution: fc.constantFrom(0, 1, 'last' as const),
    now: fc.nat(10 * 24).map((hours) => hours * 3_600_000),
  })
  .map(({ from, length, steps, order, gap, exclusion, held, members, now, ...rest }): FunnelQuestion => {
    const isExcluding = order === 'ordered' && exclusion !== undefined && exclusion.after + 1 < steps.length;
    return {
      ...rest,
      from,
      to: from + length,
      order,
      steps: steps.map((numbers) => ({ steps: numbers })),
      now: Math.max(from + length, historyBegins + 8 * dayMs) + now,
      ...(gap !== undefined && order !== 'any' && { gaps: steps.map(() => gap) }),
      ...(isExcluding && { exclusions: [{ after: exclusion.after, what: { steps: [exclusion.step] } }] }),
      ...(held && { hold: 'word1' as const }),
      ...(members !== undefined && { people: customerSetOf(members, 5) }),
      breakdown: { by: 'label', label: 'journey' },
      attribution: order === 'any' ? 'last' : rest.attribution,
    };
  });

/** Each way of putting what happened at one instant in an order. */
const orders = (events: readonly Happened[]): Happened[][] => {
  const [first] = events;
  if (first === undefined) return [[]];
  const now = events.filter(({ time }) => time === first.time);
  const rest = orders(events.filter(({ time }) => time !== first.time));
  return permutations(now).flatMap((some) => rest.map((others) => [...some, ...others]));
};
const permutations = <One>(all: readonly One[]): One[][] =>
  all.length <= 1
    ? [[...all]]
    : all.flatMap((one, at) => permutations(all.toSpliced(at, 1)).map((others) => [one, ...others]));

type Chain = { events: Happened[]; isLast: boolean };
const isStep = ({ steps }: FunnelQuestion, place: number, { step }: Happened) =>
  steps[place]?.steps?.includes(step) ?? false;

/** Each chain that a list of events has, by trying all. */
const chainsOf = (events: readonly Happened[], question: FunnelQuestion): Chain[] => {
  const { from, to, window, gaps, entry, exclusions = [] } = question;
  const seen = events.filter(({ time }) => time >= from && time <= to + window);
  const firstTime = seen.find((one) => isStep(question, 0, one) && one.time < to)?.time;
  const chains: Chain[] = [];
  const go = (order: readonly Happened[], used: readonly Happened[], place: number): void => {
    const [first] = used;
    const last = used.at(-1);
    if (last !== undefined) chains.push({ events: [...used], isLast: order.indexOf(last) === order.length - 1 });
    if (place === question.steps.length) return;
    for (const one of order) {
      if (used.includes(one) || !isStep(question, place, one)) continue;
      if (first === undefined || last === undefined) {
        if (one.time < to && (entry === 'best' || one.time === firstTime)) go(order, [one], 1);
        continue;
      }
      if (one.time < last.time || one.time - first.time > window) continue;
      if (gaps !== undefined && one.time - last.time > (gaps[place - 1] ?? 0)) continue;
      if (question.order === 'strict' && order.indexOf(one) !== order.indexOf(last) + 1) continue;
      const isExcluded = exclusions.some(
        ({ after, what }) =>
          after === place - 1 &&
          seen.some((x) => what.steps?.includes(x.step) && x.time > last.time && x.time < one.time),
      );
      if (!isExcluded) go(order, [...used, one], place + 1);
    }
  };
  for (const order of question.order === 'strict' ? orders(seen) : [seen]) go(order, [], 0);
  return chains;
};

/** Whether a chain could still go on at `now`. */
const isAlive = (chain: Chain, events: readonly Happened[], question: FunnelQuestion): boolean => {
  const { now, window, gaps, order, exclusions = [], to } = question;
  const [first, last] = [chain.events[0], chain.events.at(-1)];
  if (first === undefined || last === undefined || chain.events.length === question.steps.length) return false;
  if (now - first.time > window || (gaps !== undefined && now - last.time > (gaps[chain.events.length - 1] ?? 0)))
    return false;
  if (order === 'strict') return chain.isLast;
  return !exclusions.some(
    ({ after, what }) =>
      after === chain.events.length - 1 &&
      events.some((x) => what.steps?.includes(x.step) && x.time > last.time && x.time <= to + window),
  );
};

/** How many steps can be given to events of one window, one each: by trying all. */
const setOf = (events: readonly Happened[], question: FunnelQuestion) => {
  const { from, to, window, entry, steps, now } = question;
  const meant = events.filter(
    (one) => one.time >= from && one.time <= to + window && steps.some((_, place) => isStep(question, place, one)),
  );
  const starts = meant.filter(({ time }) => time < to).slice(0, entry === 'first' ? 1 : undefined);
  const most = (left: readonly Happened[], place: number): number => {
    if (place === steps.length) return 0;
    const taken = left.filter((one) => isStep(question, place, one));
    return Math.max(
      most(left, place + 1),
      ...taken.map(
        (one) =>
          1 +
          most(
            left.filter((other) => other !== one),
            place + 1,
          ),
      ),
    );
  };
  const reached = Math.max(
    0,
    ...starts.map((start) =>
      most(
        meant.filter(({ time }) => time >= start.time && time - start.time <= window),
        0,
      ),
    ),
  );
  const isOpen = reached < steps.length && starts.some(({ time }) => now - time <= window);
  return { reached, isOpen };
};

const expected = (events: readonly Happened[], question: FunnelQuestion) => {
  if (question.order === 'any') return setOf(events, question);
  const chains = chainsOf(events, question);
  const reached = Math.max(0, ...chains.map((chain) => chain.events.length));
  const isOpen = reached < question.steps.length && chains.some((chain) => isAlive(chain, events, question));
  return { reached, isOpen };
};

/** Of the chains that came as far as any, and came there first, those that began last. */
const firstThere = (events: readonly Happened[], question: FunnelQuestion) => {
  const chains = chainsOf(events, question);
  const reached = Math.max(0, ...chains.map((chain) => chain.events.length));
  const furthest = chains.filter((chain) => chain.events.length === reached);
  const time = Math.min(...furthest.map((chain) => chain.events.at(-1)?.time ?? 0));
  const there = furthest.filter((chain) => chain.events.at(-1)?.time === time);
  const began = Math.max(...there.map((chain) => chain.events[0]?.time ?? 0));
  return { took: time - began, chains: there.filter((chain) => chain.events[0]?.time === began) };
};

/** What is held apart; without that, all together. */
const apart = (events: readonly Happened[], { hold }: FunnelQuestion): Happened[][] =>
  hold === undefined ? [[...events]] : [1, 2].map((word) => events.filter((one) => one.word === word));

it('says how far each customer came as trying every chain does, whatever was late, withdrawn, merged, split or erased', () => {
  fc.assert(
    fc.property(someHistory, fc.array(someFunnel, { minLength: 4, maxLength: 4 }), (history, questions) => {
      const { columns, byCustomer } = play(history);
      for (const question of questions) {
        const outcome = funnelOf(columns, question);
        const plain = { ...question, exclusions: undefined };
        for (let customer = 0; customer < columns.customers; customer++) {
          const isMember = question.people === undefined || isOneOf(question.people, customer);
          const events = (isMember ? byCustomer.get(customer) : undefined) ?? [];
          const parts = apart(events, question).map((some) => expected(some, question));
          const reached = Math.max(0, ...parts.map((one) => one.reached));
          const isOpen = reached < question.steps.length && parts.some((one) => one.isOpen);
          const without = Math.max(0, ...apart(events, plain).map((some) => expected(some, plain).reached));
          expect({
            customer,
            reached: outcome.reached[customer],
            open: outcome.open[customer],
            excluded: outcome.excluded[customer],
          }).toEqual({
            customer,
            reached,
            open: isOpen ? 1 : 0,
            excluded: !isOpen && reached > 0 && without > reached ? 1 : 0,
          });
          if (question.order === 'any' || question.hold !== undefined || reached === 0) continue;
          const { took, chains } = firstThere(events, question);
          if (reached === question.steps.length) expect(outcome.took[customer]).toBe(took);
          const place = question.attribution === 'last' ? reached - 1 : question.attribution;
          expect(chains.map((chain) => chain.events[place]?.journey ?? 0)).toContain(outcome.group[customer]);
        }
      }
    }),
    { numRuns: numRuns(300) },
  );
});
