import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { plain } from './normalise.ts';
import type { Language } from './words/lists.ts';

const words = z.array(z.string().regex(/^[a-z[\]*' ]+$/)).min(1);
/** By topic and language, words and phrases, small and without accents; `*` is any further letters. */
const TopicVocabulary = z.record(z.string().regex(/^[a-z0-9-]+$/), z.object({ en: words, es: words }));

const shipped = TopicVocabulary.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'model', 'topics.json'), 'utf8')),
);

const patterns = Object.entries(shipped).map(([topic, { en, es }]) => ({
  topic,
  en: patternOf(en),
  es: patternOf(es),
}));

/** What a text is about, in the order of the vocabulary; perhaps several topics, perhaps none. */
export const topicsIn = (normalised: string, language: Language): string[] => {
  const small = plain(normalised).replaceAll('-', ' ');
  return patterns.filter((topic) => topic[language].test(small)).map(({ topic }) => topic);
};

function patternOf(phrases: readonly string[]): RegExp {
  const alternatives = phrases.map((phrase) => phrase.replaceAll('*', String.raw`\w*`).replaceAll(' ', ' +'));
  return new RegExp(String.raw`\b(?:${alternatives.join('|')})\b`);
}
