import { ResolvedInteraction, topics } from '@hilo/contracts';
import type { Batch } from '@hilo/log';
import {
  followCustomers,
  type Handled,
  holdOffErasures,
  latestVersions,
  type Outgoing,
  parseRecords,
  type Transaction,
  type Version,
  withoutErased,
} from '@hilo/runtime';
import { candidatesOf } from './domain/candidate.ts';
import { decide } from './domain/decide.ts';
import { identifierOf } from './domain/invited-interaction.ts';
import type { Programme } from './domain/programme.ts';
import { removeInvitations } from './erase.ts';
import { surveyMessage, threadMessage } from './inviting/messages.ts';
import {
  type Customer,
  type Decided,
  findErased,
  lockCustomers,
  lockDue,
  saveDecisions,
  savePending,
  saveProfiles,
  setAside,
  type Unreadable,
} from './store/invitations.ts';

type Handler = (tx: Transaction, batch: Pick<Batch, 'records'>) => Promise<Handled>;

/** What is done with the messages of each topic. */
export const handlers = (programmes: readonly Programme[]): Record<string, Handler> => ({
  [topics.resolved.name]: (tx, { records }) => noteCandidates(tx, programmes, records),
  [topics.customers.name]: (tx, { records }) => noteCustomers(tx, records),
});

/** Notes the interactions about which a programme would ask; whether it may is decided when it is time. */
const noteCandidates = async (
  tx: Transaction,
  programmes: readonly Programme[],
  records: Batch['records'],
): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(ResolvedInteraction, records);
  const { living, erased } = await withoutErased(
    tx,
    parsed.map(({ message }) => message),
    ({ subject, interaction: { occurredAt } }) => ({ subject, occurredAt }),
  );
  await removeInvitations(tx, erased.map(versionOf), living.map(versionOf));
  await savePending(
    tx,
    latestVersions(living, versionOf).flatMap((message) => candidatesOf(programmes, message)),
  );
  return { deadLetters };
};

const versionOf = ({ version, interaction: { source, id } }: ResolvedInteraction): Version => ({ source, id, version });

/** Keeps what is known of customers: whose a subject is, where they can be reached, what they consented to. */
const noteCustomers = async (tx: Transaction, records: Batch['records']): Promise<Handled> => {
  const { changed, deadLetters } = await followCustomers(tx, records);
  await saveProfiles(tx, changed);
  return { deadLetters };
};

export type Deciding = {
  decided: readonly Decided[];
  outbox: readonly Outgoing[];
  /** What cannot be decided, which costs nobody else anything. */
  unreadable: readonly Unreadable[];
  more: boolean;
};

const decideAtOnce = 500;

/** By what it is decided, and whether an invitation is put on the customer's thread. */
export type Inviting = { programmes: readonly Programme[]; isOnThread: boolean };

/** Decides what is due: lock it and its customers → decide one after the other → write → say so. */
export const decideDue = async (
  tx: Transaction,
  { programmes, isOnThread }: Inviting,
  now: number,
): Promise<Deciding> => {
  await holdOffErasures(tx);
  const { due, unreadable } = await lockDue(tx, now, decideAtOnce);
  const customers = await lockCustomers(tx, [...new Set(due.map(({ subject }) => subject))].sort());
  const byId = new Map(programmes.map((programme) => [programme.id, programme]));
  const askedNow = new Set<string>();

  const contacts = [...customers.values()].flatMap((known) =>
    'record' in known ? known.record.identifiers.map(({ subject }) => subject) : [],
  );
  const erased = await findErased(tx, [...new Set(contacts)]);

  const decided = due.flatMap((invitation) => {
    const deadline = invitation.deadline.getTime();
    const known = customers.get(invitation.subject);
    const needsNobody = now >= deadline || invitation.circumstances.withdrawn === true;
    if (known !== undefined && 'unreadable' in known && !needsNobody) {
      unreadable.push({ id: invitation.id, reason: known.unreadable });
      return [];
    }
    const readable = known !== undefined && 'record' in known ? known : undefined;
    // Between two customers at this moment: in a second it is known whose it is.
    if (readable === undefined && !needsNobody) return [];
    const programme = byId.get(invitation.programme);
    const customer = known && 'customer' in known ? known.customer : invitation.customer;
    const isAskedNow = whomToAsk(customer, readable).some((one) => askedNow.has(one));
    const decision = decide(
      {
        programme,
        circumstances: invitation.circumstances,
        deadline,
        profile: readable && withoutErasedContacts(readable.record, erased),
        lastAskedAt: isAskedNow ? now : readable?.lastAskedAt?.getTime(),
      },
      now,
    );
    if (decision.state === 'invited') for (const one of whomToAsk(customer, readable)) askedNow.add(one);
    const programmeVersion = programme?.version ?? invitation.programmeVersion;
    return [
      {
        invitation,
        id: invitation.id,
        programme: invitation.programme,
        customer,
        programmeVersion,
        decision,
        knownAt: readable?.record.updatedAt,
        identifier:
          decision.state === 'invited' && readable !== undefined
            ? identifierOf(invitation.subject, readable.record.identifiers, decision.contactPoint)
            : undefined,
      },
    ];
  });
  await setAside(tx, unreadable);
  await saveDecisions(tx, decided, now);
  const more = decided.length + unreadable.length === decideAtOnce;
  const outbox = [
    ...decided.map((one) => surveyMessage(one, now)),
    ...(isOnThread ? decided.flatMap((one) => threadMessage(one, now)) : []),
  ];
  return { decided, outbox, unreadable, more };
};

/** An erasure is heard of before the records of those who had the address of who was erased. */
const withoutErasedContacts = (
  record: Customer['record'],
  erased: ReadonlyMap<string, number>,
): Customer['record'] => ({
  ...record,
  identifiers: record.identifiers.filter(
    ({ subject }) => Date.parse(record.updatedAt) > (erased.get(subject) ?? Number.NEGATIVE_INFINITY),
  ),
});

/** Who is asked when this customer is: she, and whoever else has one of the addresses. */
const whomToAsk = (customer: string, known: Customer | undefined): string[] => [
  customer,
  ...(known?.record.identifiers ?? [])
    .filter(({ status }) => status === 'linked')
    .map(({ kind, value }) => JSON.stringify([kind, value])),
];
