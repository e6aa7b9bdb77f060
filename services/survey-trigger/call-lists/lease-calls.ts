import type { DecidedBy } from '@hilo/contracts';
import { command, holdOffErasures, type Outgoing, type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { askAgain, type Governed } from '../delivery/ask-again.ts';
import type { Versions } from '../delivery/outgoing.ts';
import { type ToldOutcome, writeOutcome } from '../delivery/write-outcome.ts';
import type { CallList } from '../domain/call-lists/call-list.ts';
import type { Programme } from '../domain/programme.ts';
import { claimCall, insertLease } from '../store/call-leases.ts';
import { holdForSending } from '../store/held-customers.ts';
import { type ClaimedMessage, releaseAttempt } from '../store/messages.ts';

export type Leasing = Governed & { pool: Pool; versions: Versions; newId(): string; now(): number };

/** Somebody who may be called now, for as long as the lease lasts. */
export type LeasedCall = { lease: string; until: number; call: ClaimedMessage; programme: Programme };

type Wanted = { name: string; list: CallList; by: DecidedBy; agent: string | undefined; count: number };

/** So many are looked at for each who is given: what may not be called now waits until it may, and is not looked at again before. */
const looksForEach = 20;

/**
 * Gives an agent the next people of a list who may be called at this moment: each is asked about again, as any message is before it
 * leaves, in a transaction of its own. Nobody is given to two while a lease lasts; when it is over, she is the next again.
 */
export const leaseCalls = async (
  leasing: Leasing,
  wanted: Wanted,
): Promise<{ leased: LeasedCall[]; outbox: Outgoing[]; ids: string[] }> => {
  const found = { leased: [] as LeasedCall[], outbox: [] as Outgoing[], ids: [] as string[] };
  for (let look = 0; look < wanted.count * looksForEach && found.leased.length < wanted.count; look += 1) {
    const one = await transaction(leasing.pool, (tx) => leaseNext(tx, leasing, wanted));
    if (one === undefined) break;
    if ('lease' in one) found.leased.push(one);
    else {
      found.outbox.push(...one.outbox);
      found.ids.push(...one.ids);
    }
  }
  return found;
};

const unreadableRetryMs = 60_000;

const leaseNext = async (
  tx: Transaction,
  { versions, newId, now: clock, ...governed }: Leasing,
  { name, list, by, agent }: Wanted,
): Promise<LeasedCall | ToldOutcome | undefined> => {
  const now = clock();
  await holdOffErasures(tx);
  // As whoever hands over: neither the policy nor a programme changes until the end.
  await tx.query(command('LOCK TABLE contact_policies, programme_changes IN ROW SHARE MODE'));
  const call = await claimCall(tx, { programmes: list.programmes, now });
  if (call === undefined) return undefined;
  const programme = await versions.find(call.programme, call.programmeVersion);
  if (programme === undefined) return putOff(tx, call, 'programme: the version cannot be read', now);
  await tx.query(command('SAVEPOINT asking'));
  const held = await holdForSending(tx, call, { hashes: governed.hashes, notBefore: now });
  if (held === undefined) return putOff(tx, call, 'message: it cannot be held', now);
  const [asked] = await askAgain(tx, [{ message: call, programme, held }], governed, now);
  if (asked === undefined) return putOff(tx, call, 'message: nothing was said of it', now);
  if ('unreadable' in asked) return putOff(tx, call, asked.unreadable, now);
  if ('outcome' in asked) {
    // As whoever hands over does: others hold the same contact points.
    await tx.query(command('ROLLBACK TO SAVEPOINT asking'));
    const told = { message: call, programme, outcome: asked.outcome, profile: undefined };
    return writeOutcome(tx, told, governed.hashes, now);
  }
  const until = Math.min(now + list.leaseMinutes * 60_000, call.deadline);
  const lease = newId();
  await insertLease(tx, { id: lease, list: name, message: call.id, by, agent, now, until });
  await releaseAttempt(tx, call.id, { attempts: call.attempts, at: until });
  return { lease, until, call, programme };
};

const putOff = async (
  tx: Transaction,
  { id, attempts }: ClaimedMessage,
  unreadable: string,
  now: number,
): Promise<ToldOutcome> => {
  await releaseAttempt(tx, id, { attempts, at: now + unreadableRetryMs, unreadable });
  return { outbox: [], ids: [] };
};
