import { type Readable, Transform } from 'node:stream';
import { HttpProblem } from '@hilo/runtime';

/** Longer than any line of a list: what is longer is no list. */
export const mostLineBytes = 64 * 1024;

/** What is wrong with a list as a whole, so that nothing of it is used. */
export const invalidList = (message: string): HttpProblem =>
  new HttpProblem(400, 'Invalid request', 'The list cannot be used, and nothing was changed.', [{ path: [], message }]);

/**
 * The stream goes on in the next. What goes wrong in it is heard of there; but what is refused there does not end the stream, which is a
 * request whose sender would get no answer.
 */
export const goingOnIn = <Next extends Transform>(from: Readable, next: Next): Next => {
  from.once('error', (error) => next.destroy(error));
  from.once('close', () => {
    if (!from.readableEnded) next.destroy(new Error('the list was broken off'));
  });
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
