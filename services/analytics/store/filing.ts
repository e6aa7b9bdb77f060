import { inMilliseconds, type ResolvedInteraction } from '@hilo/contracts';
import { bare, lockForErasure, statement, type Transaction, texts } from '@hilo/runtime';
import { z } from 'zod';
import { filedOf } from '../domain/months.ts';
import { KeptFact, keptFact } from './facts.ts';
import type { FactNumbers } from './numbers.ts';

const countHereSql = statement({
  name: 'count-filed-here',
  text: `SELECT count(*)::int AS n, count(*) FILTER (WHERE f.filed = t.filed)::int AS here
           FROM unnest($1::text[], $2::text[], $3::date[]) AS t (source, id, filed)
           JOIN words AS w ON w.word = t.source JOIN facts AS f ON f.source = w.no AND f.id = t.id`,
});

const isLater = ({ version }: ResolvedInteraction): boolean => version > 1;
const filedIn = ({ interaction }: ResolvedInteraction): string => filedOf(inMilliseconds(interaction.occurredAt));

/**
 * A later version may have happened at an earlier time, in another month, where no key of a partition tells of it: unless its earlier
 * version is here, in the same month, it is kept by one transaction alone. To be called before anything else.
 */
export const lockForRefiling = async (tx: Transaction, resolved: readonly ResolvedInteraction[]): Promise<void> => {
  const later = [
    ...new Map(
      resolved.filter(isLater).map((one) => [`${one.interaction.source} ${one.interaction.id}`, one]),
    ).values(),
  ];
  if (later.length === 0) return;
  const { rows } = await tx.query<{ n: number; here: number }>(
    countHereSql([
      texts(later.map(({ interaction }) => interaction.source)),
      texts(later.map(({ interaction }) => interaction.id)),
      bare(later.map(filedIn)),
    ]),
  );
  if (rows[0]?.n !== later.length || rows[0].here !== later.length) await lockForErasure(tx);
};

const findRefiledSql = statement({
  name: 'find-refiled',
  text: 'SELECT r.source, r.id FROM refiled AS r JOIN unnest($1::integer[], $2::text[]) AS t (source, id) USING (source, id)',
});

const removeElsewhereSql = statement(`
  WITH told AS (
    SELECT * FROM unnest($1::integer[], $2::text[], $3::date[], $4::integer[]) AS t (source, id, filed, version)
  ), noted AS (
    INSERT INTO refiled (source, id)
    SELECT source, id FROM told WHERE version > 1
       AND NOT EXISTS (SELECT FROM facts AS f WHERE f.source = told.source AND f.id = told.id AND f.filed = told.filed)
     ORDER BY source, id ON CONFLICT DO NOTHING
  ), gone AS (
    DELETE FROM facts AS f USING told AS t
     WHERE f.source = t.source AND f.id = t.id AND f.filed <> t.filed AND f.version < t.version
    RETURNING ${keptFact('f')}
  )
  SELECT g.*, false AS later FROM gone AS g
  UNION ALL
  SELECT ${keptFact('f')}, true FROM facts AS f JOIN told AS t
      ON f.source = t.source AND f.id = t.id AND f.filed <> t.filed AND f.version >= t.version`);

const Elsewhere = KeptFact.extend({ later: z.boolean() });

/**
 * Takes the earlier versions of these out of every other month. Gives what was there, and which of these a later version is here of, in
 * another month.
 */
export const removeElsewhere = async (
  tx: Transaction,
  resolved: readonly ResolvedInteraction[],
  { numbers, anyRefiled }: { numbers: FactNumbers; anyRefiled: boolean },
): Promise<{ removed: KeptFact[]; isOutdated(one: ResolvedInteraction): boolean }> => {
  const nameOf = ({ interaction: { source, id } }: ResolvedInteraction) => `${numbers.word(source)} ${id}`;
  const names = anyRefiled ? await findRefiled(tx, resolved, numbers) : new Set<string>();
  const suspects = resolved.filter((one) => isLater(one) || (names.size > 0 && names.has(nameOf(one))));
  if (suspects.length === 0) return { removed: [], isOutdated: () => false };
  const { rows } = await tx.query(
    removeElsewhereSql([
      bare(suspects.map(({ interaction }) => numbers.word(interaction.source))),
      texts(suspects.map(({ interaction }) => interaction.id)),
      bare(suspects.map(filedIn)),
      bare(suspects.map(({ version }) => version)),
    ]),
  );
  const elsewhere = z.array(Elsewhere).parse(rows);
  const later = new Set(elsewhere.filter((one) => one.later).map(({ source, id }) => `${source} ${id}`));
  return { removed: elsewhere.filter((one) => !one.later), isOutdated: (one) => later.has(nameOf(one)) };
};

const findRefiled = async (
  tx: Transaction,
  resolved: readonly ResolvedInteraction[],
  numbers: FactNumbers,
): Promise<Set<string>> => {
  const { rows } = await tx.query<{ source: number; id: string }>(
    findRefiledSql([
      bare(resolved.map(({ interaction }) => numbers.word(interaction.source))),
      texts(resolved.map(({ interaction }) => interaction.id)),
    ]),
  );
  return new Set(rows.map(({ source, id }) => `${source} ${id}`));
};
