import type { Interaction } from '@hilo/contracts';
import type { Home } from '../simulate/personas.ts';

/** At any moment it is day for one of these, so that she may be asked. */
const homes: readonly Home[] = [
  { city: 'London', country: 'GB', timeZone: 'Europe/London' },
  { city: 'Singapore', country: 'SG', timeZone: 'Asia/Singapore' },
  { city: 'Honolulu', country: 'US', timeZone: 'Pacific/Honolulu' },
];

const hourMs = 3_600_000;

/**
 * A customer who has landed a moment ago and agreed to be asked by e-mail, so that whoever starts Hilo gets a survey at once: another
 * one at every start, since nobody is asked about every flight. The gate of her next one changes, which she is told.
 */
export const demoCustomer = (run: string, now: number, language: string): Interaction[] => {
  const home = homes.find(({ timeZone }) => isDay(now, timeZone)) ?? homes[0];
  const email = { kind: 'email', value: `you.${run}@example.org` };
  const identifiers = [{ kind: 'customer_number', value: `AIR-YOU-${run}` }, email];
  const grant = {
    purpose: 'feedback',
    channel: 'email',
    state: 'granted',
    contactPoint: email,
    jurisdiction: home?.country ?? 'GB',
    proof: 'Box ticked when the account was made, form 3.',
  } as const;
  const service = { ...grant, purpose: 'service' };
  return [
    {
      id: `demo-${run}-signed-up`,
      occurredAt: new Date(now - hourMs).toISOString(),
      channel: 'web',
      touchpoint: 'account',
      kind: 'signed_up',
      identifiers,
      traits: { givenName: 'Alex', familyName: 'Newcomer', language, ...home },
      consents: [grant, service],
    },
    {
      id: `demo-${run}-landed`,
      // Two minutes, and the programme asks after one.
      occurredAt: new Date(now - 2 * 60_000).toISOString(),
      channel: 'other',
      touchpoint: 'flight.arrival',
      kind: 'arrived',
      identifiers,
    },
    {
      // She flies on, and is told before she asks (airline-reactions.json).
      id: `demo-${run}-gate-changed`,
      occurredAt: new Date(now).toISOString(),
      channel: 'other',
      touchpoint: 'airport.gate',
      kind: 'gate_changed',
      actor: 'system',
      identifiers,
      properties: { flight: 'HL218', gate: 'B42' },
    },
  ];
};

const isDay = (now: number, timeZone: string): boolean => {
  const hour = Number(new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(now));
  return hour >= 9 && hour < 21;
};
