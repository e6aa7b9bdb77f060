import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterOf } from './cluster.ts';
import { type Builder, buildImage, findBuilder, saveImage } from './image.ts';
import { read, run } from './programs.ts';
import { makeVolumes } from './volumes.ts';

export type LoadCommand = { image?: string; builder?: Builder; kubectl: string; containerd?: string };

const overlay = join(import.meta.dirname, '..', '..', 'infra/kubernetes/overlays/local/kustomization.yaml');

/** Builds the image, puts it into the cluster, and has the overlay `local` name it, so that the next apply takes it. */
export const load = async ({
  image: given,
  builder: wanted,
  kubectl,
  containerd,
}: LoadCommand): Promise<{ image: string; where: string }> => {
  const cluster = clusterOf(await read(kubectl, ['config', 'current-context']), containerd);
  const builder = await findBuilder(wanted);
  const image = given ?? (await buildImage(builder));
  const folder = await mkdtemp(join(tmpdir(), 'hilo-image-'));
  try {
    const archive = join(folder, 'image.tar');
    await saveImage(builder, image, archive);
    const { file, args } = cluster.put(archive);
    await run(file, args);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (containerd !== undefined) await makeVolumes(kubectl);
  await writeFile(overlay, withImage(await readFile(overlay, 'utf8'), image));
  return { image, where: cluster.name };
};

/** The overlay with another image of Hilo; the rest of it stays as somebody wrote it. */
export const withImage = (kustomization: string, image: string): string => {
  const colon = image.lastIndexOf(':');
  const [name, tag] = [image.slice(0, colon), image.slice(colon + 1)];
  if (colon < 0 || tag.includes('/')) throw new Error(`the image "${image}" has no tag, such as localhost/hilo:dev.`);
  // The overlay finds the tag behind the first colon, for the names of Jobs.
  if (name.includes(':'))
    throw new Error(`the image "${image}" has a port in its name; put it there as localhost/hilo:TAG.`);
  const entry = /(- name: hilo\n\s+newName: ).*(\n\s+newTag: ).*/;
  if (!entry.test(kustomization)) throw new Error(`${overlay} names no image for hilo.`);
  return kustomization.replace(entry, (_, before, between) => `${before}${name}${between}${JSON.stringify(tag)}`);
};
