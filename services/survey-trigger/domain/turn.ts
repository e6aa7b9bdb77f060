import { decide, type SurveyDecision } from './decide.ts';
import type { PastContact } from './policy/budget.ts';
import type { CompiledPolicy } from './policy/compiled.ts';
import type { Programme } from './programme.ts';
import type { Known, Reason, SurveyRequest } from './refusals.ts';
import { isHungrier, nothingYet, type Standing } from './standing.ts';
import { voiceAsked } from './voices.ts';

/** What waits to be asked of one customer. Times are in milliseconds since the epoch. */
export type Contender = SurveyRequest & {
  programme: Programme;
  dueAt: number;
  /** Nothing has happened yet about which it would ask; by what happened before it is expected then. */
  isExpected?: boolean;
};

/** What is known of the customer, and how each programme stands there, by its id. */
export type Contest = { known: Known; policy: CompiledPolicy; standings: ReadonlyMap<string, Standing>; now: number };

type Invited = Extract<SurveyDecision, { state: 'invited' }>;
/** By what one is more important than the other. */
type Criterion = 'moment-of-truth' | 'priority' | 'share';

const standingOf = ({ id }: Programme, { standings, now }: Contest): Standing => standings.get(id) ?? nothingYet(now);

/** By what this one goes before the other, if it does: a moment of truth, then priority, then who has less of its share. */
export const goesBefore = (one: Contender, other: Contender, contest: Contest): Criterion | undefined => {
  const [isMoment, isOtherMoment] = [one, other].map(({ circumstances }) => circumstances.momentOfTruth === true);
  if (isMoment !== isOtherMoment) return isMoment ? 'moment-of-truth' : undefined;
  const [priority, otherPriority] = [one.programme.priority, other.programme.priority];
  if (priority !== otherPriority) return priority > otherPriority ? 'priority' : undefined;
  if (one.programme.id === other.programme.id) return undefined;
  const [mine, theirs] = [one, other].map(({ programme }) => [programme, standingOf(programme, contest)] as const);
  return mine !== undefined && theirs !== undefined && isHungrier(mine, theirs, contest.now) ? 'share' : undefined;
};

/** In the order in which they are to be decided: the more important first, then what has less time left. */
export const inOrderOfTurn = <One extends Contender>(contenders: readonly One[], contest: Contest): One[] =>
  contenders.toSorted((one, other) => {
    if (goesBefore(one, other, contest) !== undefined) return -1;
    if (goesBefore(other, one, contest) !== undefined) return 1;
    return one.deadline - other.deadline || (one.id < other.id ? -1 : 1);
  });

const secondMs = 1000;
/** So long before its deadline nothing waits any more: it is asked, or it is given up for one that is sure to be asked. */
const marginMs = 60 * secondMs;
/** For what should have been decided so long ago nobody waits: something is wrong with it. */
const overdueMs = 60 * secondMs;
/** What is expected may come so much later than the last time. */
const slackMs = 2 * 3_600_000;

export type Kept = { reason: Reason; until: number | undefined };

/**
 * Whether the one that may be asked now has to wait for another that goes before it, and would lose its only chance; until when. Without
 * an end it is given up: the other comes after its deadline, and has never been asked, or is more important whatever was asked.
 */
export const keptForAnother = (
  own: Contender,
  plan: Pick<Invited, 'channel' | 'contactPoint'>,
  others: readonly Contender[],
  contest: Contest,
): Kept | undefined => {
  const { now } = contest;
  const above = inOrderOfTurn(
    others.filter((one) => one.dueAt > now - overdueMs && goesBefore(one, own, contest) !== undefined),
    contest,
  );
  if (above.length === 0) return undefined;
  const voices = [voiceAsked(own.programme)];
  const used: PastContact = { ...plan, at: now, class: 'survey', weight: 1, outcome: undefined, voices };
  const askedWithout = askedOf(above, contest, []);
  const askedWith = askedOf(above, contest, [used]);
  const losers = above.filter(({ id }) => askedWithout.has(id) && !askedWith.has(id));
  const waits = losers.flatMap((loser) => waitFor(loser, askedWithout.get(loser.id) ?? now, own, contest) ?? []);
  return waits[0];
};

/** Which of these would be asked, and when, if each were decided in its turn, and what is asked of those before counts. */
const askedOf = (
  contenders: readonly Contender[],
  { known, policy, now }: Contest,
  before: readonly PastContact[],
): Map<string, number> => {
  const asked = new Map<string, number>();
  let contacts = [...known.contacts, ...before];
  for (const one of contenders) {
    const due = Math.max(now, one.dueAt);
    const plan = plannedAt(one, { ...known, contacts }, policy, due);
    if (plan === undefined) continue;
    asked.set(one.id, plan.at);
    contacts = [...contacts, plan];
  }
  return asked;
};

/** The contact that would be made, by what is known now. */
const plannedAt = (one: Contender, known: Known, policy: CompiledPolicy, due: number): PastContact | undefined => {
  const decision = decide(one, known, policy, due);
  if (decision.state === 'withheld') return undefined;
  const at = decision.state === 'invited' ? due : decision.until;
  const later = decision.state === 'invited' ? decision : decide(one, known, policy, at);
  if (later.state !== 'invited') return undefined;
  const { channel, contactPoint } = later;
  const voices = [voiceAsked(one.programme)];
  return { at, channel, contactPoint, class: 'survey', weight: 1, outcome: undefined, voices };
};

const waitFor = (loser: Contender, at: number, own: Contender, contest: Contest): Kept | undefined => {
  const { now } = contest;
  const criterion = goesBefore(loser, own, contest) ?? 'share';
  const last = own.deadline - marginMs;
  const kept = (until: number | undefined): Kept => ({
    until,
    reason: {
      reason: 'kept-for-another',
      rule: `${loser.programme.id}.${criterion}`,
      ...(until !== undefined && { until }),
    },
  });
  const comes = at + (loser.isExpected ? slackMs : secondMs);
  if (loser.isExpected) return at < last && now < Math.min(comes, last) ? kept(Math.min(comes, last)) : undefined;
  if (at < last) return kept(Math.max(comes, now + secondMs));
  const isStarved = standingOf(loser.programme, contest).asked === 0 && standingOf(own.programme, contest).asked > 0;
  if (criterion === 'share' && !isStarved) return undefined;
  return kept(now < last ? last : undefined);
};

/**
 * Those that are not there yet, but came the last time so soon after what this one asked about that they were kept from asking by it, and
 * have never been asked: they are expected again as long after what happened now.
 */
export const expectedAfter = (
  own: Contender,
  programmes: readonly Programme[],
  others: readonly Contender[],
  contest: Contest,
): Contender[] => {
  const before = standingOf(own.programme, contest).lastAskedAbout;
  if (before === undefined) return [];
  return programmes.flatMap((programme): Contender[] => {
    const { asked, lostAbout } = standingOf(programme, contest);
    const isThere = programme.id === own.programme.id || others.some((one) => one.programme.id === programme.id);
    const lost = Math.min(...lostAbout.filter((at) => at > before));
    if (isThere || asked > 0 || !Number.isFinite(lost)) return [];
    const occurredAt = own.occurredAt + (lost - before);
    return [
      {
        id: own.id,
        programme,
        circumstances: { answered: [] },
        occurredAt,
        dueAt: occurredAt + programme.askAfterMinutes * 60_000,
        deadline: occurredAt + programme.askWithinHours * 3_600_000,
        isExpected: true,
      },
    ];
  });
};
