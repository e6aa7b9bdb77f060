import type { FastifyCorsOptionsDelegateCallback } from '@fastify/cors';
import type { FastifyRequest } from 'fastify';
import { settingsPaths, sourceConfigPath } from './sdk-settings.ts';
import { segmentPaths } from './segment.ts';

const posted = new Set<string>(['/v1/interactions', ...Object.values(segmentPaths).flat()]);
const loaded = new RegExp(`^(?:${[...settingsPaths, sourceConfigPath].join('|').replaceAll(':writeKey', '[^/]+')})$`);

/**
 * What a page may send, and what it may read of the answer beside the body (Fetch's CORS). Which headers it may send is not
 * listed: clients send some of their own, and what a browser asks for is answered.
 */
const options = {
  methods: ['GET', 'POST'],
  exposedHeaders: ['ratelimit', 'ratelimit-policy', 'retry-after'],
  maxAge: 86_400,
};

/** Whether it is what a client in a page does: it loads its settings, and posts. A browser asks beforehand with OPTIONS. */
const isOfClient = ({ method, url, headers }: Pick<FastifyRequest, 'method' | 'url' | 'headers'>): boolean => {
  const [path = ''] = url.split(/\/?(?:\?|$)/, 1);
  const meant = method === 'OPTIONS' ? headers['access-control-request-method'] : method;
  return meant === 'POST' ? posted.has(path) : meant === 'GET' && loaded.test(path);
};

/** Pages of these web sites may post interactions, and nothing else: the plugin answers for every path when a browser asks first. */
export const postedByPages =
  (origins: string[]): FastifyCorsOptionsDelegateCallback =>
  (request, done) =>
    done(null, { ...options, origin: isOfClient(request) ? origins : false });
