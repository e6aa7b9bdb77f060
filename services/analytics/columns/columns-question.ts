import type { AboutPeople } from './about-people.ts';
import type { ColumnsCells, CountsAsked } from './columns-cells.ts';
import type { FunnelGroup, FunnelPlace } from './funnel-figures.ts';
import type { FunnelQuestion } from './funnel-question.ts';
import type { MomentsQuestion } from './moments.ts';
import type { MomentsFigures } from './moments-figures.ts';
import type { PathsQuestion } from './paths.ts';
import type { PathsFigures, PathsPlace } from './paths-figures.ts';
import type { TooManyValues } from './people-in-numbers.ts';
import type { RepeatsCount, RepeatsQuestion } from './repeats.ts';
import type { RetentionQuestion } from './retention.ts';
import type { RetentionCell, RetentionPlace } from './retention-figures.ts';
import type { SeenRows, SeenRowsQuestion } from './seen-rows.ts';

/** Which customers behind a figure: those after this number, so many of them. */
export type ListedFrom = { after: number; limit: number };

type Funnel = { funnel: FunnelQuestion; mostGroups: number };
type Paths = { paths: PathsQuestion; most: number };
type Retention = { retention: RetentionQuestion; orAfter: boolean; mostGroups: number };
type Moments = { moments: MomentsQuestion };

/** What the thread is asked, in numbers as the tables have them. */
export type ColumnsQuestion =
  | ({ kind: 'funnel' } & Funnel)
  | { kind: 'funnel-trend'; funnel: FunnelQuestion; bounds: readonly number[] }
  | ({ kind: 'funnel-customers'; place: FunnelPlace } & Funnel & ListedFrom)
  | ({ kind: 'paths' } & Paths)
  | ({ kind: 'paths-customers'; place: PathsPlace } & Paths & ListedFrom)
  | ({ kind: 'retention'; now: number } & Retention)
  | ({ kind: 'retention-customers'; place: RetentionPlace } & Retention & ListedFrom)
  | { kind: 'seen-rows'; looked: SeenRowsQuestion }
  | { kind: 'counts'; counts: CountsAsked }
  | { kind: 'repeats'; repeats: RepeatsQuestion }
  | {
      kind: 'repeats-customers';
      repeats: RepeatsQuestion;
      had: keyof RepeatsCount;
      after: number;
      limit: number;
    }
  | ({ kind: 'moments'; low: readonly number[]; high: readonly number[] } & Moments)
  | ({ kind: 'moments-customers'; step: number; isWith: boolean } & Moments & ListedFrom);

/** Of contacts how many there were, by group; and of how many customers. */
export type RepeatsFigures = { groups: (RepeatsCount & { group: number })[]; customers: RepeatsCount };

type Listed = { customers: number[] };

/** What it answers to each. */
export type ColumnsAnswers = {
  funnel: FunnelGroup[];
  'funnel-trend': FunnelGroup[];
  'funnel-customers': Listed;
  paths: PathsFigures;
  'paths-customers': Listed;
  retention: RetentionCell[];
  'retention-customers': Listed;
  'seen-rows': SeenRows;
  counts: ColumnsCells | undefined;
  repeats: RepeatsFigures;
  'repeats-customers': Listed;
  moments: MomentsFigures;
  'moments-customers': Listed;
};

export type ColumnsAnswer = {
  [Kind in keyof ColumnsAnswers]: { kind: Kind; answer: ColumnsAnswers[Kind] };
}[keyof ColumnsAnswers];

/** What the thread is asked, and of whom. */
export type AskedColumns = { question: ColumnsQuestion; about: AboutPeople };

/**
 * Of an answer: what the numbers of groups stand for that are made of what customers have; and whether a rebuild is under way, in
 * which whose something is may be as it was or as it is told.
 */
export type AboutAnswer = { names: ReadonlyMap<number, string>; rebuilding: boolean };

/** An answer, with what has to be known of it. */
export type ToldColumns = ColumnsAnswer & AboutAnswer;

/** What the thread replies: `loading` while the columns are read, or made. */
export type ColumnsReply = ToldColumns | { kind: 'loading' } | ({ kind: 'refused' } & TooManyValues);
