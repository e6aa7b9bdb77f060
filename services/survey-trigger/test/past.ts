import type { Identifier } from '@hilo/contracts';
import type { PastPerson } from '../domain/dry-run/known-then.ts';
import { openPolicyTally } from '../domain/dry-run/policy-report.ts';
import { type PastAttempt, type PolicyOutcome, runPolicy } from '../domain/dry-run/policy-run.ts';
import { openProgrammeTally, type ProgrammeReport } from '../domain/dry-run/programme-report.ts';
import {
  type PastCandidate,
  type PastOutcome,
  type ProgrammeRun,
  runProgrammes,
} from '../domain/dry-run/programme-run.ts';
import type { LearntBrake, LedgerContact } from '../domain/past-contacts.ts';
import type { CompiledPolicy } from '../domain/policy/compiled.ts';
import type { Profile } from '../domain/profile.ts';
import type { Programme } from '../domain/programme.ts';
import { dayMs, hourMs, programme as programmeOf } from './asking.ts';

/** As the keyed hash of a contact point does, this tells them apart. */
export const placeOf = ({ kind, value }: Identifier): string => `${kind}:${value}`;

/** A customer of whom all is known from long before, as far as nothing else is said. */
export const person = (
  customer: string,
  profile: Profile,
  { contacts = [], brakes = [] }: { contacts?: LedgerContact[]; brakes?: LearntBrake[] } = {},
): PastPerson => ({
  customer,
  profile,
  contactPoints: new Map(profile.identifiers.map(({ kind, value }) => [placeOf({ kind, value }), { kind, value }])),
  contacts,
  brakes,
});

export const ledgerContact = (fields: Partial<LedgerContact> & { at: number; place: string }): LedgerContact => ({
  channel: 'call_centre',
  class: 'commercial',
  weight: 1,
  isAnswered: false,
  ...fields,
});

/** An interaction of somebody, about which it would be decided at once. */
export const candidate = (id: string, subject: string, at: string | number, fields: object = {}): PastCandidate => {
  const occurredAt = typeof at === 'number' ? at : Date.parse(at);
  return {
    // What samples has to be told by its hash; here, all are chosen.
    id,
    programme: 'after-the-flight',
    subject,
    source: 'gate',
    interaction: id,
    circumstances: { answered: [] },
    occurredAt,
    dueAt: occurredAt,
    deadline: occurredAt + 48 * hourMs,
    wasHeardLate: false,
    ...fields,
  };
};

export type Run = {
  candidates: readonly PastCandidate[];
  people: readonly PastPerson[];
  policy: CompiledPolicy;
  programmes?: readonly Programme[];
  asOf?: number;
  /** Customers whose records cannot be read. */
  unreadable?: readonly string[];
};

/** What comes of a run whose subjects are the customers themselves: every outcome, and the report of the first programme. */
export const goThrough = ({ candidates, people, policy, programmes = [programmeOf()], asOf, unreadable = [] }: Run) => {
  const outcomes: PastOutcome[] = [];
  const tally = openProgrammeTally();
  const latest = Math.max(0, ...candidates.map(({ deadline }) => deadline));
  const run = runProgrammes(
    {
      candidates,
      people: bySubject(people, unreadable),
      programmes: new Map(programmes.map((one) => [one.id, one])),
      policy,
      placeOf,
      asOf: asOf ?? latest + dayMs,
    },
    (outcome) => {
      outcomes.push(outcome);
      tally.note(outcome);
    },
  );
  while (run.next().done !== true);
  const [first = { id: '' }] = programmes;
  const report: ProgrammeReport = tally.report(first);
  return { outcomes, report };
};

const bySubject = (people: readonly PastPerson[], unreadable: readonly string[] = []): ProgrammeRun['people'] =>
  new Map<string, PastPerson | 'unreadable-record'>([
    ...people.map((one): [string, PastPerson] => [one.customer, one]),
    ...unreadable.map((who): [string, 'unreadable-record'] => [who, 'unreadable-record']),
  ]);

/** A call to somebody, of which nobody says what it was for. */
export const attempt = (
  id: string,
  subject: string,
  at: string | number,
  fields: Partial<PastAttempt> = {},
): PastAttempt => {
  const when = typeof at === 'number' ? at : Date.parse(at);
  return {
    id,
    subject,
    at: when,
    channel: 'call_centre',
    class: undefined,
    purpose: undefined,
    contactPoint: { kind: 'phone', value: '+34600000001' },
    weight: 1,
    isAnswered: false,
    deadline: when + 48 * hourMs,
    ...fields,
  };
};

type Comparison = {
  attempts?: readonly PastAttempt[];
  candidates?: readonly PastCandidate[];
  people: readonly PastPerson[];
  inForce: CompiledPolicy;
  proposed: CompiledPolicy;
  registers?: ProgrammeRun['registers'];
};

/** What two policies make of the same contacts, and for whom that changes something. */
export const compare = ({ attempts = [], candidates = [], people, inForce, proposed, registers }: Comparison) => {
  const outcomesBy = (policy: CompiledPolicy): Map<string, PolicyOutcome> => {
    const outcomes = new Map<string, PolicyOutcome>();
    const run = runPolicy(
      {
        ...{ attempts, candidates, people: bySubject(people), placeOf, registers },
        programmes: new Map([programmeOf()].map((one) => [one.id, one])),
        asOf: Number.MAX_SAFE_INTEGER,
        whereUnsaid: { class: 'commercial' },
      },
      policy,
      (outcome) => outcomes.set(outcome.id, outcome),
    );
    while (run.next().done !== true);
    return outcomes;
  };
  const [before, after] = [outcomesBy(inForce), outcomesBy(proposed)];
  const tally = openPolicyTally();
  const both = [...before.values()].flatMap((one) => {
    const other = after.get(one.id);
    return other === undefined ? [] : [{ inForce: one, proposed: other }];
  });
  const changes = tally.note(both);
  return { changes, report: tally.report() };
};

/** In a few words: where it was asked, why not, or why nobody can say. */
export const inBrief = (outcome: PastOutcome | undefined): string => {
  if (outcome === undefined) return 'nothing';
  if (outcome.state === 'asked') return `${outcome.channel} at ${new Date(outcome.at).toISOString()}`;
  return outcome.state === 'withheld' ? (outcome.reasons[0]?.reason ?? '') : outcome.why;
};
