export { type Encode, openEncoder } from './encoder/encoder.ts';
export { type Heads, type Polarity, PolarityHead, polarities } from './head.ts';
export {
  type DecidingWord,
  type Judgement,
  judgeByEncoder,
  judgeByWords,
  judgeVersion,
  type Verbatim,
} from './judgement.ts';
export { verbatimLanguage } from './language.ts';
export { unpackedInput } from './learning/example.ts';
export { learnHead } from './learning/learn-head.ts';
export { type MeasuredF1, macroF1Figure } from './learning/macro-f1.ts';
export {
  type Champion,
  leastExamples,
  type NotedExample,
  type PolarityCounts,
  type Trial,
  tryChallenger,
} from './learning/trial.ts';
export { type Judges, type JudgesState, openJudges } from './thread/judging.ts';
export { tryInThread } from './thread/learning.ts';
export type { Language } from './words/lists.ts';
