import { holdOffErasures, LostRace, type Transaction } from '@hilo/runtime';
import { linksOf, oneContactMs } from '../domain/contact-ledger.ts';
import type { PermissionWord } from '../domain/permission.ts';
import { digestOfRequest, momentOf, type PermissionRequest } from '../domain/permission-request.ts';
import { expiryOf, reservationId, reservedFact } from '../domain/reservation.ts';
import { lockLedger, type Span } from '../store/contact-facts.ts';
import type { KnownContact } from '../store/known-contacts.ts';
import { findPeople, lockPeople } from '../store/people.ts';
import { findReservations, type StoredReservation } from '../store/reservations.ts';
import {
  type Checked,
  type Checking,
  countryOf,
  type Judging,
  openJudging,
  peopleOf,
  placesOfPeople,
} from './check-permissions.ts';
import { noteReservations, type Planned } from './note-reservations.ts';
import { soughtBy, type WhoIsAsked } from './who-is-asked.ts';

/** A request, by whom, and under which id it is reserved. */
export type Reserving = { request: PermissionRequest; source: string; id: string };

export type CheckedAndReserved = Checked & { reservation?: { id: string; expiresAt: number } };

type ReservingBy = Checking & {
  /** The policy in force, which nobody changes until the end of the transaction, nor the list of an opt-out register. */
  policyIn(tx: Transaction): Promise<Checking['policy']>;
};

/**
 * Says who of these may be contacted, and reserves what is permitted and is to be: lock whom it concerns → lock their ledgers → judge one
 * after the other, each counting those before → note what is reserved. Whoever decides about one of them meanwhile waits.
 */
export const reserveContacts = async (
  tx: Transaction,
  asked: readonly Reserving[],
  { policyIn, ...checking }: ReservingBy,
): Promise<CheckedAndReserved[]> => {
  const requests = asked.map(({ request }) => request);
  const sought = requests.map((one) => soughtBy(one, checking.naming, countryOf(checking)));
  await holdOffErasures(tx);
  const locked = await lockPeople(tx, sought);
  const found = await findPeople(tx, sought);
  // Waiting for the locks, somebody may have become another customer's, or have got the same number.
  if ([...found.records.keys()].some((customer) => !locked.has(customer)))
    throw new LostRace('a customer came in between');
  const people = peopleOf(requests, { sought, found }, checking);
  const keys = asked.filter(({ request }) => request.reserve);
  await lockLedger(tx, [...placesOfPeople(people), ...keys.flatMap(linksOfReservation)]);
  if ((await policyIn(tx)) !== checking.policy) throw new LostRace('another contact policy has come in force');
  const { reserved, near } = await findReservations(tx, {
    keys: keys.map(({ source, id }) => ({ source, id, reservation: reservationId(source, id) })),
    spans: asked.flatMap(({ request }, n) => spanOf(request, { who: people.who[n], checking })),
  });
  const known = new Map(reserved.map((one) => [keyOf(one.fact), one]));
  const judging = await openJudging(tx, { requests, people }, checking);
  const planned: Planned[] = [];
  const results = asked.map((one, n): CheckedAndReserved => {
    if (!one.request.reserve) return judging.judge(n);
    const { result, plan } = reserveOne(one, { n, prior: known.get(keyOf(one)), judging, checking });
    if (plan === undefined) return result;
    planned.push(plan);
    known.set(keyOf(one), {
      fact: reservedFact({ ...plan, known: [] }),
      digest: plan.digest,
      contact: plan.reservation,
      isReported: false,
    });
    judging.add(n, contactOf(plan));
    return result;
  });
  if (planned.length > 0) await noteReservations(tx, planned, near);
  // What is reserved is used of the budgets as they are told.
  return results.map((one, n) => ({ ...one, budgets: one.reservation ? judging.judge(n).budgets : one.budgets }));
};

const reserveOne = (
  { request, source, id }: Reserving,
  {
    n,
    prior,
    judging,
    checking,
  }: { n: number; prior: StoredReservation | undefined; judging: Judging; checking: Checking },
): { result: CheckedAndReserved; plan?: Planned } => {
  const digest = digestOfRequest(request);
  if (prior !== undefined && prior.digest !== digest) return { result: refused(judging.judge(n), 'conflict') };
  if (prior?.isReported) return { result: refused(judging.judge(n), 'reservation-used') };
  // What was reserved by the same request counts for everybody else.
  const checked = judging.judge(n, prior?.contact);
  const { who, at, reasons } = checked;
  if (reasons.length > 0 || who.contactPoint === undefined) return { result: checked };
  const { now, naming, policy } = checking;
  const standsUntil = prior?.fact.withdrawn === false ? (prior.fact.told.expiresAt ?? 0) : 0;
  const reservation = prior?.fact.reservation ?? reservationId(source, id);
  if (standsUntil > now) return { result: { ...checked, reservation: { id: reservation, expiresAt: standsUntil } } };
  const expiresAt = expiryOf(at, now, policy?.policy.reservedForSeconds);
  const place = naming.hashes.ofIdentifier(who.contactPoint);
  const { contactPoint, subject } = who;
  return {
    result: { ...checked, reservation: { id: reservation, expiresAt } },
    plan: {
      source,
      id,
      reservation,
      request,
      contactPoint,
      place,
      subject,
      at,
      now,
      expiresAt,
      before: prior?.fact,
      digest,
    },
  };
};

/** It is asked for something else, or again, under an id under which something was reserved. */
const refused = ({ nextAllowedAt: _, ...checked }: Checked, reason: PermissionWord): CheckedAndReserved => ({
  ...checked,
  reasons: [{ reason, rule: `hilo.${reason}` }, ...checked.reasons],
});

const contactOf = ({ reservation, place, at, request, expiresAt }: Planned): KnownContact => ({
  id: reservation,
  place,
  at,
  channel: request.channel,
  class: request.class,
  weight: 1,
  isAnswered: false,
  expiresAt,
});

/** When and where another who tells of a contact may mean the one that is asked for. */
const spanOf = (
  request: PermissionRequest,
  { who, checking: { naming, now } }: { who: WhoIsAsked | undefined; checking: Checking },
): Span[] => {
  if (!request.reserve || who?.contactPoint === undefined) return [];
  const at = momentOf(request, now);
  return [{ place: naming.hashes.ofIdentifier(who.contactPoint), from: at - oneContactMs, to: at + oneContactMs }];
};

const keyOf = ({ source, id }: { source: string; id: string }): string => JSON.stringify([source, id]);

const linksOfReservation = ({ source, id }: Reserving): string[] =>
  linksOf({ teller: 'reservation', source, id, reservation: reservationId(source, id), origin: undefined });
