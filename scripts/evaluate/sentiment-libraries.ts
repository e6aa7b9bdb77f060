import type { Language, Polarity } from '@hilo/sentiment';
import { containerBootstrap } from '@nlpjs/core';
import { LangEs } from '@nlpjs/lang-es';
import { SentimentAnalyzer } from '@nlpjs/sentiment';
import multilang from 'multilang-sentiment';
import Sentiment from 'sentiment';
import { SentimentIntensityAnalyzer } from 'vader-sentiment';

export type Library = {
  name: string;
  judge: (text: string) => Promise<Polarity>;
  /** Of how many texts, evenly taken, it is asked: not of more where it takes long. */
  most?: number;
};

/** Two libraries of npm beside Hilo, each as its own documents say: where its score changes from one polarity to the other. */
export const librariesFor = async (language: Language): Promise<Library[]> =>
  language === 'en' ? [vader, afinn()] : [await nlpjs(), multilangAfinn];

const vader: Library = {
  name: 'vader-sentiment 1.1.3',
  judge: async (text) => polarityOf(SentimentIntensityAnalyzer.polarity_scores(text).compound, 0.05),
};

const afinn = (): Library => {
  const sentiment = new Sentiment();
  return { name: 'sentiment 5.0.2', judge: async (text) => polarityOf(sentiment.analyze(text).score, 0) };
};

/** It looks for words that are spelt alike, which takes 50 ms a text. */
const multilangAfinn: Library = {
  name: 'multilang-sentiment 2.0.0',
  judge: async (text) => polarityOf(multilang(text, 'es').score, 0),
  most: 1000,
};

const nlpjs = async (): Promise<Library> => {
  const container = await containerBootstrap();
  container.use(LangEs);
  const analyzer = new SentimentAnalyzer({ container });
  return {
    name: '@nlpjs/sentiment 4.26.1',
    judge: async (text) => polarityOf((await analyzer.process({ locale: 'es', text })).sentiment.score, 0),
  };
};

const polarityOf = (score: number, within: number): Polarity =>
  score > within ? 'positive' : score < -within ? 'negative' : 'neutral';
