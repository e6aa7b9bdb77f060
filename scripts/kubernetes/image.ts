import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { read, run, succeeds } from './programs.ts';

export type Builder = 'docker' | 'buildah';

const root = join(import.meta.dirname, '..', '..');
const repository = 'localhost/hilo';

/** The one that was asked for, or that is there. */
export const findBuilder = async (wanted: Builder | undefined): Promise<Builder> => {
  if (wanted !== undefined) return wanted;
  if (await succeeds('docker', ['info'])) return 'docker';
  if (await succeeds('buildah', ['--version'])) return 'buildah';
  throw new Error('neither docker nor buildah is here to build the image.');
};

/** Builds the image, and names it by what is in it: the same code has the same name, other code another. */
export const buildImage = async (builder: Builder): Promise<string> => {
  const built = `${repository}:dev`;
  await run(builder, [
    'build',
    ...builderOptions(builder, process.env.NODE_EXTRA_CA_CERTS),
    '-f',
    join(root, 'infra/Dockerfile'),
    '-t',
    built,
    root,
  ]);
  const id = await read(builder, ['images', '--quiet', '--no-trunc', built]);
  const named = `${repository}:${id.replace(/^sha256:/, '').slice(0, 12)}`;
  await run(builder, ['tag', built, named]);
  return named;
};

/** Where TLS to the registries ends at an authority that only this machine knows, buildah can be lent its certificates. */
export const builderOptions = (builder: Builder, authorities: string | undefined): string[] => {
  if (builder === 'docker') return [];
  const lent =
    authorities && existsSync(authorities)
      ? ['--volume', `${authorities}:${authorities}:ro`, '--build-arg', `NODE_EXTRA_CA_CERTS=${authorities}`]
      : [];
  return ['--pull=false', '--network', 'host', ...lent];
};

/** Writes the image to a file that clusters read. */
export const saveImage = (builder: Builder, image: string, file: string): Promise<void> =>
  builder === 'docker'
    ? run('docker', ['save', '-o', file, image])
    : run('buildah', ['push', image, `docker-archive:${file}:${image}`]);
