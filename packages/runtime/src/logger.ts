import { type Logger as PinoLogger, pino } from 'pino';
import { describeError } from './errors.ts';

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'child' | 'isLevelEnabled'>;

/** Without a name, lines have none: children that are given their own say it once. */
export type LoggerOptions = { level: string; name?: string; file?: string };

/** One JSON line per request or batch, on stdout or at the end of a file. Errors lose what may be personal. */
export const createLogger = ({ level, name, file }: LoggerOptions): Logger =>
  pino(
    {
      level,
      base: name === undefined ? {} : { service: name },
      serializers: { err: describeError },
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination(file ?? 1),
  );
