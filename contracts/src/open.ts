import { z } from 'zod';

/**
 * A word that this version does not know, as it came. Only reading gives one. Its type is a pattern that no known word has, since
 * that is what TypeScript tells apart from them: whoever looks at an open word meets the unknown one as a branch of its own.
 */
export type UnknownWord = `unknown word ${string}`;

/** One of these words, or one that a later version knows. */
export type Open<Known extends string> = Known | UnknownWord;

const wordPattern = /^[\p{L}\p{N}*][\p{L}\p{N}_.:/*-]{0,99}$/u;
const isWord = (value: unknown): boolean => typeof value === 'string' && wordPattern.test(value);
const asWord = { type: 'string', pattern: wordPattern.source } as const;

/** Told of words that nobody knows: under this keyword, a JSON Schema has those that are known. */
export const knownWordsKeyword = 'x-extensible-enum';

type Words = Readonly<Record<string, string>>;

/**
 * The words of a closed enumeration as a reader of topics meets them: another word is kept as it is. What is posted from
 * outside is still held against the closed one.
 */
export const openEnum = <Known extends Words>(closed: z.ZodEnum<Known>): z.ZodType<Open<Known[keyof Known]>> =>
  z
    .custom<Open<Known[keyof Known]>>(isWord, 'is no word')
    .meta({ ...asWord, [knownWordsKeyword]: closed.options, ...describedAs(closed) });

const describedAs = ({ description }: z.ZodType) => (description === undefined ? {} : { description });

/** The word by which the members of a union are told apart, in the member for all that are not known. */
export const otherWordThan = (known: readonly string[]): z.ZodType<UnknownWord> =>
  z
    .custom<UnknownWord>((value) => isWord(value) && !known.some((word) => word === value), 'is no word')
    .meta({ ...asWord, not: { enum: [...known] }, [knownWordsKeyword]: [...known] });

/** The word, if this version knows it. */
export const knownWord = <Known extends Words>(
  closed: z.ZodEnum<Known>,
  word: string,
): Known[keyof Known] | undefined => closed.safeParse(word).data;

/**
 * An object to which a later version may add fields: they are kept where it is read and passed on. Its type has the known
 * ones alone, so that a mistyped name is no field that happens to be absent.
 */
export const openObject = <Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape> =>
  z.looseObject(shape);
