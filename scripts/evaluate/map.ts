import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Which column of a file is what. */
export const ColumnMap = z.strictObject({
  id: z.string().describe('The column with the id of the record'),
  truth: z
    .strictObject({
      column: z.string(),
      pattern: z.string().optional().describe('A regular expression; its first group is the entity'),
    })
    .describe('The column that says who it really is; the model never sees it'),
  fields: z
    .record(z.string(), z.union([z.string(), z.array(z.string()).min(1)]))
    .refine((fields) => Object.keys(fields).length > 0, 'names no field')
    .describe('Field to column, or to columns whose values are put one after the other'),
});
export type ColumnMap = z.infer<typeof ColumnMap>;

/** Reads a map; throws with the part of it that is wrong. */
export const readMap = (path: string): ColumnMap => {
  const parsed = ColumnMap.safeParse(parseJson(path));
  if (!parsed.success) throw new Error(`${path} is not a map of columns: ${z.prettifyError(parsed.error)}`);
  const { pattern } = parsed.data.truth;
  if (pattern !== undefined) compilePattern(path, pattern);
  return parsed.data;
};

const parseJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`The map ${path} cannot be read as JSON: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
};

const compilePattern = (path: string, pattern: string): void => {
  try {
    if (new RegExp(`${pattern}|`).exec('')?.length === 1) throw new Error('it has no group in parentheses');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : cause;
    throw new Error(`truth.pattern in ${path} does not serve: ${why}. Its first group is the entity.`, { cause });
  }
};
