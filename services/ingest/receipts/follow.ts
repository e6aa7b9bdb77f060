import { instantOf, ResolvedInteraction, SurveyEvent, topics } from '@hilo/contracts';
import type { LogRecord } from '@hilo/log';
import {
  aboutResolved,
  followCustomers,
  type GivenBatch,
  type Handled,
  heardOf,
  latestVersions,
  parseRecords,
  type Transaction,
  type Version,
  versionOfResolved,
  withoutErased,
} from '@hilo/runtime';
import type { ErasingFrom } from '../quarantine/remove-erased.ts';
import { saveReceipts, saveSurveyDecisions, type ToldResolved } from '../store/receipts.ts';
import { keepAccepted, keptMs, rewriteAccepted } from '../store/tail.ts';
import { removeReceipts } from './remove-receipts.ts';

type Given = Pick<GivenBatch, 'records' | 'isRebuild'>;
type Handler = (tx: Transaction, batch: Given) => Promise<Handled>;

/**
 * What is done with the messages of each topic, and with those facts that are told again for a rebuild, so that a receipt can say
 * what became of an interaction.
 */
export const followers = (erasing: ErasingFrom): Record<string, Handler> => ({
  [topics.resolved.name]: (tx, batch) => noteResolved(tx, erasing, batch),
  [topics.customers.name]: async (tx, batch) => {
    const { deadLetters } = await followCustomers(tx, batch);
    return { deadLetters };
  },
  [topics.surveys.name]: (tx, { records }) => noteSurveys(tx, records),
});

/** Whose every interaction is; one that was attributed anew replaces itself, also where that is to somebody erased. */
const noteResolved = async (tx: Transaction, erasing: ErasingFrom, batch: Given): Promise<Handled> => {
  const { records, isRebuild } = await heardOf(tx, batch);
  const { parsed, deadLetters } = parseRecords(ResolvedInteraction, records);
  const told = parsed.map(({ record, message }): ToldResolved => {
    // When it was told of first is what nobody remembers; it was soon after it came.
    const toldAt = isRebuild ? instantOf(message.interaction.receivedAt) : record.appendedAt;
    return { resolved: message, toldAt };
  });
  const { living, erased } = await withoutErased(tx, told, ({ resolved }) => aboutResolved(resolved));
  await removeReceipts(tx, erasing, erased.map(versionOf), living.map(versionOf));
  const latest = latestVersions(living, versionOf);
  await saveReceipts(tx, latest, isRebuild);
  const kept = new Set(latest);
  await keepContents(
    tx,
    living.filter((one) => kept.has(one)),
    isRebuild,
  );
  return { deadLetters };
};

const versionOf = ({ resolved }: ToldResolved): Version => versionOfResolved(resolved);

/**
 * In the order in which they were told: what is new is kept, and what is told again may have another content. Nothing is new
 * that is told for a rebuild.
 */
const keepContents = async (tx: Transaction, told: readonly ToldResolved[], isRebuild: boolean): Promise<void> => {
  const contents = told.map((one) => ({ ...one.resolved, toldAt: one.toldAt, isNews: !isRebuild && isNews(one) }));
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
const isNews = ({ resolved: { interaction, withdrawn = false }, toldAt }: ToldResolved): boolean =>
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
