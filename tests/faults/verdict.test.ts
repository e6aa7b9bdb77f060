import { describe, expect, it } from 'vitest';
import { roleOf } from './made-up.ts';
import { emptyTally, seeAgain, type Tally } from './tally.ts';
import { type Expected, type Found, faultsIn } from './verdict.ts';

const places = 1000;
const every = Array.from({ length: places }, (_, place) => place);
const tallyOf = (some: readonly number[]): Tally => {
  const tally = emptyTally([places]);
  for (const place of some) seeAgain(tally, `made-up-0-${place}`);
  return tally;
};
const [repeated, contradicted, unanswered, unansweredAndLost] = [10, 20, 30, 31];
const nobody = every.filter((place) => roleOf(place) === 'nobody');
const logged = every.filter((place) => place !== unansweredAndLost);
const stored = logged.filter((place) => !nobody.includes(place));
const asked = stored.filter((place) => roleOf(place) === 'arrival');
const totals = { stored: stored.length, duplicate: 1, quarantined: nobody.length + 1 };

const expected: Expected = {
  answered: tallyOf([...logged.filter((place) => place !== unanswered), repeated]),
  contradicted: tallyOf([contradicted]),
};

/** A thousand interactions: one posted twice, one contradicted, one of nobody, two that were never answered. */
const nothingWrong = (): Found => ({
  logged: tallyOf([...logged, repeated]),
  loggedOtherwise: tallyOf([contradicted]),
  stored: tallyOf(stored),
  counted: tallyOf(stored),
  receipts: tallyOf(stored),
  invitations: tallyOf(asked),
  decisions: tallyOf(asked),
  quarantined: tallyOf([...nobody, contradicted]),
  ends: logged.length + 2,
  ledger: totals,
  processed: totals,
  inRecords: { 'survey-trigger': stored.length },
  versions: { stored: new Map([['ana', 3]]), known: { 'the topic': new Map([['ana', 3]]) } },
});

it('finds nothing where nothing is wrong, whether what was never answered arrived or not', () => {
  expect(faultsIn(expected, nothingWrong())).toEqual([]);
});

describe('finds', () => {
  const without = (some: readonly number[], one: number): Tally => tallyOf(some.filter((place) => place !== one));
  const wrong: [string, Partial<Found>, RegExp][] = [
    [
      'a 202 that is not in the log',
      { logged: without([...logged, repeated], 5) },
      /got a 202 and is not.*made-up-0-5\)/,
    ],
    ['one that is lost', { stored: without(stored, 5) }, /^1 interactions: lost.*made-up-0-5\)/],
    [
      'one that is lost, though it was never answered',
      { stored: without(stored, unanswered) },
      /^1 interactions: lost/,
    ],
    ['one that is stored twice', { stored: tallyOf([...stored, 5]) }, /^1 interactions: stored twice.*made-up-0-5\)/],
    ['one of nobody that is stored', { stored: tallyOf([...stored, ...nobody]) }, /stored, and cannot be/],
    ['one that nobody posted', { stored: tallyOf([...stored, places]) }, /stored: 1 that nobody posted/],
    ['one that analytics missed', { counted: without(stored, 5) }, /not counted by analytics once/],
    ['one that analytics has twice', { counted: tallyOf([...stored, 5]) }, /not counted by analytics once/],
    ['one without a receipt', { receipts: without(stored, 5) }, /without one receipt/],
    ['one that is forgotten to be asked about', { invitations: without(asked, 4) }, /without one invitation/],
    ['one that is asked about twice', { decisions: tallyOf([...asked, 4]) }, /not told of once/],
    ['one that is not in the quarantine', { quarantined: tallyOf(nobody) }, /quarantined another number/],
    ['one that is there twice', { quarantined: tallyOf([...nobody, contradicted, contradicted]) }, /another number/],
    ['a record that counts one twice', { inRecords: { identity: stored.length + 1 } }, /the records of identity count/],
    ['a topic with one more', { ends: logged.length + 3 }, /the topic ends at/],
    ['a ledger with one more', { ledger: { ...totals, stored: totals.stored + 1 } }, /the ledger says stored/],
    ['a ledger that calls a stored one duplicate', { ledger: { ...totals, duplicate: 2 } }, /says duplicate/],
    ['a count that is behind', { processed: { ...totals, quarantined: 0 } }, /identity-resolution says quarantined/],
    [
      'a record of which an older version was published last',
      { versions: { stored: new Map([['ana', 3]]), known: { 'the topic': new Map([['ana', 2]]) } } },
      /1 records have another version in the topic than stored \(ana\)/,
    ],
    [
      'a record that was never published',
      { versions: { stored: new Map([['ana', 3]]), known: { 'the topic': new Map() } } },
      /1 records have another version/,
    ],
  ];
  it.each(wrong)('%s', (_, tampered, said) => {
    expect(faultsIn(expected, { ...nothingWrong(), ...tampered }).join('\n')).toMatch(new RegExp(said, 'm'));
  });
});
