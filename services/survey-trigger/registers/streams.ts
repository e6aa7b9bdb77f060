import { type Readable, Transform } from 'node:stream';
import { HttpProblem } from '@hilo/runtime';

/** Longer than any line of a list: what is longer is no list. */
export const mostLineBytes = 64 * 1024;

/** What is wrong with a list as a whole, so that nothing of it is used. */
export const invalidList = (message: string): HttpProblem =>
  new HttpProblem(400, 'Invalid request', 'The list cannot be used, and nothing was changed.', [{ path: [], message }]);

/** As zlib calls what it cannot decompress: Z_DATA_ERROR, Z_BUF_ERROR, ERR__ERROR_FORMAT_PADDING_1, by its number. */
const asProblem = (error: Error): Error =>
  'errno' in error && 'code' in error && /^(?:Z_|ERR_)/.test(String(error.code))
    ? invalidList('cannot be decompressed as its Content-Encoding says')
    : error;

const brokenOff = (): Error => new Error('the list was broken off');

/**
 * The stream goes on in the next. What goes wrong in it is heard of there, also before anybody reads that; but what is refused there does not
 * end the stream, which is a request whose sender would get no answer.
 */
export const goingOnIn = <Next extends Transform>(from: Readable, next: Next): Next => {
  // Whoever reads it is told the error then: without a listener until then, it would end the process.
  next.on('error', () => {});
  from.on('error', (error) => next.destroy(asProblem(error)));
  from.once('close', () => {
    if (!from.readableEnded) next.destroy(brokenOff());
  });
  if (from.destroyed && !from.readableEnded) next.destroy(from.errored ? asProblem(from.errored) : brokenOff());
  return from.pipe(next);
};

/** Passes so many bytes on; with one more, it fails. */
export const atMost = (bytes: number): Transform => {
  let seen = 0;
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      seen += chunk.length;
      if (seen <= bytes) done(null, chunk);
      else done(new HttpProblem(413, 'Payload Too Large', `A list of this kind has at most ${bytes} bytes.`));
    },
  });
};

/** The lines of a text that comes in, with their numbers. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<{ line: number; text: string }> {
  const decoder = new TextDecoder();
  let [line, rest] = [0, ''];
  for await (const chunk of bytes) {
    const texts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = texts.pop() ?? '';
    if (rest.length > mostLineBytes) throw invalidList(`has a line of more than ${mostLineBytes} bytes`);
    for (const text of texts) {
      line += 1;
      yield { line, text };
    }
  }
  if (rest !== '') yield { line: line + 1, text: rest };
}
