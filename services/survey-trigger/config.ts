import { join } from 'node:path';
import { ContactPolicy } from '@hilo/contracts';
import { ConfigError, fieldErrors, pathText, readJsonFile } from '@hilo/runtime';
import { z } from 'zod';
import { faultsOf } from './domain/policy/validate.ts';
import { Programmes } from './domain/programme.ts';

/** The variables of survey-trigger, beside those of every process. */
export const SurveyTriggerConfig = z.object({
  HILO_PROGRAMMES: z
    .string()
    .optional()
    .describe(
      'A JSON file with the survey programmes that are published first, where there are none yet; afterwards, PUT /v1/programmes/{id}. Without it, the one that is shipped.',
    ),
  HILO_CONTACT_POLICY: z
    .string()
    .optional()
    .describe(
      'A JSON file with the contact policy that is published first, where there is none yet; afterwards, PUT /v1/contact-policy. Without it, the one that is shipped.',
    ),
  HILO_INVITATIONS_ON_THREAD: z
    .stringbool()
    .default(false)
    .describe(
      "`yes` puts every invitation on the customer's thread, as an outbound interaction of `hilo/survey-trigger`, as soon as it is decided: for who has it sent then.",
    ),
});

const shipped = join(import.meta.dirname, 'programmes.json');
const shippedPolicy = join(import.meta.dirname, 'contact-policy.json');

/** The survey programmes of the file, or those that are shipped. Throws `ConfigError`, naming what is wrong in it. */
export const loadProgrammes = (file: string = shipped): Programmes => {
  const result = Programmes.safeParse(readJsonFile('HILO_PROGRAMMES', file));
  if (result.success) return result.data;
  const wrong = fieldErrors(result.error.issues).map(({ path, message }) => `${pathText(path)}: ${message}`);
  throw new ConfigError(...wrong.map((line) => `HILO_PROGRAMMES (${file}): ${line}`));
};

/** The contact policy of the file, or the one that is shipped. Throws `ConfigError`, naming what is wrong in it. */
export const loadContactPolicy = (file: string = shippedPolicy): ContactPolicy => {
  const { data, error } = ContactPolicy.safeParse(readJsonFile('HILO_CONTACT_POLICY', file));
  const wrong = data ? faultsOf(data) : fieldErrors(error?.issues ?? []);
  if (data && wrong.length === 0) return data;
  throw new ConfigError(
    ...wrong.map(({ path, message }) => `HILO_CONTACT_POLICY (${file}): ${pathText(path)}: ${message}`),
  );
};
