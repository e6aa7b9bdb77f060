/** Of lines about what went well, the few that are written: one of each kind a minute, with how many were left out since. */
export type SampledLines<Line extends object> = {
  /** Writes the line, or leaves it out; gives whether it was written. */
  note(kind: string, line: Line): boolean;
  /** Writes how many were left out that no line has said yet. */
  close(): void;
};

type Options<Line extends object> = {
  write(line: Line & { leftOut?: number }): void;
  /** So many lines of the kind of this one, the last, were left out, and none after them says so. */
  writeRest(last: Line, leftOut: number): void;
  countLeftOut(lines: number): void;
  now?(): number;
  everyMs?: number;
};

const minute = 60_000;

/** A kind that nobody has noted for a minute is told of at the end of it, and forgotten. */
export const openSampledLines = <Line extends object>({
  write,
  writeRest,
  countLeftOut,
  now = Date.now,
  everyMs = minute,
}: Options<Line>): SampledLines<Line> => {
  const kinds = new Map<string, { writtenAt: number; leftOut: number; last: Line }>();
  const tellRest = (quietSince: number): void => {
    for (const [kind, { writtenAt, leftOut, last }] of kinds) {
      if (writtenAt > quietSince) continue;
      if (leftOut > 0) writeRest(last, leftOut);
      countLeftOut(leftOut);
      kinds.delete(kind);
    }
  };
  const timer = setInterval(() => tellRest(now() - 2 * everyMs), everyMs).unref();
  return {
    note: (kind, line) => {
      const known = kinds.get(kind);
      if (known !== undefined && now() - known.writtenAt < everyMs) {
        known.leftOut += 1;
        known.last = line;
        return false;
      }
      const leftOut = known?.leftOut ?? 0;
      write(leftOut > 0 ? { ...line, leftOut } : line);
      countLeftOut(leftOut);
      kinds.set(kind, { writtenAt: now(), leftOut: 0, last: line });
      return true;
    },
    close: () => {
      clearInterval(timer);
      tellRest(Number.POSITIVE_INFINITY);
    },
  };
};
