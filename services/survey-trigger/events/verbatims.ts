import { counter, observeGauge } from '@hilo/runtime';
import type { JudgesState } from '@hilo/sentiment';
import type { JudgedVerbatim } from '../domain/verbatims/judged.ts';

const judgements = counter('hilo_verbatims_judged', 'What customers wrote, by how it was judged, and by what.');

/** These were judged: by whom, in which language, and as what. */
export const countJudged = (judged: readonly JudgedVerbatim[]): void => {
  for (const { method, language = 'none', polarity = 'none' } of judged)
    judgements.add(1, { method, language, polarity });
};

/** Exports whether the encoder is loaded, until it is disposed of: until it is, lists of words judge. */
export const observeJudging = (read: () => JudgesState): Disposable =>
  observeGauge('hilo_sentiment_encoder_loaded', 'Whether the encoder is loaded by which texts are judged.', (result) =>
    result.observe(read() === 'ready' ? 1 : 0),
  );
