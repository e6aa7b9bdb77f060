import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Cluster, until } from './cluster.ts';

/** Whoever asks Hilo from outside, as the network policies know them. */
const namespace = 'hilo-tests';

const Secret = z.object({ data: z.record(z.string(), z.string()) });
const Deployments = z.object({
  spec: z.object({ template: z.object({ spec: z.object({ containers: z.array(z.object({ image: z.string() })) }) }) }),
});

/** Programs that run in Pods of the cluster, where Services are reached as customers' systems reach them. */
export type Drivers = {
  /** Starts one; gives its lines as they are now, and all of them when it has ended. */
  start(
    name: string,
    args: readonly string[],
  ): Promise<{ lines(): Promise<string[]>; ended(withinMs: number): Promise<string[]> }>;
  /** A Pod in a namespace, which is made with these labels, that does nothing but be there; gives its name. */
  rest(namespace: string, labels?: Readonly<Record<string, string>>): Promise<string>;
};

export const openDrivers = async ({ kubectl }: Cluster): Promise<Drivers> => {
  await kubectl(['apply', '-f', '-'], JSON.stringify(namespaceOf(namespace, { 'hilo/may-ask': 'yes' })));
  const programs = await Promise.all(
    ['first.mjs', 'driver.mjs', 'sql.mjs'].map(async (name) => [
      name,
      await readFile(join(import.meta.dirname, name), 'utf8'),
    ]),
  );
  const map = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'programs', namespace },
    data: Object.fromEntries(programs),
  };
  await kubectl(['apply', '-f', '-'], JSON.stringify(map));
  await until(
    'the secrets are made',
    async () => (await kubectl(['-n', 'hilo', 'get', 'secret', 'hilo'])) !== '',
    60_000,
  );
  for (const name of ['hilo', 'hilo-postgres']) {
    const { data } = Secret.parse(JSON.parse(await kubectl(['-n', 'hilo', 'get', 'secret', name, '-o', 'json'])));
    const copy = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, data };
    await kubectl(['apply', '-f', '-'], JSON.stringify(copy));
  }
  const ingest = Deployments.parse(
    JSON.parse(await kubectl(['-n', 'hilo', 'get', 'deployment', 'ingest', '-o', 'json'])),
  );
  const image = ingest.spec.template.spec.containers[0]?.image ?? '';

  return {
    start: async (name, args) => {
      await kubectl(['apply', '-f', '-'], JSON.stringify(podOf({ name, namespace, image, args, ...givenToDrivers })));
      const lines = async (): Promise<string[]> =>
        (await kubectl(['-n', namespace, 'logs', name]).catch(() => '')).split('\n').filter((line) => line !== '');
      return {
        lines,
        ended: async (withinMs) => {
          const phase = () => kubectl(['-n', namespace, 'get', 'pod', name, '-o', 'jsonpath={.status.phase}']);
          await until(`${name} has ended`, async () => /Succeeded|Failed/.test(await phase()), withinMs);
          if ((await phase()) === 'Failed') throw new Error(`${name}: ${(await lines()).join('\n')}`);
          return lines();
        },
      };
    },
    rest: async (where, labels = {}) => {
      const [pod, args] = ['resting', ['-e', 'setInterval(() => {}, 60_000)']];
      if (where !== namespace && where !== 'hilo')
        await kubectl(['apply', '-f', '-'], JSON.stringify(namespaceOf(where, labels)));
      await kubectl(['apply', '-f', '-'], JSON.stringify(podOf({ name: pod, namespace: where, image, args })));
      await kubectl(['-n', where, 'wait', '--for=condition=Ready', `pod/${pod}`, '--timeout=60s']);
      return pod;
    },
  };
};

const namespaceOf = (name: string, labels: Readonly<Record<string, string>>) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': 'restricted', ...labels } },
});

const givenToDrivers = {
  // Who measures must not be who waits: a Pod that asks for nothing comes last.
  requests: { cpu: '500m', memory: '128Mi' },
  env: [
    { name: 'HILO_API_KEY', valueFrom: { secretKeyRef: { name: 'hilo', key: 'api-key' } } },
    { name: 'DATABASE_PASSWORD', valueFrom: { secretKeyRef: { name: 'hilo-postgres', key: 'password' } } },
  ],
  volumeMounts: [{ name: 'programs', mountPath: '/programs' }],
  volumes: [{ name: 'programs', configMap: { name: 'programs' } }],
};

type PodOptions = { name: string; namespace: string; image: string; args: readonly string[] } & Partial<
  typeof givenToDrivers
>;

const podOf = ({
  name,
  namespace: where,
  image,
  args,
  requests = { cpu: '10m', memory: '32Mi' },
  env = [],
  volumeMounts = [],
  volumes = [],
}: PodOptions) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: where },
  spec: {
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 0,
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'driver',
        image,
        command: ['node', ...args],
        env,
        resources: { requests },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        volumeMounts,
      },
    ],
    volumes,
  },
});
