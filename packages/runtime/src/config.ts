import { z } from 'zod';
import { ConfigError } from './errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** One variable, as the README's table shows it. */
export type Variable = { name: string; description: string; default: string; required: boolean };

/** The configuration in the environment; an empty variable counts as absent. Throws `ConfigError`, naming each variable. */
export const readConfig = <Schema extends z.ZodObject>(schema: Schema, environment: Environment): z.infer<Schema> => {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => {
    const isGiven = String(path[0]) in given;
    return `${path.join('.')}: ${isGiven ? message : 'is missing; set it (README, Variables)'}`;
  });
  throw new ConfigError(...lines);
};

/** What the first check gives, if all of them pass; else throws one `ConfigError` with all that is wrong. */
export const checkAll = <Result>(first: () => Result, others: readonly (() => void)[]): Result => {
  const wrong: string[] = [];
  const check = <Checked>(one: () => Checked): Checked | undefined => {
    try {
      return one();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      wrong.push(...error.lines);
      return undefined;
    }
  };
  const result = check(first);
  for (const one of others) check(one);
  if (result !== undefined && wrong.length === 0) return result;
  throw new ConfigError(...new Set(wrong));
};

/** What the variables of a configuration are, for a table. */
export const describeVariables = (schema: z.ZodObject): Variable[] => {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => {
    const { description = '', default: fallback } = typeof property === 'object' ? property : {};
    return {
      name,
      description,
      default: fallback === undefined ? '' : String(fallback),
      required: required.includes(name),
    };
  });
};
