import { judgeByEncoder, judgeByWords, openEncoder, type Polarity, polarities } from '@hilo/sentiment';
import { learnOf } from './learnt-sentiment.ts';
import { type Library, librariesFor } from './sentiment-libraries.ts';
import { type ColumnsOfVerbatims, type LabelledVerbatim, type LabelledVerbatims, readVerbatims } from './verbatims.ts';

type Judged = { name: string; f1: Record<Polarity, number>; macroF1: number; cpuMs: number };
export type SentimentEvaluation = Omit<LabelledVerbatims, 'verbatims'> & {
  texts: number;
  judged: Judged[];
  majority: number;
};

/** Judges texts that people labelled, by Hilo's encoder, by its lists alone, and by two libraries of npm. */
export const evaluateSentiment = async (
  file: string,
  columns: ColumnsOfVerbatims,
  learnt = 0,
): Promise<SentimentEvaluation> => {
  const { verbatims: all, language, leftOut } = await readVerbatims(file, columns);
  const encode = await openEncoder();
  const own = learnt === 0 ? undefined : learnOf(encode, all, { language, count: learnt });
  const verbatims = own?.others ?? all;
  const judges: Library[] = [
    { name: 'Hilo', judge: async (text: string) => judgeByEncoder(encode, { text, language }).polarity },
    ...(own
      ? [
          {
            name: `Hilo, ${learnt} scored answers learnt`,
            judge: async (text: string) => judgeByEncoder(encode, { text, language }, own.heads).polarity,
          },
        ]
      : []),
    { name: 'Hilo, lists of words alone', judge: async (text: string) => judgeByWords({ text, language }).polarity },
    ...(await librariesFor(language)),
  ];
  const judged: Judged[] = [];
  for (const { name, judge, most } of judges) {
    const asked = most === undefined ? verbatims : evenly(verbatims, most);
    const told = asked.length < verbatims.length ? `${name} (on ${asked.length})` : name;
    judged.push({ name: told, ...(await measure(asked, judge)) });
  }
  const majority = Math.max(...polarities.map((one) => scoresOf(verbatims.map(({ label }) => [label, one])).macroF1));
  return { texts: verbatims.length, language, leftOut, judged, majority };
};

const evenly = <T>(all: readonly T[], most: number): T[] => {
  const every = Math.max(1, all.length / most);
  return all.filter((_, at) => Math.floor(at / every) !== Math.floor((at - 1) / every));
};

const measure = async (
  verbatims: readonly LabelledVerbatim[],
  judge: (text: string) => Promise<Polarity>,
): Promise<Omit<Judged, 'name'>> => {
  const started = process.cpuUsage();
  const pairs: [Polarity, Polarity][] = [];
  for (const { text, label } of verbatims) pairs.push([label, await judge(text)]);
  const { user, system } = process.cpuUsage(started);
  return { ...scoresOf(pairs), cpuMs: (user + system) / 1000 / verbatims.length };
};

/** The harmonic mean of precision and recall of each polarity, and their mean. */
const scoresOf = (pairs: readonly (readonly [right: Polarity, found: Polarity])[]): Pick<Judged, 'f1' | 'macroF1'> => {
  const f1Of = (polarity: Polarity): number => {
    const hits = pairs.filter(([right, found]) => right === polarity && found === polarity).length;
    const misses = pairs.filter(([right, found]) => (right === polarity) !== (found === polarity)).length;
    return hits === 0 ? 0 : (2 * hits) / (2 * hits + misses);
  };
  const f1 = { negative: f1Of('negative'), neutral: f1Of('neutral'), positive: f1Of('positive') };
  return { f1, macroF1: (f1.negative + f1.neutral + f1.positive) / 3 };
};

export const describeSentiment = (
  file: string,
  { texts, language, leftOut, judged, majority }: SentimentEvaluation,
): string =>
  [
    `${file}: ${texts} texts in ${language === 'en' ? 'English' : 'Spanish'}${leftOut > 0 ? `, ${leftOut} rows left out` : ''}`,
    `${'F1'.padEnd(36)}  macro  negative  neutral  positive  CPU ms a text`,
    ...judged.map(
      ({ name, f1, macroF1, cpuMs }) =>
        `${name.padEnd(36)}  ${macroF1.toFixed(3)}  ${f1.negative.toFixed(3).padStart(8)}  ${f1.neutral.toFixed(3).padStart(7)}  ${f1.positive.toFixed(3).padStart(8)}  ${cpuMs.toFixed(1).padStart(13)}`,
    ),
    `${'always the same'.padEnd(36)}  ${majority.toFixed(3)}`,
  ].join('\n');

export const sentimentScores = ({ judged }: SentimentEvaluation): Record<string, number> =>
  Object.fromEntries(judged.map(({ name, macroF1 }) => [name, Math.round(macroF1 * 1000) / 1000]));
