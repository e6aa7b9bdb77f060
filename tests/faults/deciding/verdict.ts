import { cap } from './story.ts';

/** A decision as it lies in the table. */
export type DecidedRow = {
  id: string;
  programme: string;
  interaction: string;
  state: string;
  reason: string | null;
  reasons: number;
  customer: string;
  /** In milliseconds since the epoch; absent while it is pending. */
  decidedAt: number | undefined;
};

/** A report of a contact, as whom it stands on the thread, and whose it is by the record. */
export type Report = { id: string; thread: string; answeredAt: number; customer: string; isRefusal: boolean };

/** What whoever posted and reported knows; moments in milliseconds since the epoch. */
export type Expected = {
  /** The arrivals that can be asked about, and those that are history. */
  arrivals: readonly string[];
  old: readonly string[];
  programmes: readonly string[];
  /** What was reported, and when it was answered. */
  reports: readonly Report[];
  /** When it was certainly committed that a customer said no. */
  saidNo: ReadonlyMap<string, number>;
};

/** What lies in the tables and on the log when all is through. */
export type Found = {
  invitations: readonly DecidedRow[];
  historical: number;
  /** Rows of the ledger in which each fact stands, by the ids of invitations and of reports. */
  ledger: { rows: number; ofFact: ReadonlyMap<string, number> };
  /** How many different messages the log has by ids: of decisions, and of invitations on the thread. */
  told: ReadonlyMap<string, ReadonlySet<string>>;
  /** How often each interaction stands on the thread, of those that survey-trigger wrote. */
  stored: ReadonlyMap<string, number>;
  /** How often analytics has each decision. */
  counted: ReadonlyMap<string, number>;
  pendingWithoutTimer: number;
  timers: number;
  outbox: number;
};

type Fault = readonly [what: string, ids: readonly string[]];

/** What is wrong, in a sentence each with how many and a few examples; nothing, if all holds that must. */
export const faultsOf = (expected: Expected, found: Found): string[] =>
  [...ofCounts(expected, found), ...ofRows(found), ...ofRespect(expected, found), ...ofEffects(expected, found)]
    .filter(([, ids]) => ids.length > 0)
    .map(([what, ids]) => `${ids.length}: ${what} (${ids.slice(0, 5).join(', ')})`);

/** Every candidate ends as invited, withheld or history. */
const ofCounts = ({ arrivals, old, programmes }: Expected, { invitations, historical }: Found): Fault[] => {
  const decided = new Map(invitations.map((one) => [`${one.programme} ${one.interaction}`, one]));
  const wanted = arrivals.flatMap((id) => programmes.map((programme) => `${programme} ${id}`));
  const due = old.length * programmes.length;
  return [
    ['candidates without a decision', wanted.filter((key) => !decided.has(key))],
    ['two decisions about one candidate', repeatedIn(invitations.map((one) => `${one.programme} ${one.interaction}`))],
    ['decisions about what nobody posted', without([...decided.keys()], new Set(wanted))],
    ['counted as history, and another number was posted', historical === due ? [] : [`${historical} of ${due}`]],
  ];
};

const ofRows = ({ invitations, pendingWithoutTimer, timers, outbox }: Found): Fault[] => [
  ['not decided', idsOf(invitations.filter(({ state }) => state !== 'invited' && state !== 'withheld'))],
  [
    'withheld without a reason',
    idsOf(
      invitations.filter(({ state, reason, reasons }) => state === 'withheld' && (reason === null || reasons === 0)),
    ),
  ],
  ['decided too late', idsOf(invitations.filter(({ reason }) => reason === 'too-late'))],
  ['pending without a timer', several(pendingWithoutTimer)],
  ['timers of what is decided', several(timers)],
  ['left in the outbox', several(outbox)],
];

/** Nobody is asked after a no, nor more often than the policy says. */
const ofRespect = ({ reports, saidNo }: Expected, { invitations }: Found): Fault[] => {
  const invited = invitations.filter(({ state }) => state === 'invited');
  const at = ({ decidedAt = 0 }: DecidedRow): number => decidedAt;
  const refusedAt = new Map(
    reports.filter(({ isRefusal }) => isRefusal).map(({ customer, answeredAt }) => [customer, answeredAt]),
  );
  const reportsOf = Map.groupBy(reports, ({ customer }) => customer);
  const invitedOf = Map.groupBy(invited, ({ customer }) => customer);
  const isOver = (one: DecidedRow): boolean => {
    const others = (invitedOf.get(one.customer) ?? []).filter((other) => other !== one && at(other) <= at(one));
    const calls = (reportsOf.get(one.customer) ?? []).filter(({ answeredAt }) => answeredAt < at(one));
    return others.length + calls.length >= cap;
  };
  return [
    ['invited after a refusal was answered', idsOf(invited.filter((one) => isAfter(refusedAt, one)))],
    ['invited after a no was committed', idsOf(invited.filter((one) => isAfter(saidNo, one)))],
    ['invited beyond the cap', idsOf(invited.filter(isOver))],
  ];
};

const isAfter = (moments: ReadonlyMap<string, number>, { customer, decidedAt = 0 }: DecidedRow): boolean =>
  decidedAt > (moments.get(customer) ?? Number.POSITIVE_INFINITY);

/** What each decision set off is there once. */
const ofEffects = ({ reports }: Expected, { invitations, ledger, told, stored, counted }: Found): Fault[] => {
  const invited = invitations.filter(({ state }) => state === 'invited').map(({ id }) => id);
  const attempts = [...invited, ...reports.map(({ id }) => id)];
  const rows = `${ledger.rows} of ${attempts.length}`;
  const messages = invitations.map(({ id, state }) => `${id}/${state}`);
  const threads = [...invited.map((id) => `invited:${id}`), ...reports.map(({ thread }) => thread)];
  const one = (ids: ReadonlyMap<string, ReadonlySet<string>>) => (id: string) => ids.get(id)?.size === 1;
  return [
    ['attempts without one row in the ledger', attempts.filter((id) => ledger.ofFact.get(id) !== 1)],
    ['the ledger has another number of rows than there were attempts', ledger.rows === attempts.length ? [] : [rows]],
    ['decisions that are not told, or told in two ways', messages.filter((id) => !one(told)(id))],
    ['decisions that analytics has not once', messages.filter((id) => counted.get(id) !== 1)],
    ['told, and not decided', without([...told.keys()], new Set(messages))],
    ['not on the thread once', threads.filter((id) => stored.get(id) !== 1)],
    ['on the thread, and nobody did it', without([...stored.keys()], new Set(threads))],
  ];
};

const idsOf = (rows: readonly DecidedRow[]): string[] => rows.map(({ id }) => id);
const several = (count: number): string[] => Array.from({ length: count }, () => '?');
const without = (all: readonly string[], known: ReadonlySet<string>): string[] => all.filter((one) => !known.has(one));
const repeatedIn = (all: readonly string[]): string[] => {
  const seen = new Set<string>();
  return all.filter((one) => seen.size === seen.add(one).size);
};
