import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@hilo/runtime';
import { z } from 'zod';
import { Programmes } from './domain/programme.ts';

/** The variables of survey-trigger, beside those of every process. */
export const SurveyTriggerConfig = z.object({
  HILO_PROGRAMMES: z
    .string()
    .optional()
    .describe('A JSON file with the survey programmes. Without it, the one that is shipped.'),
});

const shipped = join(import.meta.dirname, 'programmes.json');

/** The survey programmes of the file, or those that are shipped. Throws `ConfigError`, naming what is wrong in it. */
export const loadProgrammes = (file: string = shipped): Programmes => {
  const result = Programmes.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  throw new ConfigError(`HILO_PROGRAMMES: ${file}\n${z.prettifyError(result.error)}`);
};
