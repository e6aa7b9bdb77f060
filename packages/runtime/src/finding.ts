import { ConfigError } from './errors.ts';

/** What is looked at. */
export type CheckName =
  | 'configuration'
  | 'secrets'
  | 'database'
  | 'roles'
  | 'migrations'
  | 'clock'
  | 'disk'
  | 'erasures'
  | 'log'
  | 'topics'
  | 'lag'
  // What a service looks at itself.
  | 'sign-in'
  | 'public-url'
  | 'mail'
  | 'dkim'
  | 'bounces'
  | 'webhooks'
  | 'messages';

/** What was found: `failed` keeps Hilo from working, or loses something; a `warning` will, or might. */
export type Finding = {
  check: CheckName;
  status: 'ok' | 'warning' | 'failed';
  message: string;
  /** What to do about it, in words or as a command. */
  todo?: string;
};

export const fine = (check: CheckName, message: string): Finding => ({ check, status: 'ok', message });
export const warning = (check: CheckName, message: string, todo: string): Finding => ({
  check,
  status: 'warning',
  message,
  todo,
});
export const failed = (check: CheckName, message: string, todo: string): Finding => ({
  check,
  status: 'failed',
  message,
  todo,
});

/** What was found; if nothing is wrong, that all is well. */
export const orFine = (found: readonly Finding[], check: CheckName, message: string): Finding[] =>
  found.length > 0 ? [...found] : [fine(check, message)];

/** What is wrong, in one line. */
export const reasonIn = (error: unknown): string => {
  if (error instanceof ConfigError) return error.lines.join('; ');
  return error instanceof Error ? error.message : String(error);
};
