import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { z } from 'zod';
import { everyOverlay, findKustomize, renderWith } from './manifests.ts';
import { writeSchemas } from './schemas.ts';
import { findFile, findTool, itWith } from './tools.ts';

const run = promisify(execFile);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilo-kubernetes-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('kubeconform', async () => {
  const tools = {
    kustomize: findKustomize,
    kubeconform: () => findTool('kubeconform'),
    'schemas of Kubernetes': () => findFile('openapi.json'),
    'schemas of Strimzi': () => findFile('crds/strimzi.kafka.yaml'),
    'schemas of KEDA': () => findFile('crds/keda.sh_scaledobjects.yaml'),
    'schemas of the Prometheus operator': () => findFile('crds/monitoring.coreos.com_servicemonitors.yaml'),
    'schemas of CloudNativePG': () => findFile('crds/postgresql.cnpg.io_clusters.yaml'),
    'schemas of the Gateway API': () => findFile('crds/gateway.networking.k8s.io_httproutes.yaml'),
  };
  let schemas: Promise<void> | undefined;

  /** What it says about a rendered overlay; nothing, if it is well. */
  const judge = async (found: Record<keyof typeof tools, string>, manifests: string): Promise<string> => {
    schemas ??= writeSchemas(join(folder, 'schemas'), found['schemas of Kubernetes'], join(findFile('crds') ?? ''));
    await schemas;
    const file = join(folder, 'manifests.yaml');
    await writeFile(file, manifests);
    const location = `${join(folder, 'schemas')}/{{.ResourceKind}}{{.KindSuffix}}.json`;
    return run(found.kubeconform, ['-strict', '-summary', '-schema-location', location, file]).then(
      ({ stdout }) => (/Invalid: 0, Errors: 0, Skipped: 0/.test(stdout) ? '' : stdout),
      (failure: unknown) => z.object({ stdout: z.string() }).parse(failure).stdout,
    );
  };

  for (const { name, render } of await everyOverlay())
    itWith(tools, `finds nothing in the ${name}`, async (found) => {
      expect(await judge(found, await render())).toBe('');
    });

  itWith(tools, 'finds a misspelt field, of Kubernetes and of an operator', async (found) => {
    const all = ['cloudnative-pg', 'strimzi', 'keda', 'monitoring', 'gateway'];
    const good = await renderWith(all);
    const misspelt: [string, string][] = [
      ['readOnlyRootFilesystem', 'readOnlyRootFileSystem'],
      ['terminationGracePeriodSeconds', 'terminationGraceSeconds'],
      ['unhealthyPodEvictionPolicy', 'unhealthyEvictionPolicy'],
      ['passwordSecret', 'passwordSecretRef'],
      ['entityOperator', 'entityOperators'],
      ['maxReplicaCount', 'maxReplicas'],
      ['scrapeTimeout', 'scrapeTimeOut'],
      ['gatewayClassName', 'gatewayClass'],
      ['backendRefs', 'backends'],
    ];
    for (const [right, wrong] of misspelt) {
      expect(good).toContain(`${right}:`);
      expect(await judge(found, good.replaceAll(`${right}:`, `${wrong}:`)), wrong).toContain(wrong);
    }
  });
});

describe('hadolint', () => {
  const tools = { hadolint: () => findTool('hadolint') };
  const dockerfile = join(import.meta.dirname, '..', '..', 'infra', 'Dockerfile');
  const judge = (hadolint: string, file: string): Promise<string> =>
    run(hadolint, [file]).then(
      ({ stdout }) => stdout,
      (failure: unknown) => z.object({ stdout: z.string() }).parse(failure).stdout,
    );

  itWith(tools, 'finds nothing in the Dockerfile', async ({ hadolint }) => {
    expect(await judge(hadolint, dockerfile)).toBe('');
  });

  itWith(tools, 'finds what is not as it should be', async ({ hadolint }) => {
    const file = join(folder, 'Dockerfile');
    await writeFile(file, (await readFile(dockerfile, 'utf8')).replace('WORKDIR /app', 'WORKDIR app'));
    expect(await judge(hadolint, file)).toContain('DL3000');
  });
});
