import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '@hilo/runtime/embedded-postgres';
import { afterAll, describe, expect, it } from 'vitest';
import { type ControlPlane, type ControlPlaneTools, startControlPlane } from './control-plane.ts';
import { everyOverlay, findKustomize, renderWith } from './manifests.ts';
import { findFile, findTool } from './tools.ts';

const machine = join(process.env.HILO_K8S_DIR ?? join(cacheFolder(), 'kubernetes'), 'bin');
const find = (name: string): string | undefined => findTool(name, [machine]);

/** What it needs, where all of that is here. Building these takes minutes, so that nobody fails without them. */
const findTools = (): ControlPlaneTools | undefined => {
  const [etcd, api, kubectl] = [find('etcd'), find('kube-apiserver'), find('kubectl')];
  const definitions = ['strimzi.kafka', 'postgresql.cnpg.io_clusters', 'gateway.networking.k8s.io_httproutes'];
  const complete = findKustomize() && definitions.every((one) => findFile(`crds/${one}.yaml`));
  if (!complete || etcd === undefined || api === undefined || kubectl === undefined) return undefined;
  return { etcd, 'kube-apiserver': api, kubectl };
};

const title = 'the API server';
const tools = findTools();
if (tools === undefined)
  describe(title, () =>
    it.skip('judges every overlay (skipped: it has to be here with etcd and kubectl, and what .ci/kubernetes-tools gets)', () => {}),
  );
else describe(title, () => judgedBy(tools));

function judgedBy(found: ControlPlaneTools): void {
  let started: Promise<ControlPlane> | undefined;
  const open = (): Promise<ControlPlane> => {
    started ??= startControlPlane(found).then(async (plane) => {
      const definitions = findFile('crds') ?? '';
      await plane.kubectl(['apply', '--server-side', '-f', definitions]);
      await plane.kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
      await plane.kubectl(['apply', '-f', '-'], await readFile(join(overlays, 'local/namespace.yaml'), 'utf8'));
      return plane;
    });
    return started;
  };
  afterAll(async () => (await started)?.close());
  const overlays = join(import.meta.dirname, '../../infra/kubernetes/overlays');

  const tryOut = async (manifests: string): Promise<string> => {
    const plane = await open();
    return plane.kubectl(['apply', '--server-side', '--dry-run=server', '--warnings-as-errors', '-f', '-'], manifests);
  };

  it.each([['every overlay and component']])(
    'takes %s, without a warning',
    async () => {
      for (const { render } of await everyOverlay())
        expect(await tryOut(await render())).toContain('deployment.apps/ingest');
    },
    180_000,
  );

  it('refuses a misspelt field, a value that is none, and what is not restricted', async () => {
    const good = await renderWith([]);
    await expect(tryOut(good.replaceAll('enableServiceLinks:', 'enableServiceLink:'))).rejects.toThrow(
      'enableServiceLink',
    );
    await expect(tryOut(good.replaceAll('type: RuntimeDefault', 'type: None'))).rejects.toThrow('None');
    await expect(tryOut(good.replaceAll('runAsNonRoot: true', 'runAsNonRoot: false'))).rejects.toThrow(
      'would violate PodSecurity',
    );
  }, 180_000);
}
