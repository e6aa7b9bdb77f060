import type { AcceptedInteraction } from '@hilo/contracts';
import { cleanRecord, type LinkageModel, type RawRecord, valuesAmong, withoutValues } from '@hilo/linkage';
import type { Transaction } from '@hilo/runtime';
import { comparableOf } from '../domain/comparable.ts';
import type { Registry } from '../domain/registry.ts';
import { lockModels, rewriteModel } from '../store/suggestions/linkage-models.ts';
import { findWritten, writtenIn } from '../store/suggestions/linkage-records.ts';

/**
 * Takes the values of a person out of every model of linkage that was learnt: whatever was said in any interaction, since a
 * model may be of when another one was the latest. Before what is compared of the person goes.
 */
export const forgetLearnt = async (
  tx: Transaction,
  registry: Registry,
  nodes: readonly string[],
  interactions: readonly AcceptedInteraction[],
): Promise<void> => {
  const models = await lockModels(tx);
  if (models.length === 0) return;
  const compared = await findWritten(tx, nodes);
  const said = [
    ...[...compared].map(([id, { fields }]) => ({ id, ...writtenIn(fields) })),
    ...interactions.map((one) => saidIn(registry, one)),
  ];
  for (const { version, content } of models) await rewriteModel(tx, version, withoutRecord(content, said));
};

/** The model that would not have met these, of whom each is somebody else. */
export const withoutRecords = (model: LinkageModel, records: readonly RawRecord[]): LinkageModel =>
  records.reduce((left, record) => withoutRecord(left, [record]), model);

const withoutRecord = (model: LinkageModel, said: readonly RawRecord[]): LinkageModel => {
  const values = valuesAmong(said.map((record) => cleanRecord(model.habits, record)));
  return { ...model, frequencies: withoutValues(model.frequencies, values) };
};

/** What would be compared of somebody of whom there is this interaction alone. */
const saidIn = (
  registry: Registry,
  { id, source, occurredAt, traits = {}, identifiers }: AcceptedInteraction,
): RawRecord =>
  comparableOf(registry, {
    id,
    traits: Object.fromEntries(
      Object.entries(traits).map(([name, value]) => [name, { value, source, interaction: id, at: occurredAt }]),
    ),
    identifiers: identifiers.map((one) => ({ ...one, subject: id, firstSeenAt: occurredAt, status: 'linked' })),
  });
