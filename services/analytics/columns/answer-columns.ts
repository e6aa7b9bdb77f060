import type { Columns } from './columns.ts';
import { columnsCells } from './columns-cells.ts';
import type { ColumnsAnswer, ColumnsQuestion, RepeatsFigures } from './columns-question.ts';
import { funnelOf } from './funnel.ts';
import { type FunnelGroup, funnelCustomers, funnelFigures } from './funnel-figures.ts';
import type { FunnelQuestion } from './funnel-question.ts';
import { judgedJourneys } from './moments.ts';
import { momentsCustomers, momentsFigures } from './moments-figures.ts';
import { pathsOf } from './paths.ts';
import { pathsCustomers, pathsFigures } from './paths-figures.ts';
import type { PeopleInNumbers } from './people-in-numbers.ts';
import { repeatsCustomers, repeatsOf } from './repeats.ts';
import { retentionOf } from './retention.ts';
import { retentionCustomers, retentionFigures } from './retention-figures.ts';
import { seenRows } from './seen-rows.ts';

/** A figure and the list behind it are made by one pass each, which is the same: so a list is as long as its figure says. */
export const answerColumns = (columns: Columns, about: ColumnsQuestion, found: PeopleInNumbers): ColumnsAnswer => {
  const asked = askedOf(about, found);
  switch (asked.kind) {
    case 'funnel':
      return {
        kind: asked.kind,
        answer: funnelFigures(funnelOf(columns, asked.funnel), asked.funnel, asked.mostGroups),
      };
    case 'funnel-trend':
      return { kind: asked.kind, answer: trendOf(columns, asked.funnel, asked.bounds) };
    case 'funnel-customers':
      return listed(asked.kind, funnelCustomers(funnelOf(columns, asked.funnel), asked.funnel, asked));
    case 'paths':
      return { kind: asked.kind, answer: pathsFigures(pathsOf(columns, asked.paths), asked.paths, asked.most) };
    case 'paths-customers':
      return listed(asked.kind, pathsCustomers(pathsOf(columns, asked.paths), asked.paths, asked));
    case 'retention':
      return {
        kind: asked.kind,
        answer: retentionFigures(retentionOf(columns, asked.retention), asked.retention, asked),
      };
    case 'retention-customers':
      return listed(asked.kind, retentionCustomers(retentionOf(columns, asked.retention), asked.place, asked));
    case 'counts':
      return { kind: asked.kind, answer: columnsCells(columns, asked.counts, found) };
    case 'seen-rows':
      return { kind: asked.kind, answer: seenRows(columns, asked.looked) };
    case 'repeats':
      return { kind: asked.kind, answer: repeatsFigures(columns, asked) };
    case 'repeats-customers':
      return listed(asked.kind, repeatsCustomers(repeatsOf(columns, asked.repeats), asked.had, asked));
    case 'moments':
      return { kind: asked.kind, answer: momentsFigures(judgedJourneys(columns, asked.moments), asked) };
    case 'moments-customers':
      return listed(asked.kind, momentsCustomers(judgedJourneys(columns, asked.moments), asked));
  }
};

/** The question with the customers whom it is about, and by what of theirs it is broken down. */
const askedOf = (asked: ColumnsQuestion, { people, by: [groups] }: PeopleInNumbers): ColumnsQuestion => {
  const by = groups === undefined ? {} : { breakdown: { by: 'customer', groups: groups.groups } as const };
  switch (asked.kind) {
    case 'funnel':
    case 'funnel-trend':
    case 'funnel-customers':
      return { ...asked, funnel: { ...asked.funnel, people, ...by } };
    case 'paths':
    case 'paths-customers':
      return { ...asked, paths: { ...asked.paths, people } };
    case 'retention':
    case 'retention-customers':
      return { ...asked, retention: { ...asked.retention, people, ...by } };
    case 'repeats':
    case 'repeats-customers':
      return { ...asked, repeats: { ...asked.repeats, people, ...by } };
    case 'moments':
    case 'moments-customers':
      return { ...asked, moments: { ...asked.moments, people } };
    case 'counts':
      return asked;
    case 'seen-rows':
      return { ...asked, looked: { ...asked.looked, people } };
  }
};

const listed = <Kind extends ColumnsQuestion['kind']>(kind: Kind, customers: number[]) => ({
  kind,
  answer: { customers },
});

/** A funnel of those who begin in each of these periods. */
const trendOf = (columns: Columns, funnel: FunnelQuestion, bounds: readonly number[]): FunnelGroup[] =>
  bounds.slice(1).flatMap((to, at) => {
    const ofBucket = { ...funnel, breakdown: undefined, from: bounds[at] ?? to, to };
    const [all] = funnelFigures(funnelOf(columns, ofBucket), ofBucket, 1);
    return (
      all ?? {
        group: 0,
        steps: funnel.steps.map(() => ({ reached: 0, open: 0, excluded: 0, dropped: 0 })),
        converted: { share: 0, median: null, p90: null },
      }
    );
  });

const repeatsFigures = (
  columns: Columns,
  { repeats }: { repeats: Parameters<typeof repeatsOf>[1] },
): RepeatsFigures => {
  const outcome = repeatsOf(columns, repeats);
  const everybody = { after: 0, limit: columns.customers };
  return {
    groups: [...outcome.groups].map(([group, count]) => ({ group, ...count })),
    customers: {
      n: repeatsCustomers(outcome, 'n', everybody).length,
      repeated: repeatsCustomers(outcome, 'repeated', everybody).length,
      open: repeatsCustomers(outcome, 'open', everybody).length,
    },
  };
};
