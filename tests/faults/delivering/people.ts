import type { SmtpMisdeed } from '@hilo/testing';
import { createRandom, type Random } from '../../../scripts/simulate/random.ts';

/** Somebody who is asked, at an address by which the mail server knows what to do, and perhaps at a number by which a provider does. */
export type AskedPerson = { n: number; address: string; phone?: string; withdraws: boolean };

type Misdeed = readonly [step: string, what: SmtpMisdeed, isOnce?: boolean];

/** What the server does at the steps after it knows to whom a mail goes: of some for the first time only, so that they leave in the end. */
const misdeeds: readonly [Misdeed, ...Misdeed[]] = [
  ['RCPT', 'hang', true],
  ['RCPT', 'reset', true],
  ['RCPT', '450 4.2.1 busy', true],
  ['RCPT', '550 5.1.1 nobody'],
  ['RCPT', '550 5.7.1 no'],
  ['DATA', 'hang', true],
  ['DATA', 'reset', true],
  ['DATA', '451 4.3.0 later', true],
  ['DATA', '554 5.5.1 no'],
  ['dot', 'hang'],
  ['dot', 'reset'],
  ['dot', '451 4.3.0 later', true],
  ['dot', '554 5.6.0 no'],
  ['mailbox', 'hang'],
  ['mailbox', 'reset'],
  ['mailbox', 'close'],
  ['mailbox', 'half'],
];
const beforeAnybody: readonly [SmtpMisdeed, ...SmtpMisdeed[]] = [
  'hang',
  'reset',
  'close',
  '421 4.3.2 bye',
  '554 5.3.2 no',
];
const [shareOfMisdeeds, shareOfHanging, shareBefore, shareOfWithdrawals] = [0.25, 0.3, 0.02, 0.2];

export const peopleAsked = (count: number, seed: number): AskedPerson[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, n) => {
    const which = random.chance(shareOfMisdeeds) ? random.below(misdeeds.length) : undefined;
    const isHanging = which !== undefined && misdeeds[which]?.[1] === 'hang';
    const label = which === undefined || (isHanging && !random.chance(shareOfHanging)) ? 'well' : `m${which}`;
    return { n, address: `${label}.${n}@example.org`, withdraws: random.chance(shareOfWithdrawals) };
  });
};

/** The server goes wrong where an address says so, and now and then before it has heard of any. */
export const misdeedsOf = (seed: number) => {
  const random: Random = createRandom(seed + 7);
  return (step: string, to: string, attempt: number): SmtpMisdeed | undefined => {
    if (step === 'connect' || step === 'EHLO' || step === 'MAIL')
      return random.chance(shareBefore / 3) ? random.pick(beforeAnybody) : undefined;
    const [at, what, isOnce] = misdeeds[Number(/^m(\d+)\./.exec(to)?.[1] ?? -1)] ?? [];
    return at === step && !(isOnce && attempt > 1) ? what : undefined;
  };
};
