import { instantOf, isStorable, Timestamp } from '@hilo/contracts';
import { z } from 'zod';

/** A text in the key of a cursor: it is asked of a table, which cannot hold everything. */
export const keyText = z.string().max(500).refine(isStorable);

/** An instant of UTC in the key of a cursor, as fine as a table has it. */
export const keyTime = Timestamp.max(27).refine((text) => text.endsWith('Z') && !Number.isNaN(instantOf(text)));

/** Where the pages of one list go on: its parameter, and how a page says what comes after it. */
export type Cursor<Key extends z.ZodType> = {
  parameter: z.ZodType<z.infer<Key> | undefined, string | undefined>;
  /** A page ends after the row with this key; opaque to callers. */
  encode(key: z.infer<Key>): string;
};

/** The cursor of the list of this name, which is in it beside the key of a row: of another list it is refused, with words. */
export const cursorOf = <Key extends z.ZodType>(list: string, key: Key): Cursor<Key> => ({
  parameter: z
    .string()
    .transform((text, context): z.infer<Key> => {
      const [name, value] = Named.safeParse(jsonIn(text)).data ?? [];
      const read = key.safeParse(value);
      if (name === list && read.success) return read.data;
      context.addIssue({ code: 'custom', message: name === undefined || name === list ? unknown : ofAnother(name) });
      return z.NEVER;
    })
    .optional()
    .describe('nextCursor of the page before.'),
  encode: (value) => Buffer.from(JSON.stringify([list, value])).toString('base64url'),
});

const Named = z.tuple([z.string().regex(/^[a-z-]{1,40}$/), z.unknown()]);

const unknown = 'is no cursor that Hilo gave; begin without one, and go on with the nextCursor of each page';
const ofAnother = (list: string): string => `is a cursor of another list: ${list}`;

const jsonIn = (text: string): unknown => {
  const bytes = Buffer.from(text, 'base64url');
  // What is decoded leaves out whatever is no letter of it.
  if (bytes.toString('base64url') !== text) return undefined;
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
};
