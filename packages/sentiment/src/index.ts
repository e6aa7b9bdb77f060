export { type Encode, openEncoder } from './encoder/encoder.ts';
export { type Polarity, polarities } from './head.ts';
export { type Judgement, judgeByEncoder, judgeByWords, type Verbatim } from './judgement.ts';
export { verbatimLanguage } from './language.ts';
export type { Language } from './words/lists.ts';
