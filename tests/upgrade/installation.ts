import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/** An installation as it was: the rows of every table, as JSON in a line each, and who was who. */
export const Installation = z.object({
  /** The version of the code that wrote it, and the secret that its ids are derived with. */
  commit: z.string(),
  secret: z.string(),
  tables: z.array(z.object({ schema: z.string(), table: z.string(), rows: z.array(z.string()) })),
  /** Every customer of then, with the identifiers of the record. */
  customers: z.array(
    z.object({ id: z.string(), identifiers: z.array(z.object({ kind: z.string(), value: z.string() })) }),
  ),
});
export type Installation = z.infer<typeof Installation>;

const file = (name: string): string => join(import.meta.dirname, `${name}.json.gz`);

export const fixtureFile = file('installation-before-identifiers');

export const readInstallation = (): Installation =>
  Installation.parse(JSON.parse(gunzipSync(readFileSync(fixtureFile)).toString()));
