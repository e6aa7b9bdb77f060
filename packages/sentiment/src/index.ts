export { type Encode, openEncoder } from './encoder/encoder.ts';
export { type Polarity, polarities } from './head.ts';
export {
  type DecidingWord,
  type Judgement,
  judgeByEncoder,
  judgeByWords,
  judgeVersion,
  type Verbatim,
} from './judgement.ts';
export { verbatimLanguage } from './language.ts';
export { type Judges, type JudgesState, openJudges } from './thread/judging.ts';
export type { Language } from './words/lists.ts';
