import { JSONPathEnvironment, type JSONPathQuery, type JSONValue } from 'json-p3';
import type { Path } from '../segment/path.ts';

/** A place in a body and what stands there. */
export type PathMatch = { value: unknown; path: Path };

/** Everything at a path, in order, up to `most`. */
export type Query = { find(body: unknown, most: number): PathMatch[]; findsOne: boolean };

const environment = new JSONPathEnvironment();
// Regular expressions of an operator against texts of anybody: a slow one would stop the process.
environment.functionRegister.delete('match');
environment.functionRegister.delete('search');

/** What is wrong with a JSONPath, with the place; undefined if it is one of RFC 9535. */
export const problemOfPath = (text: string): string | undefined => {
  const compiled = compiledOrProblem(text);
  return typeof compiled === 'string' ? compiled : undefined;
};

/** A JSONPath, ready to be asked. Throws if it is none: a mapping that was saved has none that is not. */
export const queryOf = (text: string): Query => {
  const compiled = compiledOrProblem(text);
  if (typeof compiled === 'string') throw new Error(`The path ${compiled}.`);
  return { findsOne: compiled.singularQuery(), find: (body, most) => firstOf(compiled, body, most) };
};

const compiledOrProblem = (text: string): JSONPathQuery | string => {
  if (text.split('..').length > 2) return 'looks into everything (..) more than once';
  try {
    return environment.compile(text);
  } catch (error) {
    return `is no JSONPath: ${error instanceof Error && text !== '' ? error.message : 'it is empty'}`;
  }
};

const firstOf = (query: JSONPathQuery, body: unknown, most: number): PathMatch[] => {
  if (!isJson(body)) return [];
  const found: PathMatch[] = [];
  for (const { value, location } of query.lazyQuery(body)) {
    found.push({ value, path: location });
    if (found.length >= most) break;
  }
  return found;
};

/** A body passed the gate, so that it is JSON or a form, which is texts and lists of them. */
const isJson = (body: unknown): body is JSONValue => body !== undefined;
