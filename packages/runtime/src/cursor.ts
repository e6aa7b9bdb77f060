import { z } from 'zod';
import { HttpProblem } from './errors.ts';

const Cursor = z.array(z.string()).min(1).max(5);
/** The key of the row after which a page goes on. */
export type Cursor = z.infer<typeof Cursor>;

/** A page ends after this row; opaque to callers. */
export const encodeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** After which row the next page begins; `undefined` for the first page. Throws a 400 problem for what is no cursor. */
export const readCursor = (text: string | undefined): Cursor | undefined => {
  if (text === undefined) return undefined;
  const cursor = Cursor.safeParse(jsonIn(text));
  if (cursor.success) return cursor.data;
  throw new HttpProblem(400, 'Invalid request', 'The cursor is not one that Hilo gave.', [
    { path: ['cursor'], message: 'is not a cursor' },
  ]);
};

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
};
