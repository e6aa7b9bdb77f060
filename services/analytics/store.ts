import type { Answer, CustomerRecord, ResolvedInteraction, SurveyEvent } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';

export type CustomerChange = { id: string; version: number; record: CustomerRecord | undefined };

/** Stores interactions and their answers, unless a later version is there already. */
export const saveInteractions = async (tx: Transaction, resolved: readonly ResolvedInteraction[]): Promise<void> => {
  if (resolved.length === 0) return;
  const column = <Value>(pick: (one: ResolvedInteraction) => Value): Value[] => resolved.map(pick);
  const { rows } = await tx.query<{ source: string; id: string }>({
    name: 'save-interactions',
    text: `INSERT INTO interactions AS i
             (source, id, subject, version, occurred_at, channel, touchpoint, kind, verbatim, answers, why)
           SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::integer[], $5::timestamptz[], $6::text[],
                                $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
           ON CONFLICT (source, id) DO UPDATE
              SET subject = EXCLUDED.subject, version = EXCLUDED.version, why = EXCLUDED.why
            WHERE i.version < EXCLUDED.version
           RETURNING source, id`,
    values: [
      column(({ interaction }) => interaction.source),
      column(({ interaction }) => interaction.id),
      column(({ subject }) => subject),
      column(({ version }) => version),
      column(({ interaction }) => interaction.occurredAt),
      column(({ interaction }) => interaction.channel),
      column(({ interaction }) => interaction.touchpoint),
      column(({ interaction }) => interaction.kind),
      column(({ interaction }) => interaction.text ?? null),
      column(({ interaction }) => JSON.stringify(interaction.answers ?? [])),
      column(({ why }) => JSON.stringify(why)),
    ],
  });
  const saved = new Set(rows.map(({ source, id }) => JSON.stringify([source, id])));
  const fresh = resolved.filter(({ interaction: { source, id } }) => saved.has(JSON.stringify([source, id])));
  await saveAnswers(tx, fresh.flatMap(countable));
};

type CountableAnswer = { interaction: ResolvedInteraction['interaction']; place: number; scale: string; value: number };

const countable = ({ interaction }: ResolvedInteraction): CountableAnswer[] =>
  (interaction.answers ?? []).flatMap((answer, place) => {
    const value = numberIn(answer);
    return value === undefined ? [] : [{ interaction, place, scale: answer.scale, value }];
  });

const numberIn = ({ value }: Answer): number | undefined =>
  typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : undefined;

/** An interaction's content never changes, so its answers are written once. */
const saveAnswers = async (tx: Transaction, answers: readonly CountableAnswer[]): Promise<void> => {
  if (answers.length === 0) return;
  const column = <Value>(pick: (one: CountableAnswer) => Value): Value[] => answers.map(pick);
  await tx.query({
    name: 'save-answers',
    text: `INSERT INTO answers (source, id, place, scale, value, occurred_at, channel, touchpoint)
           SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::text[], $5::float8[], $6::timestamptz[],
                                $7::text[], $8::text[])
           ON CONFLICT DO NOTHING`,
    values: [
      column(({ interaction }) => interaction.source),
      column(({ interaction }) => interaction.id),
      column(({ place }) => place),
      column(({ scale }) => scale),
      column(({ value }) => value),
      column(({ interaction }) => interaction.occurredAt),
      column(({ interaction }) => interaction.channel),
      column(({ interaction }) => interaction.touchpoint),
    ],
  });
};

/** Follows records: which subjects are whose. What is older than what is known has no effect. */
export const saveCustomers = async (tx: Transaction, changes: readonly CustomerChange[]): Promise<void> => {
  if (changes.length === 0) return;
  const ordered = changes.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO customers AS c (id, version, deleted)
     SELECT * FROM unnest($1::uuid[], $2::integer[], $3::boolean[])
     ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, deleted = EXCLUDED.deleted
      WHERE c.version < EXCLUDED.version RETURNING id`,
    [
      ordered.map(({ id }) => id),
      ordered.map(({ version }) => version),
      ordered.map(({ record }) => record === undefined),
    ],
  );
  const news = new Set(rows.map(({ id }) => id));
  const changed = ordered.filter(({ id }) => news.has(id));
  const claimed = changed.flatMap(({ record }) =>
    record ? record.subjects.map((subject) => ({ subject, customer: record.id, updatedAt: record.updatedAt })) : [],
  );
  await claim(tx, claimed);
  await tx.query(
    `DELETE FROM claims WHERE customer = ANY ($1::uuid[])
        AND (subject, customer) NOT IN (SELECT * FROM unnest($2::uuid[], $3::uuid[]))`,
    [changed.map(({ id }) => id), claimed.map(({ subject }) => subject), claimed.map(({ customer }) => customer)],
  );
};

type Claim = { subject: string; customer: string; updatedAt: string };

/** Two records may claim a subject for a moment, while their messages are on their way: the later one is right. */
const claim = async (tx: Transaction, claims: readonly Claim[]): Promise<void> => {
  const latest = new Map<string, Claim>();
  for (const one of claims.toSorted((a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt)))
    latest.set(one.subject, one);
  const ordered = [...latest.values()].sort((a, b) => (a.subject < b.subject ? -1 : 1));
  await tx.query(
    `INSERT INTO claims AS c (subject, customer, updated_at)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[])
     ON CONFLICT (subject) DO UPDATE SET customer = EXCLUDED.customer, updated_at = EXCLUDED.updated_at
      WHERE c.updated_at <= EXCLUDED.updated_at`,
    [
      ordered.map(({ subject }) => subject),
      ordered.map(({ customer }) => customer),
      ordered.map(({ updatedAt }) => updatedAt),
    ],
  );
};

export const saveSurveyEvents = async (tx: Transaction, events: readonly SurveyEvent[]): Promise<void> => {
  const column = <Value>(pick: (one: SurveyEvent) => Value): Value[] => events.map(pick);
  await tx.query(
    `INSERT INTO survey_events (id, state, programme, reason, touchpoint, source, interaction, at)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
     ON CONFLICT DO NOTHING`,
    [
      column(({ id }) => id),
      column(({ state }) => state),
      column(({ programme }) => programme),
      column((event) => (event.state === 'withheld' ? event.reason : null)),
      column(({ touchpoint }) => touchpoint),
      column(({ interaction }) => interaction.source),
      column(({ interaction }) => interaction.id),
      column(({ at }) => at),
    ],
  );
};
