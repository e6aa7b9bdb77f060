import { validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';

type Compile = typeof validatorCompiler;
type RoutePart = Omit<Parameters<Compile>[0], 'schema'> & { schema: unknown };

/**
 * For the `validatorCompiler` of a route that takes one of something, or a list of many: the body is held against the one that it is, so
 * that an error names the field. Of a union it would say only that it is none of the two.
 */
export const oneOrMany =
  (one: z.ZodType, many: z.ZodType) =>
  ({ schema, ...route }: RoutePart): ReturnType<Compile> => {
    if (route.httpPart !== 'body') {
      if (!(schema instanceof z.ZodType)) throw new Error(`the schema of ${route.url} is none of zod`);
      return validatorCompiler({ ...route, schema });
    }
    const validateOne = validatorCompiler({ ...route, schema: one });
    const validateMany = validatorCompiler({ ...route, schema: many });
    return (value) => (Array.isArray(value) ? validateMany(value) : validateOne(value));
  };
