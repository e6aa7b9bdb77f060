import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { read } from './programs.ts';

const List = z.object({ items: z.array(z.unknown()) });

/** As whom everything runs, and may write. */
const user = 65_532;
const folderOfVolumes = process.env.HILO_VOLUMES ?? '/var/lib/hilo';

/** Which claims there are, by the names of their folders. */
const claims = [
  ['kafka', 'data-kafka-0'],
  ['postgres', 'data-postgres-0'],
  ['erasure-list', 'erasure-list'],
] as const;

/** A bare node has nobody who makes volumes: folders for Kafka, Postgres and the list of erasures, unless the cluster has a storage class. */
export const makeVolumes = async (kubectl: string): Promise<void> => {
  const { items } = List.parse(JSON.parse(await read(kubectl, ['get', 'storageclasses', '--output', 'json'])));
  if (items.length > 0) return;
  for (const [name, claim] of claims) {
    const folder = join(folderOfVolumes, name);
    await mkdir(folder, { recursive: true });
    await chown(folder, user, user);
    await read(kubectl, ['apply', '--filename', '-'], JSON.stringify(volumeOf(name, claim, folder)));
  }
};

/** A folder of the node, kept for one claim: with it, the data outlive the Pod. */
export const volumeOf = (name: string, claim: string, folder: string) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: `hilo-${name}`, labels: { 'app.kubernetes.io/part-of': 'hilo' } },
  spec: {
    capacity: { storage: '2Gi' },
    accessModes: ['ReadWriteOnce'],
    persistentVolumeReclaimPolicy: 'Retain',
    claimRef: { namespace: 'hilo', name: claim },
    hostPath: { path: folder },
  },
});
