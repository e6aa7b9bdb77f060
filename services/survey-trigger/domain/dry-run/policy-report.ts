import { Channel, ContactClass } from '@hilo/contracts';
import { z } from 'zod';
import { countIn, inOrderOfCount, Spread, spreadOf, type TextCounts } from './counts.ts';
import type { PolicyOutcome } from './policy-run.ts';
import { ReasonCount, reasonCountOf, reasonText } from './programme-report.ts';

const count = z.int().min(0);

const Side = z.object({
  made: count.describe('Contacts that it permits, at once or later.'),
  atOnce: count,
  later: count,
  waits: Spread.optional().describe('How long, of those that were put off.'),
  withheld: count,
  by: z.array(ReasonCount).describe('Why those that are withheld are: by the first of the reasons.'),
  undecided: count,
  classes: z.array(z.object({ class: ContactClass, made: count, withheld: count })),
  channels: z.array(z.object({ channel: Channel, made: count, withheld: count })),
});

/** What another policy would have changed. */
export const PolicyReport = z
  .object({
    contacts: count.describe('Contacts that the ledger has, whoever made them, but for the invitations of Hilo.'),
    invitations: count.describe('Interactions after which a programme in force asks.'),
    inForce: Side.describe('What the policy in force would have permitted of these.'),
    proposed: Side.describe('What the proposed policy would have permitted of these.'),
    customers: z
      .object({ all: count, more: count, less: count, otherTimes: count, same: count })
      .describe('Customers who would have been contacted more often, less often, or at other times.'),
    moved: z
      .object({ count, earlier: count, later: count, by: Spread.optional() })
      .describe('Contacts that both permit, at different moments: how far apart.'),
    rules: z
      .array(ReasonCount.omit({ count: true }).extend({ inForce: count, proposed: count, difference: z.int() }))
      .describe(
        'How many contacts each rule is among the reasons of, by both; those with the greatest difference first.',
      ),
  })
  .describe('Who would have been contacted more, less, or at other times, by another policy.');
export type PolicyReport = z.infer<typeof PolicyReport>;

type Both = { inForce: PolicyOutcome; proposed: PolicyOutcome };
/** How a customer would have been contacted: so often by each, and so many at other times. */
export type PressureChange = { customer: string; subject: string; inForce: number; proposed: number; moved: number };

type CountedSide = {
  made: number;
  later: number;
  withheld: number;
  undecided: number;
  waits: Map<number, number>;
  by: TextCounts;
  rules: TextCounts;
  classes: Map<string, { made: number; withheld: number }>;
  channels: Map<string, { made: number; withheld: number }>;
};

const minuteMs = 60_000;

const newSide = (): CountedSide => ({
  ...{ made: 0, later: 0, withheld: 0, undecided: 0, waits: new Map(), by: new Map(), rules: new Map() },
  ...{ classes: new Map(), channels: new Map() },
});

/** TextCounts what becomes of contacts by two policies. */
export const openPolicyTally = () => {
  const sides = { inForce: newSide(), proposed: newSide() };
  const kinds = { contact: 0, invitation: 0 };
  const customers = { all: 0, more: 0, less: 0, otherTimes: 0, same: 0 };
  const moved = { count: 0, earlier: 0, later: 0, by: new Map<number, number>() };
  return {
    /** The outcomes of some contacts by both, with all that there are of whom they concern. Gives what changes for whom. */
    note: (outcomes: readonly Both[]): PressureChange[] => {
      const changes = new Map<string, PressureChange>();
      for (const both of outcomes) {
        kinds[both.inForce.kind] += 1;
        noteSide(sides.inForce, both.inForce);
        noteSide(sides.proposed, both.proposed);
        noteMoved(moved, both);
        noteCustomer(changes, both);
      }
      for (const { inForce, proposed, moved: times } of changes.values()) {
        customers.all += 1;
        customers[proposed > inForce ? 'more' : proposed < inForce ? 'less' : times > 0 ? 'otherTimes' : 'same'] += 1;
      }
      return [...changes.values()];
    },
    report: (): PolicyReport => {
      const by = spreadOf(moved.by);
      return {
        contacts: kinds.contact,
        invitations: kinds.invitation,
        inForce: sideOf(sides.inForce),
        proposed: sideOf(sides.proposed),
        customers,
        moved: { count: moved.count, earlier: moved.earlier, later: moved.later, ...(by && { by }) },
        rules: compareRules(sides.inForce.rules, sides.proposed.rules),
      };
    },
  };
};

const noteSide = (side: CountedSide, outcome: PolicyOutcome): void => {
  side[outcome.state] += 1;
  if (outcome.state === 'undecided') return;
  countState(side.classes, outcome.class, outcome.state);
  if (outcome.channel !== undefined) countState(side.channels, outcome.channel, outcome.state);
  if (outcome.state === 'withheld') {
    const texts = [...new Set(outcome.reasons.map(reasonText))];
    if (texts[0] !== undefined) countIn(side.by, texts[0]);
    for (const text of texts) countIn(side.rules, text);
  } else if (outcome.at > outcome.first) {
    side.later += 1;
    const minutes = Math.round((outcome.at - outcome.first) / minuteMs);
    side.waits.set(minutes, (side.waits.get(minutes) ?? 0) + 1);
  }
};

const countState = (counts: CountedSide['classes'], what: string, state: 'made' | 'withheld'): void => {
  const counted = counts.get(what) ?? { made: 0, withheld: 0 };
  counted[state] += 1;
  counts.set(what, counted);
};

const noteMoved = (
  moved: { count: number; earlier: number; later: number; by: Map<number, number> },
  { inForce, proposed }: Both,
): void => {
  if (inForce.state !== 'made' || proposed.state !== 'made' || inForce.at === proposed.at) return;
  moved.count += 1;
  moved[proposed.at < inForce.at ? 'earlier' : 'later'] += 1;
  const minutes = Math.round(Math.abs(proposed.at - inForce.at) / minuteMs);
  moved.by.set(minutes, (moved.by.get(minutes) ?? 0) + 1);
};

const noteCustomer = (changes: Map<string, PressureChange>, { inForce, proposed }: Both): void => {
  const { customer, subject } = inForce;
  if (customer === undefined) return;
  const change = changes.get(customer) ?? { customer, subject, inForce: 0, proposed: 0, moved: 0 };
  if (inForce.state === 'made') change.inForce += 1;
  if (proposed.state === 'made') change.proposed += 1;
  if (inForce.state === 'made' && proposed.state === 'made' && inForce.at !== proposed.at) change.moved += 1;
  changes.set(customer, change);
};

const sideOf = (side: CountedSide): z.infer<typeof Side> => {
  const { made, later, withheld, undecided, by, classes, channels } = side;
  const waits = spreadOf(side.waits);
  return {
    made,
    atOnce: made - later,
    later,
    ...(waits && { waits }),
    withheld,
    by: inOrderOfCount(by).map(reasonCountOf),
    undecided,
    classes: inOrderOfName(classes).map(([kind, counts]) => ({
      class: ContactClass.catch('service').parse(kind),
      ...counts,
    })),
    channels: inOrderOfName(channels).map(([channel, counts]) => ({
      channel: Channel.catch('other').parse(channel),
      ...counts,
    })),
  };
};

const inOrderOfName = <Value>(counts: ReadonlyMap<string, Value>): [string, Value][] =>
  [...counts].toSorted(([one], [other]) => one.localeCompare(other));

const compareRules = (before: TextCounts, after: TextCounts): PolicyReport['rules'] =>
  [...new Set([...before.keys(), ...after.keys()])]
    .map((text) => {
      const { reason, rule } = reasonCountOf([text, 0]);
      const [inForce, proposed] = [before.get(text) ?? 0, after.get(text) ?? 0];
      return { reason, rule, inForce, proposed, difference: proposed - inForce };
    })
    .toSorted(
      (one, other) =>
        Math.abs(other.difference) - Math.abs(one.difference) || reasonText(one).localeCompare(reasonText(other)),
    );
