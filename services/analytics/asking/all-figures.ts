import type { Transaction } from '@hilo/runtime';
import { z } from 'zod';
import type { FigureQuery, GroupPage } from '../domain/figure-query.ts';
import { type Kpi, kpiOf } from '../domain/kpi.ts';
import { ScoreCounts } from '../domain/measured.ts';
import { whileRebuilding } from '../domain/rebuilding.ts';
import { scales } from '../domain/scales.ts';
import { CountedGroup } from '../store/asked/grouped.ts';
import { countInteractionsSql } from '../store/asked/interactions.ts';
import { cutByDays, isZoneOfRollups } from '../store/asked/rolled.ts';
import { countScoresSql } from '../store/asked/scores.ts';
import { readRebuilding } from '../store/projection.ts';
import { inTime, type QuestionContext } from './answer-question.ts';
import { interactionsIn, scoreCounts } from './columns-figures.ts';
import { countByColumns } from './count-by-columns.ts';
import { isForColumns } from './count-groups.ts';
import { hintsOf } from './hints.ts';
import { groupsInOrder, type NamedCells } from './ordered-cells.ts';

const Volume = CountedGroup.extend({ n: z.coerce.number() });
const Scores = CountedGroup.extend(ScoreCounts.shape);

/** All groups on one page. */
const everything: GroupPage = { after: undefined, limit: 1_000_000 };

/** Volume and every score of each group that has an interaction, of one moment; or of all together, where nothing is grouped by. */
export const readAllFigures = (
  context: Omit<QuestionContext, 'asOf'>,
  asked: Omit<FigureQuery, 'isRolled' | 'segments' | 'now'>,
): Promise<{ groups: Kpi[]; rebuilding?: true; hints?: string[] }> =>
  inTime(context, async (tx) => {
    const asking = { ...asked, isRolled: await isZoneOfRollups(tx, asked.timeZone), segments: {}, now: 0 };
    const isRolled = cutByDays(asking) !== undefined;
    const mayAsk = !isRolled || (await isForColumns(tx, asking));
    const counted = mayAsk ? await countByColumns(context, asking, { of: 'both', withVoice: false }) : undefined;
    // While all is told again, the rollups are still of before, and whole.
    const found = isRolled && counted?.rebuilding ? undefined : counted;
    const groups = found === undefined ? await figuresBySql(tx, asking) : figuresOfColumns(found.found, asking);
    const isOfFacts = cutByDays(asking)?.edges.length !== 0;
    return {
      groups,
      ...whileRebuilding(found?.rebuilding || (isOfFacts && (await readRebuilding(tx)))),
      ...(groups.every(({ interactions }) => interactions === 0) && (await hintsOf(tx, asking, context.properties))),
    };
  });

const groupOf = ({ dimensions }: FigureQuery, keys: readonly string[]): Kpi['group'] =>
  Object.fromEntries(dimensions.map(({ name }, at) => [name, keys[at] ?? '']));

const figuresOfColumns = (found: NamedCells, asking: FigureQuery): Kpi[] =>
  [...groupsInOrder(found, { after: undefined, withBefore: true })].map(({ keys, parts }) =>
    kpiOf({ group: groupOf(asking, keys), interactions: interactionsIn(parts), scores: scoreCounts(parts, scales) }),
  );

const figuresBySql = async (tx: Transaction, asking: FigureQuery): Promise<Kpi[]> => {
  const volumes = await tx.query(countInteractionsSql(asking, everything));
  const scored = await tx.query(countScoresSql(asking, everything, scales, 'response'));
  const isOver = asking.dimensions.length === 0;
  const scores = new Map(
    z
      .array(Scores)
      .parse(scored.rows)
      .filter(({ isTotal }) => isTotal === isOver)
      .map((row) => [JSON.stringify(row.keys), row]),
  );
  return z
    .array(Volume)
    .parse(volumes.rows)
    .filter(({ isTotal }) => isTotal === isOver)
    .map(({ keys, n }) =>
      kpiOf({ group: groupOf(asking, keys), interactions: n, scores: scores.get(JSON.stringify(keys)) }),
    );
};
