import { z } from 'zod';

const Cursor = z.tuple([z.string(), z.string(), z.string()]);
export type Cursor = z.infer<typeof Cursor>;

/** A page ends after this row; opaque to callers. */
export const encodeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** Where the next page begins; `undefined` for what is no cursor of ours. */
export const decodeCursor = (text: string): Cursor | undefined => {
  try {
    return Cursor.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
};
