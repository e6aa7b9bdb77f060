import { toStorable } from '@hilo/contracts';
import { type Judgement, type Judges, judgeVersion, type Language, verbatimLanguage } from '@hilo/sentiment';
import type { JudgedVerbatim } from '../domain/verbatims/judged.ts';
import type { WrittenPart } from '../domain/verbatims/said.ts';

/** So much is looked at of a text: the judges read less. */
const [fromBeginning, fromEnd] = [2000, 1000];
const longestWord = 100;

/** Judges what was said, in its order; of what is in no language that is measured it says so. */
export const judgeSaid = async (judging: Judges, said: readonly WrittenPart[]): Promise<JudgedVerbatim[]> => {
  const read = said.flatMap((one) => {
    const text = excerpt(one.text);
    const language = verbatimLanguage(text, one.locale);
    return language === undefined ? [] : [{ id: one.id, text, language, isExample: one.scored !== undefined }];
  });
  const judgements = await judging.judge(read.map(({ id: _, ...verbatim }) => verbatim));
  const judged = new Map(read.map(({ id, language }, n) => [id, { language, judgement: judgements[n] }]));
  return said.map((one) => {
    const found = judged.get(one.id);
    return { ...ofSaid(one), ...ofJudgement(found), ...ofExample(one, found?.judgement) };
  });
};

const excerpt = (text: string): string =>
  text.length <= fromBeginning + fromEnd ? text : `${text.slice(0, fromBeginning)} ${text.slice(-fromEnd)}`;

const ofSaid = ({ id, part, question }: WrittenPart) => ({ id, part, question });

const notMeasured = { topics: [], words: [], method: 'none' as const, version: judgeVersion };

const ofJudgement = (found: { language: Language; judgement: Judgement | undefined } | undefined) => {
  if (found?.judgement === undefined) return notMeasured;
  const { polarity, confidence, score, topics, words, by, version } = found.judgement;
  return {
    language: found.language,
    polarity,
    confidence: rounded(confidence),
    score: rounded(score),
    topics,
    words: words.map(({ word, weight }) => ({ word: toStorable(word, longestWord), weight })),
    method: by === 'encoder' ? ('encoder' as const) : ('words' as const),
    version,
  };
};

const ofExample = ({ scored }: WrittenPart, judgement: Judgement | undefined) =>
  scored && judgement?.input && { scored: { ...scored, input: Buffer.from(judgement.input).toString('base64') } };

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
