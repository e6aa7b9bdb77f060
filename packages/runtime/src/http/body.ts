import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { FastifyInstance, preParsingHookHandler, RequestPayload } from 'fastify';
import { HttpProblem } from '../errors.ts';
import { gateBody } from '../gate/gate.ts';

const decompressors: Record<string, () => ReturnType<typeof createGunzip>> = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  deflate: () => createInflate(),
  br: () => createBrotliDecompress(),
};

const encodings = 'gzip, deflate, br';

type Server = Pick<FastifyInstance, 'addHook' | 'addContentTypeParser' | 'removeAllContentTypeParsers'>;

/** Every body that comes in is decompressed within the limit of its route, and passes the gate before anybody sees it. */
export const guardBodies = (app: Server): void => {
  app.addHook('preParsing', decompress);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    const gated = gateBody(body);
    if ('value' in gated) done(null, gated.value);
    else done(new HttpProblem(400, 'Invalid request', 'The body is not what this endpoint takes.', [gated.refusal]));
  });
};

// With a callback: nearly no body is compressed, and a promise would be made for every one.
const decompress: preParsingHookHandler = (request, reply, payload, done) => {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity') return done(null, payload);
  const create = Object.hasOwn(decompressors, encoding) ? decompressors[encoding] : undefined;
  if (create === undefined) {
    reply.header('accept-encoding', encodings);
    return done(
      new HttpProblem(415, 'Unsupported encoding', `A body may be sent as it is, or with one of ${encodings}.`),
    );
  }
  const decompressed = counted(payload, create());
  // Where the limit stops the reading, what is not read yet must not stay in memory.
  reply.raw.once('close', () => decompressed.destroy());
  done(null, decompressed);
};

/** Fastify compares what came over the wire with the Content-Length, and what comes out with the limit. */
const counted = (payload: Readable, decompressor: ReturnType<typeof createGunzip>): RequestPayload => {
  const decompressed: RequestPayload = decompressor;
  decompressed.receivedEncodedLength = 0;
  payload.on('data', (chunk: Buffer) => {
    decompressed.receivedEncodedLength = (decompressed.receivedEncodedLength ?? 0) + chunk.length;
  });
  // An error reaches whoever reads the decompressed stream, since it is destroyed with it.
  pipeline(payload, decompressor, () => {});
  return decompressed;
};
