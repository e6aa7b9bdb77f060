import { dueWork, type Resources } from '@hilo/runtime';
import { openJudges } from '@hilo/sentiment';
import { countJudged, observeJudging } from '../events/verbatims.ts';
import { countCaseSteps } from '../events.ts';
import type { CaseRulesInForce } from '../store/case-rules.ts';
import { dueTexts } from '../store/due-texts.ts';
import { openHeads } from '../store/sentiment-heads.ts';
import { judgeDue } from '../verbatims/judge-due.ts';
import { openLearning } from './learning.ts';

type VerbatimWorker = Pick<Resources, 'pool' | 'log' | 'logger' | 'health' | 'now'>;

/** A judgement takes some 10 ms: so many keep a transaction open for a third of a second. */
const atOnce = 32;
/** So long a round waits for the encoder to be loaded; what waits longer is taken up by a later one. */
const patienceMs = 1000;

/** Judges what customers wrote when it is due, again and again; by the encoder, which is loaded when there is first something to judge, and learns each night. */
export const openVerbatimWork = (
  resources: VerbatimWorker,
  { caseRules, judges }: { caseRules: CaseRulesInForce; judges: 'encoder' | 'words' },
  everyMs = 1000,
) => {
  const { logger } = resources;
  const judging = openJudges({
    by: judges,
    patienceMs,
    onAway: (error) => logger.warn({ err: error }, 'the encoder cannot be loaded; lists of words judge until it can'),
  });
  const heads = openHeads();
  const gauge = observeJudging(judging.state);
  const due = dueWork(resources, {
    name: 'verbatims',
    part: 'judging what customers wrote',
    rows: dueTexts,
    everyMs,
    limit: atOnce,
    work: (tx, items, now) => judgeDue(tx, { judging, caseRules, heads }, items, now),
    onDone: ({ verbatims, cases }) => {
      countJudged(verbatims);
      countCaseSteps(cases.steps);
    },
  });
  const learning = judges === 'encoder' ? openLearning(resources) : undefined;
  return {
    close: async () => {
      await due.close();
      await learning?.close();
      gauge[Symbol.dispose]();
      await judging.close();
    },
  };
};
