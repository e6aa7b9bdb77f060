import { Channel, CustomerId, EventId, Source, Timestamp, Word } from '@hilo/contracts';
import { z } from 'zod';
import type { PressureChange } from './policy-report.ts';
import type { PastOutcome } from './programme-run.ts';

/** Somebody whom a programme would have asked, or not. */
export const ProgrammeExample = z.object({
  customer: CustomerId,
  programme: Word,
  interaction: z.object({ source: Source, id: EventId }),
  occurredAt: Timestamp,
  state: z.enum(['asked', 'withheld']),
  at: Timestamp.describe('When it would have been decided.'),
  channel: Channel.optional(),
  reasons: z.array(z.object({ reason: z.string(), rule: z.string(), until: Timestamp.optional() })).optional(),
});
export type ProgrammeExample = z.infer<typeof ProgrammeExample>;

/** Somebody whom another policy would have had contacted more, less, or at other times. */
export const PolicyExample = z.object({
  customer: CustomerId,
  change: z.enum(['more', 'less', 'other-times']),
  inForce: z.int().describe('How often, by the policy in force.'),
  proposed: z.int(),
  otherTimes: z.int(),
});
export type PolicyExample = z.infer<typeof PolicyExample>;

/** An example, and of whom it tells: by these an erasure finds it. */
export type ToldExample<Example> = { subject: string; customer: string; example: Example };

const [mostAlike, most] = [3, 60];

type Kept<Example> = ToldExample<Example> & { alike: string; order: string };

/** Keeps a few of each kind: of the same outcomes always the same, in whatever order they come. */
const openExamples = <Example>() => {
  const kept = new Map<string, Kept<Example>[]>();
  return {
    note: (one: Kept<Example>): void => {
      const alike = kept.get(one.alike) ?? [];
      const last = alike.at(-1);
      if (alike.length >= mostAlike && last !== undefined && last.order <= one.order) return;
      const ordered = [...alike, one].toSorted((a, b) => (a.order < b.order ? -1 : 1)).slice(0, mostAlike);
      kept.set(one.alike, ordered);
    },
    all: (): ToldExample<Example>[] =>
      [...kept]
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .flatMap(([, alike]) => alike.map(({ subject, customer, example }) => ({ subject, customer, example })))
        .slice(0, most),
  };
};

export const openProgrammeExamples = () => {
  const examples = openExamples<ProgrammeExample>();
  return {
    note: (outcome: PastOutcome, customer: string | undefined): void => {
      if (outcome.state === 'undecided' || customer === undefined) return;
      const { candidate, at, state } = outcome;
      const { id, programme, subject, source, interaction, occurredAt } = candidate;
      const time = (instant: number): string => new Date(instant).toISOString();
      const about = { customer, programme, interaction: { source, id: interaction }, occurredAt: time(occurredAt) };
      const [kind, more] =
        outcome.state === 'asked'
          ? [outcome.channel, { channel: outcome.channel }]
          : [
              outcome.reasons[0]?.reason,
              { reasons: outcome.reasons.map(({ until, ...reason }) => ({ ...reason, ...endOf(until) })) },
            ];
      examples.note({
        ...{ alike: `${programme} ${state} ${kind}`, order: id, subject, customer },
        example: { ...about, state, at: time(at), ...more },
      });
    },
    all: examples.all,
  };
};

const endOf = (until: number | undefined): { until?: string } =>
  until !== undefined && Number.isFinite(until) ? { until: new Date(until).toISOString() } : {};

export const openPolicyExamples = () => {
  const examples = openExamples<PolicyExample>();
  return {
    note: ({ customer, subject, inForce, proposed, moved }: PressureChange): void => {
      if (inForce === proposed && moved === 0) return;
      const change = proposed > inForce ? 'more' : proposed < inForce ? 'less' : 'other-times';
      // Those first for whom it changes most.
      const order = `${String(10_000 - Math.abs(proposed - inForce)).padStart(5, '0')} ${customer}`;
      examples.note({
        alike: change,
        order,
        subject,
        customer,
        example: { customer, change, inForce, proposed, otherTimes: moved },
      });
    },
    all: examples.all,
  };
};
