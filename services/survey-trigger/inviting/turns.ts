import type { NameHashes, Transaction } from '@hilo/runtime';
import type { PutOff, SurveyDecision } from '../domain/decide.ts';
import type { KnownSegments } from '../domain/known-segments.ts';
import type { KnownRegisters } from '../domain/listings.ts';
import type { CompiledPolicy } from '../domain/policy/compiled.ts';
import type { Profile } from '../domain/profile.ts';
import type { Programme } from '../domain/programme.ts';
import type { Known, Reason, SurveyRequest } from '../domain/refusals.ts';
import { lookBackMs, nothingYet, type Standing } from '../domain/standing.ts';
import { expectedAfter, keptForAnother } from '../domain/turn.ts';
import type { PendingInvitation } from '../store/due-invitations.ts';
import { findContested, findStandings, findWaiting } from '../store/standings.ts';
import { contendersBeside, contestOf, inOrderOfImportance, type Reading, reasonsOfProgramme } from './contenders.ts';
import { openQuotas } from './quotas.ts';
import { lookUpRegisters } from './registers.ts';
import { lookUpSegments } from './segments.ts';

type Decision = SurveyDecision | PutOff;

/** Whose turn it is, while one invitation is decided after the other. */
export type Turns = {
  /** These, of each customer the most important first. */
  inOrder(due: readonly PendingInvitation[]): PendingInvitation[];
  /** What the registers say of whoever is decided about. */
  registers: KnownRegisters;
  /** The segments that programmes name. */
  segments: KnownSegments;
  /** What keeps this programme from asking this customer, and others not. */
  reasonsOf(customer: string, programme: Programme | undefined): Reason[];
  /** What was decided; unless it has to wait for another programme. */
  afterOthers(customer: string, request: SurveyRequest, known: Known, decision: Decision): Decision;
  /** So it was decided: it counts for whatever is decided next. */
  note(customer: string, invitation: PendingInvitation, decision: Decision): void;
  /** Writes what was used of quotas. */
  save(tx: Transaction): Promise<void>;
};

export type AboutToDecide = {
  programmes: readonly Programme[];
  policy: CompiledPolicy | undefined;
  hashes: NameHashes;
  due: readonly PendingInvitation[];
  /** Of a subject, whose it is now, and what is known of the customer. */
  customerOf(subject: string): { customer: string; profile: Profile } | undefined;
};

/** Locks the quotas, and reads what else it depends on whose turn it is: where several would ask one customer, or one asked before. */
export const openTurns = async (tx: Transaction, deciding: AboutToDecide, now: number): Promise<Turns> => {
  const reading = await read(tx, deciding, now);
  const registers = await lookUpRegisters(tx, deciding, whomToLookUp(reading, deciding));
  return {
    registers,
    segments: await lookUpSegments(tx, deciding.programmes),
    inOrder: (due) => inOrderOfImportance(reading, due),
    reasonsOf: (customer, programme) => (programme ? reasonsOfProgramme(reading, customer, programme) : []),
    afterOthers: (customer, request, known, decision) => afterOthers(reading, customer, { request, known, decision }),
    note: (customer, invitation, decision) => note(reading, customer, invitation, decision),
    save: (tx) => reading.quotas.save(tx),
  };
};

const read = async (
  tx: Transaction,
  { programmes, policy, due, customerOf }: AboutToDecide,
  now: number,
): Promise<Reading> => {
  const byId = new Map(programmes.map((programme) => [programme.id, programme]));
  const ofCustomers = Map.groupBy(due, ({ subject }) => customerOf(subject)?.customer ?? '');
  ofCustomers.delete('');
  const ids = due.map(({ id }) => id);
  const contested = await findContested(tx, [...ofCustomers.keys()], ids, now);
  const isContested = new Set(contested);
  const asksAgain = ({ programme }: PendingInvitation): boolean => (byId.get(programme)?.againAfterDays ?? 0) > 0;
  const looked = [...ofCustomers].flatMap(([customer, own]) =>
    isContested.has(customer) || own.length > 1 || own.some(asksAgain) ? customer : [],
  );
  const standings = new Map(looked.map((customer) => [customer, new Map<string, Standing>()]));
  const found = await findStandings(tx, looked, { since: now - lookBackMs(programmes), now });
  for (const { customer, programme, ...standing } of found) standings.get(customer)?.set(programme, standing);
  const waiting = Map.groupBy(await findWaiting(tx, contested, ids, now), ({ customer }) => customer);
  const wanted = new Set(due.map(({ programme }) => programme));
  const quotas = await openQuotas(
    tx,
    programmes.filter(({ id }) => wanted.has(id)),
    now,
  );
  const dueOf = new Map(
    [...ofCustomers].map(([customer, own]) => [customer, new Map(own.map((one) => [one.id, one]))]),
  );
  return { programmes: byId, policy, quotas, due: dueOf, waiting, standings, now };
};

/** All ways in which they may be asked, now or for what waits. */
const whomToLookUp = ({ waiting }: Reading, { due, customerOf }: AboutToDecide) =>
  due.flatMap(({ programme, subject }) => {
    const found = customerOf(subject);
    if (found === undefined) return [];
    const others = waiting.get(found.customer) ?? [];
    return [programme, ...others.map((one) => one.programme)].map((id) => ({ programme: id, profile: found.profile }));
  });

type Decided = { request: SurveyRequest; known: Known; decision: Decision };

const afterOthers = (reading: Reading, customer: string, { request, known, decision }: Decided): Decision => {
  const contest = contestOf(reading, customer, known);
  const { programme } = request;
  if (decision.state !== 'invited' || contest === undefined || programme === undefined) return decision;
  if (programme.message !== undefined) return decision;
  const own = { ...request, programme, dueAt: reading.now };
  const asking = [...reading.programmes.values()].filter(({ message }) => message === undefined);
  const others = contendersBeside(reading, customer, request.id);
  const expected = expectedAfter(own, asking, others, contest);
  const kept = keptForAnother(own, decision, [...others, ...expected], contest);
  if (kept === undefined) return decision;
  const { reason, until } = kept;
  if (until === undefined) return { state: 'withheld', reason: reason.reason, reasons: [reason] };
  return { state: 'put-off', until, reasons: [reason] };
};

const note = (
  { due, standings, quotas, now }: Reading,
  customer: string,
  { id, programme, occurredAt }: PendingInvitation,
  decision: Decision,
): void => {
  // What is put off waits still, and others may wait for it.
  if (decision.state === 'put-off') return;
  due.get(customer)?.delete(id);
  if (decision.state === 'withheld') return;
  quotas.use(programme);
  const all = standings.get(customer);
  const before = all?.get(programme) ?? nothingYet(now);
  all?.set(programme, {
    ...before,
    asked: before.asked + 1,
    lastAskedAt: now,
    lastAskedAbout: Math.max(before.lastAskedAbout ?? 0, occurredAt.getTime()),
  });
};
