import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { retry, roleOf, type ServiceDefinition } from '@hilo/runtime';
import { z } from 'zod';
import { explainFailure } from '../explain-failure.ts';
import { services } from '../services.ts';

type Secret = { name: string; type: 'Opaque' | 'kubernetes.io/basic-auth'; values: Readonly<Record<string, string>> };

const account = '/var/run/secrets/kubernetes.io/serviceaccount';
const patienceMs = 60_000;

/**
 * Makes the secrets of an installation that are missing, in the namespace of this Pod; says what it did. None that is there
 * is changed: the users of the services are derived from the secret of the ids as it is in the cluster.
 */
export const makeSecrets = async (database: string): Promise<string[]> => {
  const api = await openApi();
  const said = [
    await api.create({ name: 'hilo', type: 'Opaque', values: { 'api-key': random(), 'id-secret': random() } }),
  ];
  said.push(await api.create({ name: 'hilo-sessions', type: 'Opaque', values: { secret: random() } }));
  const idSecret = await api.readIdSecret();
  for (const secret of secretsOf(idSecret, database, services)) said.push(await api.create(secret));
  return said;
};

/** What is needed beside the two keys: the password of Postgres' owner, and of each service the user that `hilo migrate` makes. */
export const secretsOf = (
  idSecret: string,
  database: string,
  definitions: readonly Pick<ServiceDefinition, 'name' | 'schema'>[],
): Secret[] => [
  { name: 'hilo-postgres', type: 'Opaque', values: { password: random() } },
  ...definitions.map(({ name, schema }): Secret => {
    const { role, password } = roleOf(database, schema, idSecret);
    return { name: `hilo-${name}-database`, type: 'kubernetes.io/basic-auth', values: { username: role, password } };
  }),
];

const random = (): string => randomBytes(32).toString('hex');

const Keys = z.object({ data: z.object({ 'id-secret': z.base64() }) });

/** The cluster's API for this Pod, which may not be reachable or not yet allowed in its first seconds. */
const openApi = async () => {
  const token = (await readFile(join(account, 'token'), 'utf8')).trim();
  const namespace = (await readFile(join(account, 'namespace'), 'utf8')).trim();
  const { KUBERNETES_SERVICE_HOST: host = 'kubernetes.default.svc', KUBERNETES_SERVICE_PORT: port = '443' } =
    process.env;
  const url = `https://${host.includes(':') ? `[${host}]` : host}:${port}/api/v1/namespaces/${namespace}/secrets`;
  const signal = AbortSignal.timeout(patienceMs);

  const ask = (path: string, body?: unknown): Promise<Response> =>
    retry(
      async () => {
        const answer = await fetch(`${url}${path}`, {
          method: body === undefined ? 'GET' : 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(10_000),
        });
        if (answer.ok || answer.status === 409) return answer;
        throw new Error(`the cluster answers ${answer.status} to secrets${path}: ${await answer.text()}`);
      },
      { signal, onError: (error) => console.error(`hilo: ${explainFailure(error)}`), maxDelayMs: 2000 },
    );

  return {
    create: async ({ name, type, values }: Secret): Promise<string> => {
      const metadata = { name, labels: { 'app.kubernetes.io/part-of': 'hilo' } };
      const { status } = await ask('', { apiVersion: 'v1', kind: 'Secret', metadata, type, stringData: values });
      return status === 409 ? `the secret ${name} is there, and stays as it is` : `the secret ${name} is made`;
    },
    readIdSecret: async (): Promise<string> => {
      const { data } = Keys.parse(await (await ask('/hilo')).json());
      return Buffer.from(data['id-secret'], 'base64').toString('utf8');
    },
  };
};
