const least = 64 * 1024;
const mostKept = 4;

/** Buffers that are used again and again: for a request, allocating one costs more than filling it. */
export function createBufferPool() {
  const free: Buffer[] = [];
  return {
    /** One of at least so many bytes, with whatever is in it. */
    take: (bytes: number): Buffer => {
      const kept = free.findIndex(({ length }) => length >= bytes);
      return (
        free.splice(kept, kept < 0 ? 0 : 1)[0] ??
        Buffer.allocUnsafeSlow(Math.max(least, 2 ** Math.ceil(Math.log2(bytes))))
      );
    },
    /** Only what nobody will read any more. */
    giveBack: (buffer: Buffer): void => {
      free.push(buffer);
      if (free.length > mostKept) free.shift();
    },
  };
}
