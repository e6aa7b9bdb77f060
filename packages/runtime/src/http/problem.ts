import type { Problem } from '@hilo/contracts';
import { z } from 'zod';
import { HttpProblem, isTransient, isUnfit } from '../errors.ts';
import { type Examples, type FieldError, faultOf } from './fault.ts';

// Not imported: see listener.ts.
const { STATUS_CODES } = process.getBuiltinModule('node:http');

/** Whoever sends 70,000 unknown fields learns of some of them, at a cost that is in no relation to his. */
const mostErrors = 50;

/** What is said of a field that nobody knows. */
export const unknownField = 'is not a known field';

/**
 * What is wrong with which field of the input, fifty at most. A field that nobody knows is named itself, not the object
 * around it.
 */
export const fieldErrors = (issues: readonly z.core.$ZodIssue[], input?: unknown, examples?: Examples): FieldError[] =>
  issues
    .slice(0, mostErrors)
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.slice(0, mostErrors).map((key) => ({ path: [...issue.path, key], message: unknownField }))
        : [faultOf(issue, input, examples)],
    )
    .slice(0, mostErrors);

/** A path as a person writes it: `identifiers[0].kind`. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');

/** A path as a JSON Pointer (RFC 6901). */
export const pointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The answer to an error, as RFC 9457 has it. What is unexpected tells nothing of the inside. */
export const problemOf = (error: unknown): Problem => {
  const refused = RefusedByValidator.safeParse(error).data;
  if (refused) return invalidRequest(refused);
  if (error instanceof HttpProblem) return problem(error.status, error.title, error.message, error.errors);
  if (isTransient(error)) return problem(503, 'Not now', 'A part that this needs cannot be reached; try again soon.');
  if (isUnfit(error)) return problem(503, 'Not ready', unfit);
  const status = statusOf(error);
  if (status >= 500) return problem(500, 'Internal error', 'Something unexpected happened; it was logged.');
  return problem(status, STATUS_CODES[status] ?? 'Error', error instanceof Error ? error.message : undefined);
};

const unfit =
  'The database is not as this needs it: GET /readyz says what has to be mended. Then it goes on by itself.';

/** Where it says of each kind of problem what it means and what to do; `docs/problems.md` is the same. */
const page = '/docs/problems';

/** The problem that is known by this title. */
export const problem = (
  status: number,
  title: string,
  detail?: string,
  errors: readonly FieldError[] = [],
): Problem => ({
  type: `${page}#${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
  title,
  status,
  ...(detail !== undefined && detail !== title && { detail }),
  ...(errors.length > 0 && {
    errors: errors.map(({ path, message }) => ({ path: pathText(path), pointer: pointer(path), message })),
  }),
});

/** As the framework tells what a validator found; `instancePath` is a JSON Pointer. */
const RefusedByValidator = z.object({
  validation: z.array(z.object({ instancePath: z.string(), message: z.string() })).min(1),
  validationContext: z.string().default('body'),
});

const invalidRequest = ({ validation, validationContext }: z.infer<typeof RefusedByValidator>): Problem => {
  const errors = validation.map(({ instancePath, message }) => ({
    path: instancePath
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
    message,
  }));
  return problem(400, 'Invalid request', `The ${validationContext} is not what this endpoint takes.`, errors);
};

const statusOf = (error: unknown): number =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;

/** Nobody has, or had, the id or the identifier that was asked for. */
export const unknownCustomer = (): HttpProblem => new HttpProblem(404, 'Not found', 'No customer is known by that.');
