import createClient from 'openapi-fetch';
import { ApiProblem } from './problem.ts';
import type { paths } from './schema.d.ts';

/** Hilo's API, as its own document describes it; it is asked with the cookie of who is signed in. */
export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' });

type Problem = { title?: string; detail?: string; errors?: { path: string; message: string }[] };

/** What was answered; throws an `ApiProblem` that says what is wrong, also where nobody answers. */
export const answerOf = async <Answer>(
  asked: Promise<{ data?: Answer; error?: Problem; response: Response }>,
): Promise<Answer> => {
  const { data, error, response } = await asked.catch((cause: unknown) => {
    throw new ApiProblem(0, 'Hilo does not answer', cause instanceof Error ? cause.message : undefined);
  });
  if (data !== undefined) return data;
  const wrong = error?.errors?.map(({ path, message }) => `${path} ${message}`) ?? [];
  const detail = [error?.detail, ...wrong].filter((one) => one !== undefined).join(' ');
  throw new ApiProblem(response.status, error?.title ?? response.statusText, detail, error?.errors);
};
