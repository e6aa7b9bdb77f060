import { instantOf, ResolvedInteraction, SurveyEvent, topics } from '@hilo/contracts';
import type { Batch, LogRecord } from '@hilo/log';
import {
  followCustomers,
  type Handled,
  latestVersions,
  parseRecords,
  type Transaction,
  type Version,
  withoutErased,
} from '@hilo/runtime';
import type { Erasing } from '../quarantine/remove-erased.ts';
import { saveReceipts, saveSurveyDecisions, type Told } from '../store/receipts.ts';
import { keepAccepted, keptMs, rewriteAccepted } from '../store/tail.ts';
import { removeReceipts } from './remove-receipts.ts';

type Handler = (tx: Transaction, batch: Pick<Batch, 'records'>) => Promise<Handled>;

/** What is done with the messages of each topic, so that a receipt can say what became of an interaction. */
export const followers = (erasing: Erasing): Record<string, Handler> => ({
  [topics.resolved.name]: (tx, { records }) => noteResolved(tx, erasing, records),
  [topics.customers.name]: async (tx, { records }) => {
    const { deadLetters } = await followCustomers(tx, records);
    return { deadLetters };
  },
  [topics.surveys.name]: (tx, { records }) => noteSurveys(tx, records),
});

/** Whose every interaction is; one that was attributed anew replaces itself, also where that is to somebody erased. */
const noteResolved = async (tx: Transaction, erasing: Erasing, records: readonly LogRecord[]): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(ResolvedInteraction, records);
  const told = parsed.map(({ record, message }): Told => ({ resolved: message, toldAt: record.appendedAt }));
  const { living, erased } = await withoutErased(tx, told, ({ resolved: { subject, interaction } }) => ({
    subject,
    occurredAt: interaction.occurredAt,
  }));
  await removeReceipts(tx, erasing, erased.map(versionOf), living.map(versionOf));
  const latest = latestVersions(living, versionOf);
  await saveReceipts(tx, latest);
  const kept = new Set(latest);
  await keepContents(
    tx,
    living.filter((one) => kept.has(one)),
  );
  return { deadLetters };
};

const versionOf = ({ resolved: { version, interaction } }: Told): Version => ({
  source: interaction.source,
  id: interaction.id,
  version,
});

/** In the order in which they were told: what is new is kept, and what is told again may have another content. */
const keepContents = async (tx: Transaction, told: readonly Told[]): Promise<void> => {
  const contents = told.map((one) => ({ ...one.resolved, toldAt: one.toldAt, isNews: isNews(one) }));
  await rewriteAccepted(
    tx,
    contents.filter(({ version }) => version > 1),
  );
  await keepAccepted(
    tx,
    contents.filter(({ isNews }) => isNews),
  );
};

/** What is attributed anew long after it came is no news; what was withdrawn is not to be shown. */
const isNews = ({ resolved: { interaction, withdrawn = false }, toldAt }: Told): boolean =>
  !withdrawn && toldAt - instantOf(interaction.receivedAt) < keptMs;

/** What was decided about asking, and what became of it. */
const noteSurveys = async (tx: Transaction, records: readonly LogRecord[]): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(SurveyEvent, records);
  const { living } = await withoutErased(
    tx,
    parsed.map(({ message }) => message),
    ({ subject, occurredAt, at }) => ({ subject, occurredAt: occurredAt ?? at }),
  );
  await saveSurveyDecisions(tx, living);
  return { deadLetters };
};
