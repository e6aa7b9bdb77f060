import { type CaseEvent, inMilliseconds } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';

const columns = `id uuid, revision integer, status text, subject uuid, source text, interaction text, occurred_at timestamptz, rule text,
  about text, severity text, queue text, cause text, touchpoint text, channel text, opened_at timestamptz, due_at timestamptz,
  contacted_at timestamptz, resolved_at timestamptz, in_time boolean, reopened integer, level integer, recovery float8`;
const names = columns.split(',').map((column) => column.trim().split(' ')[0] ?? '');

const saveCasesSql = statement(`
  INSERT INTO cases AS c (${names.join(', ')}) SELECT ${names.join(', ')} FROM jsonb_to_recordset($1::jsonb) AS t (${columns}) ORDER BY id
  ON CONFLICT (id) DO UPDATE SET ${names.map((name) => `${name} = EXCLUDED.${name}`).join(', ')}
   WHERE c.revision < EXCLUDED.revision`);

/** Stores how cases stand, each as its latest step says it, in whichever order they are told. */
export const saveCases = async (tx: Transaction, told: readonly CaseEvent[]): Promise<void> => {
  const latest = new Map<string, CaseEvent>();
  for (const one of told) if ((latest.get(one.id)?.revision ?? 0) < (one.revision ?? 1)) latest.set(one.id, one);
  if (latest.size > 0) await tx.query(saveCasesSql([JSON.stringify([...latest.values()].map(rowOf))]));
};

const rowOf = (one: CaseEvent) => ({
  id: one.id,
  revision: one.revision ?? 1,
  status: one.status ?? 'open',
  subject: one.subject,
  source: one.interaction.source,
  interaction: one.interaction.id,
  occurred_at: inMilliseconds(one.occurredAt ?? one.at),
  rule: one.reason,
  about: one.about,
  severity: one.severity,
  queue: one.queue,
  cause: one.rootCause,
  touchpoint: one.touchpoint,
  channel: one.channel,
  opened_at: inMilliseconds(one.openedAt ?? one.at),
  due_at: one.dueAt && inMilliseconds(one.dueAt),
  contacted_at: one.contactedAt && inMilliseconds(one.contactedAt),
  resolved_at: one.resolvedAt && inMilliseconds(one.resolvedAt),
  in_time: inTimeOf(one),
  reopened: one.reopened ?? 0,
  level: one.level ?? 0,
  recovery: one.before && one.after && one.before.scale === one.after.scale ? one.after.value - one.before.value : null,
});

/** Whether it was resolved before that was due. One of which the clocks stood, and had not run out, is due at no time. */
const inTimeOf = ({ status, resolvedAt, resolutionDueAt }: CaseEvent): boolean | null => {
  if (status !== 'resolved' || resolvedAt === undefined) return null;
  return resolutionDueAt === undefined || Date.parse(resolvedAt) <= Date.parse(resolutionDueAt);
};

const removeOfSubjectsSql = statement(
  "DELETE FROM cases WHERE subject = ANY ($1::uuid[]) AND occurred_at < $2::timestamptz + interval '1 millisecond'",
);

/** Removes the cases of somebody who is erased; gives how many. */
export const removeCasesOfSubjects = async (
  tx: Transaction,
  { subjects, at }: { subjects: readonly string[]; at: string },
): Promise<number> => (await tx.query(removeOfSubjectsSql([subjects, at]))).rowCount ?? 0;

const removeOfInteractionsSql = statement(
  'DELETE FROM cases c USING unnest($1::text[], $2::text[]) AS i (source, id) WHERE c.source = i.source AND c.interaction = i.id',
);

/** Removes the cases that were opened by these interactions. */
export const removeCasesOfInteractions = async (
  tx: Transaction,
  gone: readonly { source: string; id: string }[],
): Promise<void> => {
  if (gone.length > 0)
    await tx.query(removeOfInteractionsSql([gone.map(({ source }) => source), gone.map(({ id }) => id)]));
};
