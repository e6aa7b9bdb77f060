import { z } from 'zod';

/** As deep as what is posted may be, and as long as a name in it may be. */
const [mostSteps, longestName] = [32, 200];
/** Names that nothing posted has. */
const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** A place in JSON: names with dots between them. */
export const JsonPath = z
  .string()
  .min(1)
  .max(1000)
  .superRefine((path, context) => {
    const wrong = faultOf(stepsOf(path));
    if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong });
  })
  .describe(
    'Names with dots between them: `flight.airline`; `legs.0.airline` is of the first in a list, `legs.*.airline` of any; a dot in a name is `\\.`.',
  );

/** The names in a path, one after the other. */
export const stepsOf = (path: string): string[] => path.split(/(?<!\\)\./).map((step) => step.replaceAll('\\.', '.'));

const faultOf = (steps: readonly string[]): string | undefined => {
  if (steps.includes('')) return 'has a name that is empty; it is written like flight.airline';
  if (steps.length > mostSteps) return `leads nowhere: nothing is nested deeper than ${mostSteps}`;
  if (steps.some((step) => step.length > longestName))
    return `leads nowhere: no name is longer than ${longestName} characters`;
  const odd = steps.find((step) => forbidden.has(step));
  return odd === undefined ? undefined : `leads nowhere: ${odd} is not accepted as a name`;
};
