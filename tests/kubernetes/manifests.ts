import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { findTool } from './tools.ts';

const run = promisify(execFile);

export const kubernetesFolder = join(import.meta.dirname, '..', '..', 'infra', 'kubernetes');

const Named = z.looseObject({ name: z.string() });
const Container = z.looseObject({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()).default([]),
  command: z.array(z.string()).default([]),
  env: z.array(Named.extend({ value: z.string().optional(), valueFrom: z.unknown().optional() })).default([]),
  ports: z.array(z.looseObject({ name: z.string(), containerPort: z.number() })).default([]),
  volumeMounts: z.array(Named.extend({ mountPath: z.string(), readOnly: z.boolean().default(false) })).default([]),
  securityContext: z.looseObject({}).optional(),
  resources: z
    .object({ requests: z.record(z.string(), z.string()), limits: z.record(z.string(), z.string()) })
    .optional(),
  startupProbe: z.unknown().optional(),
  livenessProbe: z.unknown().optional(),
  readinessProbe: z.unknown().optional(),
  lifecycle: z.unknown().optional(),
});
const PodSpec = z.looseObject({
  containers: z.array(Container),
  terminationGracePeriodSeconds: z.number().default(30),
  automountServiceAccountToken: z.boolean().optional(),
});

/** An object of a cluster, as far as the tests look at it. */
const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
  spec: z
    .looseObject({
      replicas: z.number().optional(),
      template: z.object({ spec: PodSpec }).optional(),
      scaleTargetRef: Named.optional(),
    })
    .optional(),
});
export type Manifest = z.infer<typeof Manifest>;

export const parseManifests = (text: string): Manifest[] =>
  parseAllDocuments(text).map((document) => Manifest.parse(document.toJS()));

export const findKustomize = (): string | undefined => findTool('kustomize') ?? findTool('kubectl');

/** What a folder with a kustomization becomes, as `kubectl apply -k` would send it. */
export const render = async (folder: string): Promise<string> => {
  const kustomize = findKustomize() ?? 'kustomize';
  const verb = kustomize.endsWith('kubectl') ? 'kustomize' : 'build';
  const { stdout } = await run(kustomize, [verb, folder], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
};

/** Everything that somebody may apply: the overlays, and each component beside the base, as an overlay would have it. */
export const everyOverlay = async (): Promise<{ name: string; render: () => Promise<string> }[]> => {
  const overlays = await readdir(join(kubernetesFolder, 'overlays'));
  const components = await readdir(join(kubernetesFolder, 'components'));
  return [
    ...overlays.map((name) => ({
      name: `overlay ${name}`,
      render: once(() => render(join(kubernetesFolder, 'overlays', name))),
    })),
    ...components.map((name) => ({ name: `component ${name}`, render: once(() => renderWith([name])) })),
  ];
};

const once = <Result>(work: () => Promise<Result>): (() => Promise<Result>) => {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= work();
    return result;
  };
};

/** The overlay `local`, or another one, with components, rendered in a copy. */
export const renderWith = async (
  components: readonly string[],
  change: (kustomization: string) => string = (text) => text,
  overlay: 'local' | 'local-with-mail' = 'local',
): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'hilo-kustomize-'));
  try {
    await cp(kubernetesFolder, folder, { recursive: true });
    const file = join(folder, 'overlays', overlay, 'kustomization.yaml');
    const before = await readFile(file, 'utf8');
    const others = components.map((name) => `  - ../../components/${name}\n`).filter((line) => !before.includes(line));
    await writeFile(file, change(before.replace('components:\n', `components:\n${others.join('')}`)));
    return await render(join(folder, 'overlays', overlay));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
