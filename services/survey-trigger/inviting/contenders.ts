import type { CompiledPolicy } from '../domain/policy/compiled.ts';
import type { Programme } from '../domain/programme.ts';
import type { Known, Reason } from '../domain/refusals.ts';
import { againReasons, type Standing } from '../domain/standing.ts';
import { type Contender, type Contest, inOrderOfTurn } from '../domain/turn.ts';
import type { PendingInvitation } from '../store/due-invitations.ts';
import type { WaitingInvitation } from '../store/standings.ts';
import type { Quotas } from './quotas.ts';

/** What is read of those who are decided about, for whose turn it is. */
export type Reading = {
  programmes: ReadonlyMap<string, Programme>;
  policy: CompiledPolicy | undefined;
  quotas: Quotas;
  /** What is decided now, by customer: each until it is. */
  due: ReadonlyMap<string, Map<string, PendingInvitation>>;
  /** What else waits, by customer. */
  waiting: ReadonlyMap<string, readonly WaitingInvitation[]>;
  /** How each programme stands with a customer; of whom nothing was read, since nobody contends, not. */
  standings: ReadonlyMap<string, Map<string, Standing>>;
  now: number;
};

/** What keeps this programme from asking this customer: that it has asked before, or asked enough. */
export const reasonsOfProgramme = (
  { quotas, standings, now }: Reading,
  customer: string,
  programme: Pick<Programme, 'id' | 'againAfterDays'>,
): Reason[] => [
  ...againReasons(programme, standings.get(customer)?.get(programme.id)?.lastAskedAt, now),
  ...quotas.reasonsOf(programme.id),
];

/** What waits to be asked of this customer, but for this one. */
export const contendersBeside = (reading: Reading, customer: string, id: string): Contender[] => {
  const { due, waiting, now } = reading;
  const others = [...(due.get(customer)?.values() ?? [])].filter((one) => one.id !== id);
  return [
    ...others.flatMap((one) => contenderOf(reading, customer, { ...one, ...timesOf(one), dueAt: now })),
    ...(waiting.get(customer) ?? []).flatMap((one) => contenderOf(reading, customer, one)),
  ];
};

const timesOf = ({ occurredAt, deadline }: PendingInvitation) => ({
  occurredAt: occurredAt.getTime(),
  deadline: deadline.getTime(),
});

const contenderOf = (
  reading: Reading,
  customer: string,
  { id, programme: name, circumstances, occurredAt, dueAt, deadline }: Omit<WaitingInvitation, 'customer'>,
): Contender[] => {
  const programme = reading.programmes.get(name);
  // What is told waits for nobody's turn, and nobody for it.
  if (programme === undefined || programme.message !== undefined) return [];
  const ownReasons = reasonsOfProgramme(reading, customer, programme);
  return [{ id, programme, circumstances, occurredAt, dueAt, deadline, ownReasons }];
};

/** What the contenders for one customer are compared by. */
export const contestOf = ({ policy, standings, now }: Reading, customer: string, known: Known): Contest | undefined => {
  const own = standings.get(customer);
  return policy && own && { known, policy, standings: own, now };
};

/** These, and of each customer the most important first; each customer stands where the first of hers was. */
export const inOrderOfImportance = (reading: Reading, all: readonly PendingInvitation[]): PendingInvitation[] => {
  const turns = new Map<string, number>();
  for (const [customer, own] of reading.due) {
    const contest = contestOf(reading, customer, { profile: undefined, contacts: [] });
    if (own.size < 2 || contest === undefined) continue;
    const ordered = inOrderOfTurn(contendersBeside(reading, customer, ''), contest);
    for (const [n, { id }] of ordered.entries()) turns.set(id, n);
  }
  const places = new Map<string, number>();
  for (const own of reading.due.values()) {
    const first = all.findIndex(({ id }) => own.has(id));
    for (const id of own.keys()) places.set(id, first);
  }
  const place = (one: PendingInvitation): number => places.get(one.id) ?? all.indexOf(one);
  return all.toSorted(
    (one, other) => place(one) - place(other) || (turns.get(one.id) ?? 0) - (turns.get(other.id) ?? 0),
  );
};
