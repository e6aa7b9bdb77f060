import type { NameHashes, Transaction } from '@hilo/runtime';
import { decide } from '../domain/decide.ts';
import { factIdOf } from '../domain/delivery/message-fact.ts';
import { expired, type MessageOutcome } from '../domain/delivery/outcome.ts';
import { type Ending, finalWords } from '../domain/following/asked-so-far.ts';
import type { KnownSegments } from '../domain/known-segments.ts';
import type { KnownRegisters } from '../domain/listings.ts';
import type { CompiledPolicy } from '../domain/policy/compiled.ts';
import { rememberedFrom } from '../domain/policy/memory.ts';
import type { Profile } from '../domain/profile.ts';
import type { Programme } from '../domain/programme.ts';
import { askingBy, withoutErasedContacts } from '../inviting/asking.ts';
import { lookUpRegisters } from '../inviting/registers.ts';
import { lookUpSegments } from '../inviting/segments.ts';
import type { PoliciesInForce } from '../store/contact-policies.ts';
import type { Held, HeldCustomer, LastChanges } from '../store/held-customers.ts';
import { findForSending, type KnownForSending, type OwnFacts } from '../store/known-for-sending.ts';
import type { ClaimedMessage } from '../store/messages.ts';
import type { ProgrammeInForce, ProgrammesInForce } from '../store/programmes.ts';

export type Governed = { programmes: ProgrammesInForce; policies: PoliciesInForce; hashes: NameHashes };

/** It may be sent at this moment, to whom it was decided; or what becomes of it instead. */
export type AskedAgain = { profile: Profile } | { outcome: MessageOutcome } | { unreadable: string };

/** What is not known yet is asked for again after so long. */
const retryMs = 60_000;

export type HeldMessage = { message: ClaimedMessage; programme: Programme; held: Held };

/**
 * Asks the governor again, by all that is known at this moment, whether each of these messages may be sent where and how it was decided. Until the
 * end of the transaction it stays so: what would forbid it waits. Gives what it said of each, in their order.
 */
export const askAgain = async (
  tx: Transaction,
  asked: readonly HeldMessage[],
  governed: Governed,
  now: number,
): Promise<AskedAgain[]> => {
  const looked = asked.map((one) => ({ ...one, ...lookedAt(one, now) }));
  const open = looked.flatMap((one) => ('customer' in one ? one : []));
  const [first] = open;
  if (first === undefined) return looked.flatMap((one) => ('customer' in one ? [] : one.said));
  const said = await askOpen(tx, open, first.held.inForce, { ...governed, now });
  const saidOf = new Map(open.map(({ message }, index) => [message.id, said[index]]));
  return looked.flatMap((one) => ('customer' in one ? (saidOf.get(one.message.id) ?? []) : one.said));
};

/** What is said without asking; or whom it is to be asked about. */
const lookedAt = (
  { message: { deadline }, held: { customer } }: HeldMessage,
  now: number,
): { said: AskedAgain } | { customer: HeldCustomer } => {
  if (now >= deadline) return { said: { outcome: expired } };
  if (customer === undefined) return { said: { outcome: waiting('no-record', now, deadline) } };
  return 'unreadable' in customer ? { said: customer } : { customer };
};

type Open = { message: ClaimedMessage; programme: Programme; customer: HeldCustomer };

const askOpen = async (
  tx: Transaction,
  open: readonly Open[],
  inForce: LastChanges,
  { programmes, policies, hashes, now }: Governed & { now: number },
): Promise<AskedAgain[]> => {
  const policy = await policies.published(tx, inForce.policyVersion, inForce.policyAt);
  const standing = await programmes.afterChange(tx, inForce.revision, inForce.changedAt);
  const moments = open.map(({ message }) => ({ occurredAt: new Date(message.occurredAt) }));
  const after = rememberedFrom(
    moments,
    open.map(({ programme }) => programme),
    policy,
    now,
  );
  const wanted = open.map(({ message, customer }) => ({ customer, facts: ownFactsOf(message) }));
  const known = await findForSending(tx, wanted, { hashes, after, now });
  const each = open.flatMap((one, index) => {
    const found = known[index];
    return found === undefined
      ? []
      : [{ ...one, known: found, profile: withoutErasedContacts(one.customer.record, found.erased) }];
  });
  const registers = await registersOf(tx, each, { hashes, policy });
  const segments = await lookUpSegments(
    tx,
    open.map(({ programme }) => programme),
  );
  const by = { standing, policy, segments };
  return each.map((one) => saidBy(one, { ...by, registers: registers.get(versionOf(one.message)) }, now));
};

const ownFactsOf = ({ invitation, ordinal }: ClaimedMessage): OwnFacts => ({
  invitation,
  own: factIdOf(invitation, ordinal),
  earlier: Array.from({ length: ordinal }, (_, n) => factIdOf(invitation, n)),
});

const versionOf = ({ programme, programmeVersion }: ClaimedMessage): string => `${programmeVersion} ${programme}`;

type Known = Open & { known: KnownForSending; profile: Profile };

/** By the version of the programme, which says on which ways it asks. */
const registersOf = async (
  tx: Transaction,
  each: readonly Known[],
  by: { hashes: NameHashes; policy: CompiledPolicy | undefined },
): Promise<Map<string, KnownRegisters>> => {
  const registers = new Map<string, KnownRegisters>();
  for (const [version, same] of Map.groupBy(each, ({ message }) => versionOf(message))) {
    const programmes = same.slice(0, 1).map(({ programme }) => programme);
    const asked = same.map(({ programme, profile }) => ({ programme: programme.id, profile }));
    registers.set(version, await lookUpRegisters(tx, { ...by, programmes }, asked));
  }
  return registers;
};

type By = {
  standing: readonly ProgrammeInForce[];
  policy: CompiledPolicy | undefined;
  registers: KnownRegisters | undefined;
  segments: KnownSegments;
};

const saidBy = (
  { message, programme, known, profile }: Known,
  { standing, policy, registers, segments }: By,
  now: number,
): AskedAgain => {
  const { invitation, circumstances, occurredAt, deadline, channel, contactPoint } = message;
  const over = overBy.find(known.hasSaid);
  if (over !== undefined) return { outcome: cancelledFor(over) };
  const own = standing.find(({ id }) => id === message.programme);
  // What it asks is what was decided; whether it asks at all is said by how the programme stands now.
  const asking = { ...askingBy(own), ...(own && own.state !== 'ended' && { programme }) };
  const only = { channel, contactPoint };
  const request = { id: invitation, ...asking, circumstances, occurredAt, deadline, only };
  const decision = decide(request, { profile, contacts: known.contacts, registers, segments }, policy, now);
  const last = finalWords.find(known.hasSaid);
  if (decision.state !== 'withheld' && last !== undefined) return { outcome: cancelledFor(last) };
  if (decision.state === 'invited') return { profile };
  if (decision.state === 'put-off') {
    const { until, reasons } = decision;
    return { outcome: { state: 'deferred', until, reason: reasons[0]?.reason ?? 'put-off', reasons } };
  }
  const { reason, reasons } = decision;
  return { outcome: { state: reason === 'too-late' ? 'expired' : 'cancelled', reason, reasons } };
};

/** Nothing else is asked then. */
const overBy = ['already-answered', 'interaction-withdrawn'] as const;

const cancelledFor = (reason: (typeof overBy)[number] | Ending): MessageOutcome => ({
  state: 'cancelled',
  reason,
  reasons: [{ reason, rule: `hilo.${reason}` }],
});

const waiting = (reason: string, now: number, deadline: number): MessageOutcome => ({
  state: 'deferred',
  until: Math.min(now + retryMs, deadline),
  reason,
});
