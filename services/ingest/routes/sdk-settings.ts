import { problems, type Routes } from '@hilo/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Admission } from '../posting/admission.ts';

/** Where clients ask what they are to do, before they post anything. */
export const settingsPaths = ['/v1/projects/:writeKey/settings', '/customerio/v1/projects/:writeKey/settings'] as const;
export const sourceConfigPath = '/sourceConfig';

const params = z.object({ writeKey: z.string().min(1).max(200).describe('The API key.') });

const Settings = z.looseObject({ integrations: z.record(z.string(), z.looseObject({ apiHost: z.string() })) });
const SourceConfig = z.looseObject({ source: z.looseObject({ id: z.string(), enabled: z.boolean() }) });

/**
 * What clients of Segment, Customer.io and RudderStack load before they post: that all goes to this Hilo, to no other
 * destination, and that they measure nothing of themselves.
 */
export const sdkSettingsRoutes =
  ({ admission }: { admission: Admission }): Routes =>
  async (app) => {
    for (const [at, path] of settingsPaths.entries()) {
      const destination = at === 0 ? 'Segment.io' : 'Customer.io Data Pipelines';
      app.get(
        path,
        {
          schema: {
            summary: `Settings of an SDK of ${at === 0 ? 'Segment' : 'Customer.io'}`,
            description:
              'Browser, Kotlin and Swift clients load them: their cdnURL or cdnHost is what stands before /v1.',
            tags: ['segment'],
            params,
            response: { 200: Settings, ...problems },
            security: [],
          },
        },
        async (request, reply) => {
          await admission.admitByKey(request, reply, request.params.writeKey);
          return settings(request.params.writeKey, destination, addressOf(request, reply));
        },
      );
    }
    app.get(
      sourceConfigPath,
      {
        schema: {
          summary: 'Settings of an SDK of RudderStack',
          description: 'The key by Basic authentication; set configUrl to this Hilo.',
          tags: ['segment'],
          response: { 200: SourceConfig, ...problems },
          security: [{ basic: [] }],
        },
        onRequest: admission.admit,
      },
      async (request, reply) => {
        addressOf(request, reply);
        return sourceConfig(admission.admitted(request).keyId);
      },
    );
  };

/** By the address that the client has asked at, so nobody between may keep the answer for another who asked elsewhere. */
const addressOf = (
  { headers, host, protocol }: FastifyRequest,
  reply: FastifyReply,
): { host: string; protocol: string } => {
  reply.header('cache-control', 'no-store');
  const told = z.enum(['http', 'https']).safeParse(headers['x-forwarded-proto']).data;
  const [forwarded] = [headers['x-forwarded-host']].flat();
  return { host: forwarded ?? host, protocol: told ?? protocol };
};

/**
 * As the CDN of the client's maker answers it, with the one destination alone: with a second one, Segment's client loads more of
 * itself from Segment's CDN. Customer.io's has another name for it, and so a path of its own.
 */
const settings = (writeKey: string, destination: string, { host, protocol }: { host: string; protocol: string }) => {
  const here = {
    apiKey: writeKey,
    apiHost: `${host}/v1`,
    protocol,
    unbundledIntegrations: [],
    addBundledMetadata: true,
  };
  const all = { __default: { enabled: true, integrations: {} } };
  return {
    integrations: { [destination]: here },
    plan: { track: all, identify: all, group: all },
    edgeFunction: {},
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
    remotePlugins: [],
    analyticsNextEnabled: true,
    legacyVideoPluginsEnabled: false,
  };
};

const sourceConfig = (id: string) => ({
  source: {
    id,
    name: 'Hilo',
    enabled: true,
    workspaceId: 'hilo',
    config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
    destinations: [],
    connections: [],
  },
});
