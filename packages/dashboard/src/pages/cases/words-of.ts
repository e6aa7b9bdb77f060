import { useCaseWords } from './words/words.ts';

type Vocabulary = 'rootCauses' | 'resolutions' | 'outcomes' | 'reasons' | 'severities';

/** What a word of the API is called in the language of who reads; one that this page does not know is said as it is. */
export const useWordOf = () => {
  const text = useCaseWords();
  return (vocabulary: Vocabulary, word: string): string => {
    const known: Readonly<Record<string, string>> = text[vocabulary];
    return known[word] ?? word;
  };
};
