import { ConfigError, fieldErrors, pathText, readJsonFile } from '@hilo/runtime';
import { z } from 'zod';
import { defaultRegistry, Registry } from './domain/registry.ts';

/** The consumer group of the service, which is its name. */
export const group = 'identity-resolution';

/** The variables of identity-resolution, beside those of every process. */
export const IdentityConfig = z.object({
  HILO_REGISTRY: z
    .string()
    .optional()
    .describe(
      'A JSON file with the registry of identifier kinds. The first start begins with it, or with the one that is shipped; a later version in it is applied.',
    ),
  HILO_SUGGESTIONS_AUTOMATIC: z.coerce
    .number()
    .min(0.5)
    .max(1)
    .optional()
    .describe(
      'From this probability on, 0.5 to 1, suggested pairs are one customer by themselves, for as long as they are. Off, if absent.',
    ),
  HILO_BATCH_SIZE: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(1000)
    .describe(
      'How many interactions are resolved in one transaction at most, 1 to 1000. With fewer, all takes longer.',
    ),
});

export { Registry };

/** The registry of identifier kinds: from the file, or the one that is shipped. What is wrong in a file is named. */
export const loadRegistry = (file: string | undefined): Registry => {
  if (file === undefined) return defaultRegistry;
  const parsed = Registry.safeParse(readJsonFile('HILO_REGISTRY', file));
  if (parsed.success) return parsed.data;
  const wrong = fieldErrors(parsed.error.issues).map(({ path, message }) => `${pathText(path)}: ${message}`);
  throw new ConfigError(...wrong.map((line) => `HILO_REGISTRY (${file}): ${line}`));
};
