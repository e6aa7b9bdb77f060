import type { Logger } from '../logger.ts';
import { openSampledLines } from '../sampled-lines.ts';
import { countLeftOut } from '../telemetry/measure.ts';

/** The one line about a request that was answered. */
type RequestLine = { request: string; method: string; route: string; status: number; ms: number };

export type RequestLines = { note(line: RequestLine): void; close(): void };

const slowMs = 1000;

/** Writes a line for every request that was refused, failed or was slow; of the others one of each route a minute, or all at `debug`. */
export const openRequestLines = (logger: Pick<Logger, 'info' | 'debug' | 'isLevelEnabled'>): RequestLines => {
  const hasAll = logger.isLevelEnabled('debug');
  const sampled = openSampledLines<RequestLine>({
    write: (line) => logger.info(line, 'request'),
    writeRest: ({ method, route, status }, leftOut) =>
      logger.info({ method, route, status, leftOut }, 'requests that no line tells of'),
    countLeftOut: (lines) => countLeftOut('request', lines),
  });
  return {
    note: (line) => {
      if (line.status >= 400 || line.ms > slowMs) logger.info(line, 'request');
      else if (hasAll) logger.debug(line, 'request');
      else sampled.note(`${line.method} ${line.route} ${line.status}`, line);
    },
    close: sampled.close,
  };
};
