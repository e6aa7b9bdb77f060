import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { cacheFolder } from '@hilo/runtime/embedded-postgres';
import { z } from 'zod';
import { findTool } from './tools.ts';

const run = promisify(execFile);

/** A cluster, as kubectl speaks to it. */
export type Cluster = {
  name: string;
  kubectl(args: readonly string[], input?: string): Promise<string>;
  /** Where the test cluster of this machine is, if it is that one. */
  folder?: string;
};

const machineFolder = process.env.HILO_K8S_DIR ?? join(cacheFolder(), 'kubernetes');

/** The cluster of `KUBECONFIG`, else the one that runs on this machine; else why there is none. */
export const findCluster = (): Cluster | { skipped: string } => {
  const kubectl = findTool('kubectl');
  if (process.env.KUBECONFIG && kubectl !== undefined)
    return { name: `the cluster of ${process.env.KUBECONFIG}`, kubectl: speaking(kubectl) };
  const own = join(machineFolder, 'bin', 'k');
  if (existsSync(own) && existsSync('/run/netns/hilo-k8s'))
    return { name: 'the cluster of this machine', kubectl: speaking(own), folder: machineFolder };
  return { skipped: 'there is no KUBECONFIG, and no test cluster runs on this machine' };
};

const speaking =
  (file: string): Cluster['kubectl'] =>
  async (args, input) => {
    const running = run(file, args, { maxBuffer: 256 * 1024 * 1024 });
    running.child.stdin?.end(input);
    return (await running).stdout;
  };

const Pods = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), uid: z.string() }),
      status: z.object({
        podIP: z.string().optional(),
        conditions: z
          .array(z.object({ type: z.string(), status: z.string(), lastTransitionTime: z.string() }))
          .default([]),
        containerStatuses: z.array(z.object({ restartCount: z.number() })).default([]),
      }),
    }),
  ),
});
export type Pod = z.infer<typeof Pods>['items'][number];

/** The Pods of a service, or of Kafka or Postgres, in the namespace of Hilo. */
export const podsOf = async ({ kubectl }: Cluster, name: string): Promise<Pod[]> => {
  const found = await kubectl(['-n', 'hilo', 'get', 'pods', '-l', `app.kubernetes.io/name=${name}`, '-o', 'json']);
  return Pods.parse(JSON.parse(found)).items;
};

export const isReady = ({ status }: Pod): boolean =>
  status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True');

/** Asks again until it is so; rejects when that takes too long, with what was to be. */
export const until = async (what: string, isSo: () => Promise<boolean>, withinMs: number): Promise<void> => {
  const deadline = Date.now() + withinMs;
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs / 1000} s: ${what}`);
    await delay(200);
  }
};
