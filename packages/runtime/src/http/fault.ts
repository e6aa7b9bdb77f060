import type { z } from 'zod';

/** What is wrong with which field, in words of who sent it. */
export type FieldError = { path: PropertyKey[]; message: string };

/** By the names of fields, without the places in lists: how a right value looks, such as `identifiers.value`. */
export type Examples = Readonly<Record<string, string>>;

/** How zod's own words begin, which speak of types of a program. What a schema says itself stays as it is. */
const ofZod = /^(?:Invalid |Too (?:small|big)|Unrecognized )/;

/**
 * What an issue says: what was there, what is wanted, and an example. No value is told: reasons are logged, and values are
 * personal.
 */
export const faultOf = (issue: z.core.$ZodIssue, input: unknown, examples: Examples = {}): FieldError => {
  const path = [...issue.path];
  // Without the input nobody knows what was there.
  if (input === undefined || !ofZod.test(issue.message)) return { path, message: issue.message };
  const example = examples[path.filter((part) => typeof part === 'string').join('.')];
  const words = wordsOf(issue, valueAt(input, path));
  return { path, message: example === undefined ? words : `${words}; for example ${example}` };
};

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, part)?.value : undefined,
    input,
  );

const wordsOf = (issue: z.core.$ZodIssue, value: unknown): string => {
  if ('options' in issue && Array.isArray(issue.options)) return noneOf(issue.options, value);
  if (value === undefined)
    return issue.code === 'invalid_type' ? `is missing; it has to be ${wanted(issue)}` : 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `is ${kindOf(value)}, and has to be ${wanted(issue)}`;
    case 'invalid_value':
      return `is ${typeof value === 'string' ? 'none' : `${kindOf(value)}, and none`} of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_format':
      return issue.format === 'datetime' ? 'is no time with its offset from UTC' : 'is not written as it has to be';
    case 'invalid_union':
      return inUnion(issue, value);
    case 'invalid_key':
      return `has a name that ${faultsIn(issue.issues)}`;
    default:
      return 'is not what it has to be';
  }
};

const noneOf = (options: readonly unknown[], value: unknown): string =>
  `${value === undefined ? 'is missing; it has to be one' : 'is none'} of ${options.map(String).join(', ')}`;

const wants: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object, with names in braces',
  record: 'an object, with names in braces',
  array: 'a list, in square brackets',
};

const wanted = ({ expected }: { expected: string }): string => wants[expected] ?? expected;

const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return kinds[typeof value] ?? 'of another kind';
};

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
};

const tooSmall = ({ origin, minimum }: z.core.$ZodIssueTooSmall): string => {
  if (origin === 'string') return Number(minimum) <= 1 ? 'is empty' : `has fewer than ${minimum} characters`;
  if (origin === 'array') return Number(minimum) <= 1 ? 'is an empty list' : `has fewer than ${minimum} elements`;
  return `is less than ${minimum}`;
};

const tooBig = ({ origin, maximum }: z.core.$ZodIssueTooBig): string => {
  if (origin === 'string') return `is longer than ${maximum} characters`;
  if (origin === 'array') return `has more than ${maximum} elements`;
  return `is more than ${maximum}`;
};

/** Of alternatives, what is wrong with the one that is nearest; of a word that tells which one it is, that it is none. */
const inUnion = ({ errors }: z.core.$ZodIssueInvalidUnion, value: unknown): string => {
  const [nearest] = errors.toSorted((one, other) => one.length - other.length);
  const [first] = nearest ?? [];
  if (first === undefined) return 'is none of those that there are';
  return wordsOf(first, valueAt(value, first.path));
};

const faultsIn = (issues: readonly z.core.$ZodIssue[]): string =>
  issues.map((issue) => (ofZod.test(issue.message) ? wordsOf(issue, '') : issue.message)).join('; ');
