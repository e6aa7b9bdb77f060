import { ResolvedInteraction, type SurveyEvent, topics } from '@hilo/contracts';
import { aboutHeader, aboutText } from '@hilo/log';
import {
  followCustomers,
  type GivenBatch,
  type Handled,
  heardOf,
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
import type { Programme } from './domain/programme.ts';
import { removeInvitations } from './erase.ts';
import {
  type Customer,
  type Decided,
  findErased,
  lockCustomers,
  lockDue,
  type PendingInvitation,
  saveDecisions,
  savePending,
  saveProfiles,
  setAside,
  type Unreadable,
} from './store/invitations.ts';
import { mendInvitations } from './store/mend-invitations.ts';

type Told = Pick<GivenBatch, 'records' | 'isRebuild'>;
type Handler = (tx: Transaction, batch: Told) => Promise<Handled>;

/** What is done with the messages of each topic, and with those facts that are told again for a rebuild. */
export const handlers = (programmes: readonly Programme[]): Record<string, Handler> => ({
  [topics.resolved.name]: (tx, batch) => noteCandidates(tx, programmes, batch),
  [topics.customers.name]: noteCustomers,
});

/**
 * Notes the interactions about which a programme would ask; whether it may is decided when it is time. What is told for a rebuild
 * may have been decided, and forgotten: it only mends what is noted, so that nobody is asked twice.
 */
const noteCandidates = async (tx: Transaction, programmes: readonly Programme[], batch: Told): Promise<Handled> => {
  const { records, isRebuild } = await heardOf(tx, batch);
  const { parsed, deadLetters } = parseRecords(ResolvedInteraction, records);
  const { living, erased } = await withoutErased(
    tx,
    parsed.map(({ message }) => message),
    ({ subject, interaction: { occurredAt } }) => ({ subject, occurredAt }),
  );
  await removeInvitations(tx, erased.map(versionOf), living.map(versionOf));
  const latest = latestVersions(living, versionOf);
  const candidates = latest.flatMap((message) => candidatesOf(programmes, message));
  await (isRebuild ? mendInvitations(tx, latest, candidates) : savePending(tx, candidates));
  return { deadLetters };
};

const versionOf = ({ version, interaction: { source, id } }: ResolvedInteraction): Version => ({ source, id, version });

/** Keeps what is known of customers: whose a subject is, where they can be reached, what they consented to. */
const noteCustomers = async (tx: Transaction, batch: Told): Promise<Handled> => {
  const { changed, deadLetters } = await followCustomers(tx, batch);
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

/** Decides what is due: lock it and its customers → decide one after the other → write → say so. */
export const decideDue = async (tx: Transaction, programmes: readonly Programme[], now: number): Promise<Deciding> => {
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
      },
    ];
  });
  await setAside(tx, unreadable);
  await saveDecisions(tx, decided, now);
  const more = decided.length + unreadable.length === decideAtOnce;
  return { decided, outbox: decided.map((one) => messageOf(one, now)), unreadable, more };
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

const messageOf = (
  {
    invitation,
    customer,
    programmeVersion,
    decision: { state, ...decision },
  }: Decided & { invitation: PendingInvitation },
  now: number,
): Outgoing => {
  const { id, programme, source, interaction, touchpoint, subject, occurredAt } = invitation;
  const at = new Date(now).toISOString();
  const common = {
    id,
    programme,
    programmeVersion,
    subject,
    customer,
    interaction: { source, id: interaction },
    touchpoint,
    occurredAt: occurredAt.toISOString(),
    at,
  };
  const event: SurveyEvent =
    'reason' in decision
      ? { ...common, state: 'withheld', reason: decision.reason }
      : {
          ...common,
          state: 'invited',
          channel: decision.channel,
          contactPoint: decision.contactPoint,
          deadline: invitation.deadline.toISOString(),
        };
  return {
    topic: topics.surveys.name,
    key: customer,
    value: JSON.stringify(event),
    headers: {
      ce_id: `${id}/${state}`,
      ce_source: 'hilo/survey-trigger',
      ce_type: `hilo.survey.${state}`,
      ce_time: at,
      // The address may be of somebody whom the interaction does not name.
      [aboutHeader]: aboutText([
        [source, interaction],
        ...('contactPoint' in decision ? [[decision.contactPoint.kind, decision.contactPoint.value] as const] : []),
      ]),
    },
  };
};
