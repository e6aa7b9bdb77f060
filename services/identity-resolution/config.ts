import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { defaultRegistry, Registry } from './domain/registry.ts';

/** The variables of identity-resolution, beside those of every process. */
export const IdentityConfig = z.object({
  HILO_REGISTRY: z
    .string()
    .optional()
    .describe(
      'A JSON file with the registry of identifier kinds. The first start begins with it, or with the one that is shipped; a later version in it is applied.',
    ),
});

/** The registry of identifier kinds: from the file, or the one that is shipped. */
export const loadRegistry = (file: string | undefined): Registry =>
  file === undefined ? defaultRegistry : Registry.parse(JSON.parse(readFileSync(file, 'utf8')));
