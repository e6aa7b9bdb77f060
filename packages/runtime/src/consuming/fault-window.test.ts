import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openFaultWindow } from './fault-window.ts';

/** A window that has seen these, one after the other. */
const after = (outcomes: readonly boolean[]) => {
  const window = openFaultWindow();
  for (const isGood of outcomes) {
    if (isGood) window.noteProcessed(1);
    else window.noteFault();
  }
  return window;
};
const good = (count: number): boolean[] => Array.from({ length: count }, () => true);
const bad = (count: number): boolean[] => Array.from({ length: count }, () => false);

it('lets single messages fail', () => {
  expect(after(bad(4)).limitReached()).toBeUndefined();
  expect(after([...bad(4), true, ...bad(4)]).limitReached()).toBeUndefined();
});

it('ends with the fifth in a row, and with the tenth of a thousand', () => {
  expect(after(bad(5)).limitReached()).toContain('5 messages in a row');
  const oneInAHundred = Array.from({ length: 10 }, () => [...good(99), false]).flat();
  expect(after(oneInAHundred).limitReached()).toContain('10 of the last 1000');
  expect(after(oneInAHundred.slice(0, -1)).limitReached()).toBeUndefined();
});

it('begins anew when enough was processed since', () => {
  const window = after(Array.from({ length: 10 }, () => [true, false]).flat());
  expect(window.limitReached()).toBeDefined();
  window.noteProcessed(981);
  expect(window.limitReached()).toBeDefined();
  window.noteProcessed(1);
  expect(window.limitReached()).toBeUndefined();
});

it('says so exactly when five are in a row or ten among the last thousand, however they came', () => {
  const outcomes = fc.array(
    fc.oneof({ weight: 30, arbitrary: fc.nat({ max: 150 }).map(good) }, { weight: 10, arbitrary: fc.nat(6).map(bad) }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(outcomes, (parts) => {
      const all = parts.flat();
      const last = all.slice(-1000);
      const isReached =
        last.filter((isGood) => !isGood).length >= 10 || (all.length >= 5 && !all.slice(-5).includes(true));
      expect(after(all).limitReached() !== undefined).toBe(isReached);
    }),
  );
});
