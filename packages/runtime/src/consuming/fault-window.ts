const mostInARow = 5;
const ofTheLast = 1000;
const mostOfTheLast = ofTheLast / 100;

/** How many of the last messages failed by a mistake of ours. */
export type FaultWindow = {
  /** So many messages, one after the other, were processed. */
  noteProcessed(count: number): void;
  noteFault(): void;
  /** Why no more may fail: so many in a row, or of the last thousand; `undefined` if one more may. */
  limitReached(): string | undefined;
};

/** Five in a row, or one in a hundred of the last thousand: then it is no longer about single messages. */
export const openFaultWindow = (): FaultWindow => {
  let seen = 0;
  let inARow = 0;
  // Where in the order of all that was seen the latest faults lie; never more than may be.
  const faults: number[] = [];
  return {
    noteProcessed: (count) => {
      if (count === 0) return;
      seen += count;
      inARow = 0;
    },
    noteFault: () => {
      seen += 1;
      inARow += 1;
      faults.push(seen);
      if (faults.length > mostOfTheLast) faults.shift();
    },
    limitReached: () => {
      if (inARow >= mostInARow) return `${inARow} messages in a row failed by a mistake of Hilo`;
      const recent = faults.filter((at) => at > seen - ofTheLast).length;
      if (recent >= mostOfTheLast) return `${recent} of the last ${ofTheLast} messages failed by a mistake of Hilo`;
      return undefined;
    },
  };
};
