import { ResolvedInteraction, type SurveyEvent, topics } from '@hilo/contracts';
import { aboutHeader, aboutText, type Batch } from '@hilo/log';
import {
  followCustomers,
  type Handled,
  holdOffErasures,
  type Outgoing,
  parseRecords,
  type Transaction,
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
} from './store.ts';

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
  await removeInvitations(
    tx,
    erased.map(({ version, interaction: { source, id } }) => ({ source, id, version })),
  );
  const candidates = living
    .toSorted((a, b) => a.version - b.version)
    .flatMap((message) => candidatesOf(programmes, message));
  await savePending(tx, [...new Map(candidates.map((candidate) => [candidate.id, candidate])).values()]);
  return { deadLetters };
};

/** Keeps what is known of customers: whose a subject is, where they can be reached, what they consented to. */
const noteCustomers = async (tx: Transaction, records: Batch['records']): Promise<Handled> => {
  const { changed, deadLetters } = await followCustomers(tx, records);
  await saveProfiles(tx, changed);
  return { deadLetters };
};

export type Deciding = { decided: readonly Decided[]; outbox: readonly Outgoing[]; more: boolean };

const decideAtOnce = 500;

/** Decides what is due: lock it and its customers → decide one after the other → write → say so. */
export const decideDue = async (tx: Transaction, programmes: readonly Programme[], now: number): Promise<Deciding> => {
  await holdOffErasures(tx);
  const due = await lockDue(tx, now, decideAtOnce);
  const customers = await lockCustomers(tx, [...new Set(due.map(({ subject }) => subject))].sort());
  const byId = new Map(programmes.map((programme) => [programme.id, programme]));
  const askedNow = new Map<string, number>();

  const contacts = [...customers.values()].flatMap(({ record }) => record.identifiers.map(({ subject }) => subject));
  const erased = await findErased(tx, [...new Set(contacts)]);

  const decided = due.flatMap((invitation) => {
    const deadline = invitation.deadline.getTime();
    const known = customers.get(invitation.subject);
    // Between two customers at this moment: in a second it is known whose it is.
    if (known === undefined && now < deadline && !invitation.circumstances.withdrawn) return [];
    const programme = byId.get(invitation.programme);
    const customer = known?.customer ?? invitation.customer;
    const decision = decide(
      {
        programme,
        circumstances: invitation.circumstances,
        deadline,
        profile: known && withoutErasedContacts(known.record, erased),
        lastAskedAt: askedNow.get(customer) ?? known?.lastAskedAt?.getTime(),
      },
      now,
    );
    if (decision.state === 'invited') askedNow.set(customer, now);
    const programmeVersion = programme?.version ?? invitation.programmeVersion;
    return [
      {
        invitation,
        id: invitation.id,
        programme: invitation.programme,
        customer,
        programmeVersion,
        decision,
        knownAt: known?.record.updatedAt,
      },
    ];
  });
  await saveDecisions(tx, decided, now);
  return { decided, outbox: decided.map((one) => messageOf(one, now)), more: decided.length === decideAtOnce };
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
