import type { Channel, Consent } from '@hilo/contracts';
import { loadContactPolicy, loadProgrammes } from '@hilo/survey-trigger/config';
import { decide } from '../../../services/survey-trigger/domain/decide.ts';
import type { PastContact } from '../../../services/survey-trigger/domain/policy/budget.ts';
import { compilePolicy } from '../../../services/survey-trigger/domain/policy/compiled.ts';
import type { Profile } from '../../../services/survey-trigger/domain/profile.ts';
import { median } from '../figures.ts';

const hourMs = 3_600_000;
const rounds = 5;
const timesInRound = 2000;

const consent: Consent = {
  purpose: 'feedback',
  state: 'granted',
  source: 'web',
  interaction: 'i-1',
  at: '2026-01-01T00:00:00.000Z',
};

const held = (kind: string, value: string) =>
  ({
    kind,
    value,
    subject: '00000000-0000-8000-8000-000000000001',
    firstSeenAt: '2026-01-01T00:00:00.000Z',
    status: 'linked',
  }) as const;

const common = { version: 1, ambiguous: false, consents: [consent], contactPreferences: {} };
const inMadrid: Profile = {
  ...common,
  identifiers: [held('email', 'ana@example.org'), held('phone', '+34600111222')],
  address: { country: 'ES', region: undefined, postcode: '28001' },
};
const anywhere: Profile = { ...common, identifiers: [held('email', 'ana@example.org')] };

const channels: readonly Channel[] = ['call_centre', 'email', 'sms'];
const contacts = (howMany: number, now: number): PastContact[] =>
  Array.from({ length: howMany }, (_, n) => ({
    at: now - (n + 1) * 17 * hourMs,
    channel: channels[n % channels.length] ?? 'email',
    class: n % 2 === 0 ? 'commercial' : undefined,
    weight: 1,
    contactPoint: undefined,
    outcome: undefined,
  }));

/** Microseconds of CPU that a decision takes by the policy that is shipped, with the law of eleven countries: the median of rounds. */
export const measurePureDecisions = (): Record<string, number> => {
  const policy = compilePolicy(1, loadContactPolicy());
  const [programme] = loadProgrammes();
  const whom: [string, Profile, number][] = [
    ['withAddressAnd20Contacts', inMadrid, 20],
    ['withAddressAnd500Contacts', inMadrid, 500],
    ['nothingKnown', anywhere, 0],
  ];
  const begin = Date.UTC(2026, 2, 10);
  const measured = whom.map(([name, profile, count]): [string, number] => {
    const known = { profile, contacts: contacts(count, begin) };
    const once = (n: number): unknown => {
      // At another hour each time, so that nothing is remembered of the last.
      const now = begin + ((n * 7919) % (14 * 24 * 60)) * 60_000;
      const request = {
        id: `${(n * 2654435761) >>> 0}`.padStart(8, '0'),
        programme,
        circumstances: { answered: [] },
        occurredAt: now - hourMs,
        deadline: now + 47 * hourMs,
      };
      return decide(request, known, policy, now);
    };
    for (let n = 0; n < timesInRound; n += 1) once(n);
    return [name, median(Array.from({ length: rounds }, () => microsecondsOf(once)))];
  });
  return Object.fromEntries(measured);
};

const microsecondsOf = (once: (n: number) => unknown): number => {
  const before = process.cpuUsage();
  for (let n = 0; n < timesInRound; n += 1) once(n);
  const { user, system } = process.cpuUsage(before);
  return Number(((user + system) / timesInRound).toFixed(1));
};
