import type { FastifyCorsOptionsDelegateCallback } from '@fastify/cors';
import { SegmentType } from '../domain/segment/message.ts';

const paths = new Set(['interactions', 'batch', ...SegmentType.options].map((name) => `/v1/${name}`));

/** What a page may send, and what it may read of the answer beside the body (Fetch's CORS). */
const options = {
  methods: ['POST'],
  allowedHeaders: ['authorization', 'content-type', 'content-encoding', 'traceparent'],
  exposedHeaders: ['ratelimit', 'ratelimit-policy', 'retry-after'],
  maxAge: 86_400,
};

/** Pages of these web sites may post interactions, and nothing else: the plugin answers for every path when a browser asks first. */
export const postedByPages =
  (origins: string[]): FastifyCorsOptionsDelegateCallback =>
  ({ url }, done) =>
    done(null, { ...options, origin: paths.has(url.split('?', 1)[0] ?? '') ? origins : false });
