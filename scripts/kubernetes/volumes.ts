import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { read } from './programs.ts';

const List = z.object({ items: z.array(z.unknown()) });

/** As whom everything runs, and may write. */
const user = 65_532;
const folderOfVolumes = process.env.HILO_VOLUMES ?? '/var/lib/hilo';

/** A bare node has nobody who makes volumes: two folders for Kafka and Postgres, unless the cluster has a storage class. */
export const makeVolumes = async (kubectl: string): Promise<void> => {
  const { items } = List.parse(JSON.parse(await read(kubectl, ['get', 'storageclasses', '--output', 'json'])));
  if (items.length > 0) return;
  for (const name of ['kafka', 'postgres']) {
    const folder = join(folderOfVolumes, name);
    await mkdir(folder, { recursive: true });
    await chown(folder, user, user);
    await read(kubectl, ['apply', '--filename', '-'], JSON.stringify(volumeOf(name, folder)));
  }
};

/** A folder of the node, kept for the claim of one StatefulSet: with it, the data outlive the Pod. */
export const volumeOf = (name: string, folder: string) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: `hilo-${name}`, labels: { 'app.kubernetes.io/part-of': 'hilo' } },
  spec: {
    capacity: { storage: '2Gi' },
    accessModes: ['ReadWriteOnce'],
    persistentVolumeReclaimPolicy: 'Retain',
    claimRef: { namespace: 'hilo', name: `data-${name}-0` },
    hostPath: { path: folder },
  },
});
