import type { Channel } from '@hilo/contracts';
import type { Circumstances } from '../candidate.ts';
import type { PlaceOf } from '../contact-facts.ts';
import { decide } from '../decide.ts';
import type { KnownSegments } from '../known-segments.ts';
import type { KnownRegisters } from '../listings.ts';
import type { CompiledPolicy } from '../policy/compiled.ts';
import type { Programme } from '../programme.ts';
import type { Reason } from '../refusals.ts';
import { againReasons } from '../standing.ts';
import { classOf } from '../templates/as-programme.ts';
import { voiceAsked } from '../voices.ts';
import { knownThen, openGiven, type PastPerson } from './known-then.ts';
import { inOrderOfTime } from './timeline.ts';

/** An interaction of the past about which a programme would have asked; times are in milliseconds since the epoch. */
export type PastCandidate = {
  /** Of the invitation: that of the real one, if there was one. */
  id: string;
  programme: string;
  subject: string;
  source: string;
  interaction: string;
  circumstances: Circumstances;
  occurredAt: number;
  dueAt: number;
  deadline: number;
  /** It was heard of when it was too late to ask. */
  wasHeardLate: boolean;
};

/** Why nobody can say what would have been decided. */
export type UndecidedReason = 'unknown-customer' | 'unreadable-record' | 'not-due-yet';

/** What would have become of a candidate, and when; `waited` is why not at once. */
export type PastOutcome = {
  candidate: PastCandidate;
  at: number;
  waited: Reason | undefined;
  hasSaidSince: boolean;
} & (
  | { state: 'asked'; channel: Channel }
  | { state: 'withheld'; reasons: readonly Reason[] }
  | { state: 'undecided'; why: UndecidedReason }
);

export type ProgrammeRun = {
  candidates: readonly PastCandidate[];
  /** By subject. */
  people: ReadonlyMap<string, PastPerson | 'unreadable-record'>;
  programmes: ReadonlyMap<string, Programme>;
  policy: CompiledPolicy;
  placeOf: PlaceOf;
  /** What opt-out registers say of their contact points today. */
  registers?: KnownRegisters | undefined;
  /** The segments that programmes name, as they are defined today. */
  segments?: KnownSegments | undefined;
  /** Nothing is known of what comes after this moment. */
  asOf: number;
};

/**
 * Decides about each when it was due, by what was known then, and again when what it waited for was over; who is asked by the run counts as
 * asked for all that follows. Tells every outcome once, in the order of time.
 */
export function* runProgrammes(run: ProgrammeRun, onOutcome: (outcome: PastOutcome) => void): Generator<void> {
  const { programmes, policy, placeOf } = run;
  const given = openGiven(placeOf);
  const waits = new Map<string, Reason | undefined>();
  /** When each programme asked each customer last, in the run. */
  const askedLast = new Map<string, number>();
  const turns = run.candidates.map((candidate) => ({ id: candidate.id, at: candidate.dueAt, candidate }));
  yield* inOrderOfTime(turns, ({ candidate }, now) => {
    const { id, circumstances, occurredAt, deadline } = candidate;
    const about = { candidate, at: now, waited: waits.get(id) };
    const person = personOf(run, candidate, now);
    if (typeof person === 'string') {
      onOutcome({ ...about, hasSaidSince: false, state: 'undecided', why: person });
      return undefined;
    }
    const { hasSaidSince, ...known } = knownThen(person, given.to(person), placeOf, now);
    const programme = programmes.get(candidate.programme);
    const asks = JSON.stringify([person.customer, candidate.programme]);
    const ownReasons = programme && againReasons(programme, askedLast.get(asks), now);
    const request = { id, programme, circumstances, occurredAt, deadline, ...(ownReasons && { ownReasons }) };
    const decision = decide(request, { ...known, registers: run.registers, segments: run.segments }, policy, now);
    if (decision.state === 'put-off') {
      if (!waits.has(id)) waits.set(id, decision.reasons[0]);
      return decision.until;
    }
    if (decision.state === 'withheld') {
      onOutcome({ ...about, hasSaidSince, state: 'withheld', reasons: decision.reasons });
    } else {
      const { channel, contactPoint } = decision;
      askedLast.set(asks, now);
      const contact = {
        at: now,
        channel,
        class: classOf(programme ?? {}),
        weight: 1,
        contactPoint,
        outcome: undefined,
        voices: [voiceAsked(programme ?? {})],
      } as const;
      given.add(person.customer, contact);
      onOutcome({ ...about, hasSaidSince, state: 'asked', channel });
    }
    return undefined;
  });
}

/** About whom it is decided; or why it cannot be. */
const personOf = (
  { people, asOf }: ProgrammeRun,
  { subject }: PastCandidate,
  now: number,
): PastPerson | UndecidedReason => (now > asOf ? 'not-due-yet' : (people.get(subject) ?? 'unknown-customer'));
