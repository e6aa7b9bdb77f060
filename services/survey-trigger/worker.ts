import { ContactPolicy } from '@hilo/contracts';
import { dueWork, inBatchSpan, type NameHashes, type Resources, repeat } from '@hilo/runtime';
import { type Delivering, openDelivering } from './delivery/delivering.ts';
import { openVersions } from './delivery/outgoing.ts';
import { type RegisterState, registerState, registersAskedFor } from './domain/registers.ts';
import { isTemplateId } from './domain/templates/as-programme.ts';
import { nameContacts } from './erase.ts';
import { countToldDecisions } from './events/reactions.ts';
import {
  countAskedAgain,
  countDecisions,
  countExpired,
  countHandedOver,
  countLostTimers,
  countOverdue,
  countPutOff,
  countQueued,
  countUnreadable,
  observeBreakers,
  observeRegisters,
  observeUnknown,
  observeWaiting,
  recordImmediacy,
} from './events.ts';
import { type Following, followUp } from './following/follow-up.ts';
import { decideDue, type Inviting } from './pipeline/decide-due.ts';
import { latestPolicy } from './store/contact-policies.ts';
import { type DueInvitation, dueInvitations, giveTimers, takeUpAgain } from './store/due-invitations.ts';
import { dueFollowUps } from './store/follow-ups.ts';
import { forgetHeard } from './store/historical.ts';
import { listInForce, sweepEntries } from './store/opt-out-registers.ts';
import { takeUpHeldBack, takeUpPutOff } from './store/put-off.ts';
import { countNotLeft, noneWaiting } from './store/waiting-messages.ts';

type DecidingWorker = Pick<Resources, 'pool' | 'log' | 'logger' | 'health' | 'now'> & { hashes: NameHashes };

/** Decides what is due, again and again; what could not be decided before is taken up again first. */
export const openDeciding = async (
  { hashes, ...resources }: DecidingWorker,
  inviting: Omit<Inviting, 'hashes'>,
  everyMs = 1000,
) => {
  await takeUpAgain(resources.pool);
  return dueWork(resources, {
    name: 'invitations',
    part: 'deciding who is asked',
    rows: dueInvitations,
    everyMs,
    work: async (tx, due, now) => {
      const outcome = await inBatchSpan(
        deciding,
        () => due.map(tracedPart),
        () => decideDue(tx, { ...inviting, hashes }, due, now),
      );
      await nameContacts(tx, hashes);
      return outcome;
    },
    onDone: ({ decided, putOff, unusable, outbox }) => {
      const asked = decided.filter(({ programme }) => !isTemplateId(programme));
      countDecisions(asked);
      countToldDecisions(decided);
      countQueued(outbox.filter(({ headers }) => headers?.ce_type === 'hilo.survey.queued').length);
      countPutOff(putOff);
      recordImmediacy(asked, resources.now());
      countUnreadable(unusable);
    },
  });
};

type FollowingWorker = Pick<Resources, 'pool' | 'log' | 'logger' | 'health' | 'now'>;

/** Looks at what comes next for whoever was asked, again and again. */
export const openFollowing = (resources: FollowingWorker, following: Omit<Following, 'versions'>, everyMs = 1000) => {
  const versions = openVersions(resources.pool);
  return dueWork(resources, {
    name: 'follow-ups',
    part: 'looking at what comes next for whoever was asked',
    rows: dueFollowUps,
    everyMs,
    limit: 100,
    work: (tx, due, now) => followUp(tx, { ...following, versions }, due, now),
    onDone: ({ queued, expired }) => {
      countQueued(queued.length);
      countAskedAgain(queued);
      countExpired(expired);
    },
  });
};

const countEveryMs = 10_000;

/** Sends what is due, again and again, and settles what is overdue. */
export const openSending = (delivering: Delivering) => {
  let unknown = 0;
  let waiting = noneWaiting;
  const sending = openDelivering(delivering, {
    onHandedOver: (done, destination) => countHandedOver(done, destination, delivering.now()),
    onOverdue: (overdue) => {
      unknown = overdue.unknown;
      countOverdue(overdue);
    },
  });
  const { pool, logger, health, now } = delivering;
  const counting = repeat({
    everyMs: countEveryMs,
    health: { health, part: 'counting messages that have not left' },
    work: async () => {
      waiting = await countNotLeft(pool, now());
      return false;
    },
    onError: (error) => logger.warn({ err: error }, 'messages that have not left could not be counted'),
  });
  const gauges = [observeBreakers(sending.open), observeUnknown(() => unknown), observeWaiting(() => waiting)];
  return {
    close: async () => {
      for (const gauge of gauges) gauge[Symbol.dispose]();
      await counting.close();
      await sending.close();
    },
  };
};

const deciding = { name: 'decide invitations', attributes: {} };

/** The trace of the interaction about which it is decided, long after that came. */
const tracedPart = (due: DueInvitation) => ({
  headers: ('invitation' in due && due.invitation.circumstances.trace) || {},
});

/** Forgets what was counted of history, when the log can tell of it no more. */
export const sweepHistory = ({ pool, logger, health, now }: TimerWatch) =>
  repeat({
    everyMs: 3_600_000,
    health: { health, part: 'forgetting which history was counted' },
    work: () => forgetHeard(pool, now()),
    onError: (error) => logger.warn({ err: error }, 'what was counted of history could not be swept'),
  });

type TimerWatch = Pick<Resources, 'pool' | 'logger' | 'health' | 'now'>;

/** Nothing that is to be decided stays without a timer, whoever wrote it: what is due for longer than a minute and has none gets one. */
export const watchTimers = ({ pool, logger, health, now }: TimerWatch) =>
  repeat({
    everyMs: 60_000,
    health: { health, part: 'giving timers to what has lost them' },
    work: async () => {
      const lost = await giveTimers(pool, now() - 60_000);
      countLostTimers(lost);
      if (lost > 0)
        logger.warn({ count: lost }, 'invitations were due and had no timer; the release before writes such');
      return false;
    },
    onError: (error) => logger.warn({ err: error }, 'it could not be seen whether a timer is missing'),
  });

/** Whoever waits by what the contact policy said before is decided about by what it says now, within seconds. */
export const watchPolicy = ({ pool, logger, health, now }: TimerWatch) =>
  repeat({
    everyMs: 2000,
    health: { health, part: 'looking at what an earlier policy has put off' },
    work: () => takeUpPutOff(pool, now()),
    onError: (error) => logger.warn({ err: error }, 'it could not be seen what an earlier policy has put off'),
  });
/** Looks how old the lists of the registers are that the policy asks for, and removes what is left of lists in force no longer. */
export const watchRegisters = ({ pool, logger, health, now }: TimerWatch) => {
  let states: RegisterState[] = [];
  const gauge = observeRegisters(() => states);
  const repeating = repeat({
    everyMs: 60_000,
    health: { health, part: 'looking after opt-out registers' },
    work: async () => {
      states = await readRegisterStates(pool, now());
      return sweepEntries(pool, now());
    },
    onError: (error) => logger.warn({ err: error }, 'it could not be seen how old the opt-out registers are'),
  });
  return {
    close: async () => {
      gauge[Symbol.dispose]();
      await repeating.close();
    },
  };
};

const readRegisterStates = async (pool: Resources['pool'], now: number): Promise<RegisterState[]> => {
  const policy = ContactPolicy.safeParse((await latestPolicy(pool))?.policy).data;
  if (policy === undefined) return [];
  const lists = new Map((await listInForce(pool)).map(({ register, asOf }) => [register, asOf]));
  return [...registersAskedFor(policy).keys()].map((register) => registerState(lists.get(register), policy, now));
};

/** What a paused programme has kept waiting is decided within seconds of when it is resumed, or has ended. */
export const watchProgrammes = ({ pool, logger, health, now }: TimerWatch) =>
  repeat({
    everyMs: 1000,
    health: { health, part: 'looking at what a paused programme has held back' },
    work: () => takeUpHeldBack(pool, now()),
    onError: (error) => logger.warn({ err: error }, 'it could not be seen what a paused programme has held back'),
  });
