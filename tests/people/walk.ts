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
    get === undefined ? [] : [filled(path, there)],
  );

const Posted = z.object({
  paths: z.record(
    z.string(),
    z.object({
      post: z
        .object({
          requestBody: z
            .object({ content: z.record(z.string(), z.looseObject({ example: z.unknown().optional() })) })
            .optional(),
        })
        .optional(),
    }),
  ),
});

/** Whatever may be posted as JSON to a service of this document, with the example of it that stands there. */
export const questionsIn = (document: unknown, there: Readonly<Record<string, string>>) =>
  Object.entries(Posted.parse(document).paths).flatMap(([path, { post }]) => {
    const body = post?.requestBody?.content['application/json']?.example;
    return body === undefined ? [] : [{ path: filled(path, there), body }];
  });

const filled = (path: string, there: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(there[name] ?? there.id ?? ''));
