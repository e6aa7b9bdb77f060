import { fold, wordsOf } from '@hilo/linkage';

const mostWords = 12;
const mostCharacters = 40;

/** The words of a text as they are searched: without accents, case, marks and what repeats, in the order of their bytes. */
export const searchWords = (text: string): string[] =>
  [...new Set(wordsOf(fold(text).replace(/['’`´]/g, '')).map((word) => word.slice(0, mostCharacters)))]
    .slice(0, mostWords)
    .sort(byBytes);

/** The words of a customer's names. */
export const wordsOfNames = ({ givenName, familyName, fullName }: Readonly<Record<string, string>>): string[] =>
  searchWords([givenName, familyName, fullName].filter((name) => name !== undefined).join(' '));

/** As Postgres orders them in the collation C. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
