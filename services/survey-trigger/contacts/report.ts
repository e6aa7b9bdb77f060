import { createHash } from 'node:crypto';
import { type Identifier, instantOf, interactionRecord, stamped, topics } from '@hilo/contracts';
import { holdOffErasures, type NameHashes, type Outgoing, type Transaction } from '@hilo/runtime';
import { ownSource } from '../domain/candidate.ts';
import { fittingContactPoint } from '../domain/contact-facts.ts';
import { keyOfFact } from '../domain/contact-ledger.ts';
import {
  type ContactReport,
  factOfReport,
  type HeardReport,
  reportedId,
  reportedInteraction,
} from '../domain/contact-report.ts';
import { findReports, lockLedger } from '../store/contact-facts.ts';
import { findRecords, type KnownRecord } from '../store/profiles.ts';
import { noteContacts } from './note-contacts.ts';

export type Reporting = { source: string; now: number; hashes: NameHashes; newId(): string };

/** What became of one report. */
export type ReportResult =
  | { status: 'accepted' | 'duplicate'; id: string; interaction: { source: string; id: string } }
  | { status: 'rejected'; id: string; reason: RefusedReport };
export type RefusedReport = 'conflict' | 'unknown-customer' | 'in-the-future' | 'ends-before-it-starts';

/** Clocks differ by so much. */
const skewMs = 5 * 60_000;

/**
 * Takes contacts that were made: each is a fact of the ledger at once, and an interaction on the thread, with which a rebuild brings it
 * back. What was reported already, under the same id, changes nothing.
 */
export const reportContacts = async (
  tx: Transaction,
  reports: readonly ContactReport[],
  { source, now, hashes, newId }: Reporting,
): Promise<{ results: ReportResult[]; outbox: Outgoing[] }> => {
  const given = reports.map((report) => ({ report, id: report.id ?? newId(), digest: digestOf(report) }));
  await holdOffErasures(tx);
  // Whoever reports under the same id waits, and learns what was said before.
  await lockLedger(
    tx,
    given.map(({ id }) => `report ${source} ${id}`),
  );
  const known = await findReports(
    tx,
    source,
    given.map(({ id }) => id),
  );
  const records = await findRecords(
    tx,
    given.flatMap(({ report }) => report.customer ?? []),
  );
  const heard: HeardReport[] = [];
  const results = given.map(({ report, id, digest }): ReportResult => {
    const interaction = { source: ownSource, id: reportedId(source, id) };
    const before = known.get(id);
    if (before !== undefined)
      return before === digest
        ? { status: 'duplicate', id, interaction }
        : { status: 'rejected', id, reason: 'conflict' };
    const about = whoOf(report, records);
    const reason = about === undefined ? 'unknown-customer' : faultOf(report, now);
    if (reason !== undefined || about === undefined)
      return { status: 'rejected', id, reason: reason ?? 'unknown-customer' };
    known.set(id, digest);
    heard.push({ report, id, source, heardAt: now, ...about });
    return { status: 'accepted', id, interaction };
  });
  const digests = new Map(given.map(({ id }) => [keyOfFact({ teller: 'report', source, id }), known.get(id) ?? '']));
  await noteContacts(
    tx,
    heard.map((one) => factOfReport(one, hashes.ofIdentifier)),
    digests,
  );
  return { results, outbox: heard.map(messageOf) };
};

const digestOf = ({ id: _id, ...said }: ContactReport): string =>
  createHash('sha256').update(JSON.stringify(said)).digest('base64url');

const faultOf = ({ startedAt, endedAt }: ContactReport, now: number): RefusedReport | undefined => {
  const [start, end] = [startedAt, endedAt].map((time) => (time === undefined ? now : instantOf(time)));
  if (Math.max(start ?? now, end ?? now) > now + skewMs) return 'in-the-future';
  return endedAt !== undefined && (end ?? now) < (start ?? now) ? 'ends-before-it-starts' : undefined;
};

type About = Pick<HeardReport, 'identifiers' | 'contactPoint' | 'subject'>;

/**
 * By which identifiers the customer is known on the thread: how the reporter names them. A customer who is named by the id of Hilo is known by
 * the contact point, if it is in the record; else by an identifier of the record beside it, as the reporter says that they are one's.
 */
const whoOf = (
  { customer, identifier, contactPoint, channel }: ContactReport,
  records: ReadonlyMap<string, KnownRecord>,
): About | undefined => {
  if (customer === undefined) {
    const named = [...(identifier ? [identifier] : []), ...(contactPoint ? [contactPoint] : [])];
    const at = contactPoint ?? identifier;
    const identifiers = named.filter((one, n) => named.findIndex((other) => isSame(one, other)) === n);
    return at && { identifiers, contactPoint: at, subject: undefined };
  }
  const held = records.get(customer)?.identifiers.filter(({ status }) => status === 'linked') ?? [];
  const used = contactPoint ?? fittingContactPoint(channel, held);
  if (used === undefined) return undefined;
  const own = held.find((one) => isSame(one, used)) ?? held[0];
  if (own === undefined) return undefined;
  const identifiers = [{ kind: own.kind, value: own.value }, ...(isSame(own, used) ? [] : [used])];
  return { identifiers, contactPoint: { kind: used.kind, value: used.value }, subject: own.subject };
};

const isSame = (one: Identifier, other: Identifier): boolean => one.kind === other.kind && one.value === other.value;

const messageOf = (heard: HeardReport): Outgoing => {
  const interaction = reportedInteraction(heard);
  const isTimeDerived = heard.report.startedAt === undefined;
  const content = stamped(JSON.stringify(interaction), { source: ownSource, receivedAt: heard.heardAt, isTimeDerived });
  const record = interactionRecord({ id: interaction.id, source: ownSource, interaction, content });
  return { topic: topics.interactions.name, ...record };
};
