import type { QueryConfig } from 'pg';
import type { z } from 'zod';
import type { FigureQuery, GroupPage } from '../domain/figure-query.ts';
import {
  changeOf,
  complaintsMeasuring,
  customersMeasuring,
  immediacyMeasuring,
  type Measuring,
  responseMeasuring,
  scoreMeasuring,
  volumeMeasuring,
  withheldMeasuring,
} from '../domain/measured.ts';
import {
  casesMeasuring,
  hoursMeasuring,
  openCasesMeasuring,
  overdueCasesMeasuring,
  recoveryMeasuring,
  reopenedMeasuring,
  resolutionMeasuring,
} from '../domain/measured-cases.ts';
import {
  coverageMeasuring,
  guidanceEffectMeasuring,
  guidanceMeasuring,
  notHelpfulMeasuring,
  readTimeMeasuring,
} from '../domain/measured-guidance.ts';
import { biasMeasuring, effortMeasuring, gapMeasuring, pressureMeasuring } from '../domain/measured-people.ts';
import { sentimentMeasuring, verbatimsMeasuring } from '../domain/measured-verbatims.ts';
import type { FigureChange, Measured, Question } from '../domain/metrics.ts';
import {
  countCasesSql,
  countFirstContactSql,
  countRecoverySql,
  countReopenedSql,
  countResolutionSql,
} from '../store/asked/cases.ts';
import { countCellsSql, countImmediacySql, countResponsesSql, countWithheldSql } from '../store/asked/decisions.ts';
import { countEffortSql } from '../store/asked/effort.ts';
import {
  countCoverageSql,
  countGuidanceEffectSql,
  countGuidanceSql,
  countNotHelpfulSql,
  countReadTimeSql,
} from '../store/asked/guidance.ts';
import {
  countComplaintsSql,
  countCustomersSql,
  countInteractionsSql,
  countPressureSql,
} from '../store/asked/interactions.ts';
import { countScoresSql, countVoicesSql } from '../store/asked/scores.ts';
import { countSentimentSql, countVerbatimsSql } from '../store/asked/verbatims.ts';
import { type ColumnsFigure, scoreByColumns, voicesByColumns, volumeByColumns } from './columns-figures.ts';

/** Figures of what was decided about asking, which has a reason where nobody is asked. */
export const decisionMetrics: ReadonlySet<Question['metric']> = new Set([
  'withheld',
  'response-rate',
  'immediacy',
  'bias',
]);

/** Figures of cases, by when they were opened. */
export const caseMetrics: ReadonlySet<Question['metric']> = new Set([
  'cases',
  'cases-open',
  'cases-overdue',
  'first-contact',
  'resolution-time',
  'reopened',
  'recovery',
]);

/** Figures that know how those feel who wrote something, and about what. */
export const verbatimMetrics: ReadonlySet<Question['metric']> = new Set(['sentiment', 'verbatims', 'complaints']);

/** Figures of cards for the front line, by when they were pushed. */
export const guidanceMetrics: ReadonlySet<Question['metric']> = new Set([
  'guidance',
  'guidance-coverage',
  'guidance-read-time',
  'guidance-not-helpful',
  'guidance-effect',
]);

/** How a figure is counted, and what its counts say: now, and beside those of the time before. */
export type Figure = {
  countSql(asking: FigureQuery, page: GroupPage): QueryConfig;
  /** Of what the rollups or the columns may count. */
  byColumns: ColumnsFigure | undefined;
  measure(row: unknown): Measured;
  change(now: unknown, before: unknown): FigureChange | undefined;
};

const figure = <Counts extends z.ZodType>(
  countSql: Figure['countSql'],
  { counts, none, measure, differ }: Measuring<Counts>,
  byColumns?: ColumnsFigure,
): Figure => {
  const read = (row: unknown): z.infer<Counts> => (row === undefined ? none : counts.parse(row));
  return {
    countSql,
    byColumns,
    measure: (row) => measure(read(row)),
    change: (now, before) => {
      const [a, b] = [read(now), read(before)];
      return differ && changeOf(measure(a), measure(b), differ(a, b));
    },
  };
};

/** The figure that a question is about. */
export const figureOf = (question: Question, asOf: string): Figure => {
  switch (question.metric) {
    case 'nps':
    case 'csat':
    case 'ces': {
      const { metric, per } = question;
      return figure(
        (asking, page) => countScoresSql(asking, page, [metric], per),
        scoreMeasuring[metric],
        per === 'response' ? scoreByColumns(metric) : undefined,
      );
    }
    case 'volume':
      return figure(countInteractionsSql, volumeMeasuring, volumeByColumns);
    case 'customers':
      return figure(countCustomersSql, customersMeasuring);
    case 'complaints':
      return figure((asking, page) => countComplaintsSql(asking, page, question.kinds), complaintsMeasuring);
    case 'response-rate':
      return figure(countResponsesSql, responseMeasuring);
    case 'withheld':
      return figure(countWithheldSql, withheldMeasuring);
    case 'immediacy':
      return figure(countImmediacySql, immediacyMeasuring);
    case 'bias':
      return figure((asking, page) => countCellsSql(asking, page, question.of), biasMeasuring(question.of));
    case 'gap':
      return figure(
        (asking, page) => countVoicesSql(asking, page, question.of),
        gapMeasuring(question.of),
        voicesByColumns(question.of),
      );
    case 'effort':
      return figure((asking, page) => countEffortSql(asking, page, question.same, asOf), effortMeasuring);
    case 'sentiment':
      return figure(countSentimentSql, sentimentMeasuring);
    case 'verbatims':
      return figure(countVerbatimsSql, verbatimsMeasuring);
    case 'cases':
      return figure((asking, page) => countCasesSql(asking, page, asOf), casesMeasuring);
    case 'cases-open':
      return figure((asking, page) => countCasesSql(asking, page, asOf), openCasesMeasuring);
    case 'cases-overdue':
      return figure((asking, page) => countCasesSql(asking, page, asOf), overdueCasesMeasuring);
    case 'first-contact':
      return figure(countFirstContactSql, hoursMeasuring);
    case 'resolution-time':
      return figure(countResolutionSql, resolutionMeasuring);
    case 'reopened':
      return figure(countReopenedSql, reopenedMeasuring);
    case 'recovery':
      return figure(countRecoverySql, recoveryMeasuring);
    case 'guidance':
    case 'guidance-coverage':
    case 'guidance-read-time':
    case 'guidance-not-helpful':
    case 'guidance-effect':
      return guidanceFigure(question);
    case 'pressure':
      return figure((asking, page) => countPressureSql(asking, page, question.most), pressureMeasuring);
  }
};

type OfGuidance = Extract<Question, { metric: `guidance${string}` }>;

const guidanceFigure = (question: OfGuidance): Figure => {
  switch (question.metric) {
    case 'guidance':
      return figure(countGuidanceSql, guidanceMeasuring);
    case 'guidance-coverage':
      return figure(countCoverageSql, coverageMeasuring);
    case 'guidance-read-time':
      return figure(countReadTimeSql, readTimeMeasuring);
    case 'guidance-not-helpful':
      return figure(countNotHelpfulSql, notHelpfulMeasuring);
    case 'guidance-effect': {
      const { of, withinDays } = question;
      return figure(
        (asking, page) => countGuidanceEffectSql(asking, page, of, withinDays),
        guidanceEffectMeasuring(of),
      );
    }
  }
};
