import { z } from 'zod';

const Document = z.object({
  paths: z.record(
    z.string(),
    z.object({
      get: z
        .object({
          parameters: z.array(z.looseObject({ name: z.string().optional(), in: z.string().optional() })).default([]),
        })
        .optional(),
    }),
  ),
});

/**
 * Every address that may be read, of every service of this document: what stands in braces is what there is of that name, else what there
 * is by `id`.
 */
export const addressesIn = (document: unknown, there: Readonly<Record<string, string>>): string[] =>
  Object.entries(Document.parse(document).paths).flatMap(([path, { get }]) =>
    get === undefined
      ? []
      : [path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(there[name] ?? there.id ?? ''))],
  );
