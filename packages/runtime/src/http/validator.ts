import type { validatorCompiler as compile } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { fieldErrors, pointer } from './problem.ts';

type Compile = typeof compile;
type RoutePart = Omit<Parameters<Compile>[0], 'schema'> & { schema: unknown };

/** Holds what was sent against the schema of its route; what is wrong is said in words of who sent it, not in those of a program. */
export const validatorCompiler = ({ schema, url }: RoutePart): ReturnType<Compile> => {
  if (!(schema instanceof z.ZodType)) throw new Error(`the schema of ${url} is none of zod`);
  return (sent: unknown) => {
    const { data: value, error } = schema.safeParse(sent);
    return error === undefined ? { value } : { error: faultsOf(error.issues, sent) };
  };
};

const faultsOf = (issues: readonly z.core.$ZodIssue[], sent: unknown) => {
  const faults = sent === undefined || sent === null ? [nothingSent] : fieldErrors(issues, sent);
  return faults.map(({ path, message }) => ({
    ...{ message, keyword: 'fault', params: {}, schemaPath: '' },
    instancePath: pointer(path),
  }));
};

const nothingSent = { path: [], message: 'is missing' };

/**
 * For the `validatorCompiler` of a route that takes one of something, or a list of many: the body is held against the one that it is, so
 * that an error names the field. Of a union it would say only that it is none of the two.
 */
export const oneOrMany =
  (one: z.ZodType, many: z.ZodType) =>
  (route: RoutePart): ReturnType<Compile> => {
    if (route.httpPart !== 'body') return validatorCompiler(route);
    const validateOne = validatorCompiler({ ...route, schema: one });
    const validateMany = validatorCompiler({ ...route, schema: many });
    return (sent) => (Array.isArray(sent) ? validateMany(sent) : validateOne(sent));
  };
