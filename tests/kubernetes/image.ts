import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { buildImage, findBuilder, saveImage } from '../../scripts/kubernetes/image.ts';

const run = promisify(execFile);
const Manifest = z.tuple([z.object({ Config: z.string(), Layers: z.array(z.string()) })]);
const Config = z.object({
  config: z.object({ User: z.string(), Env: z.array(z.string()), Entrypoint: z.array(z.string()) }),
});
const Sbom = z.object({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(
    z.object({ purl: z.string().optional(), group: z.string().optional(), name: z.string(), version: z.string() }),
  ),
});

export type Image = { megabytes: number; components: number; wrong: string[] };

const limitMegabytes = 250;
/** What could run something that is not Hilo, or bring it. */
const forbidden = /(^|\/)(sh|bash|dash|busybox|npm|npx|pnpm|corepack|apt|apt-get|dpkg|curl|wget)$/;

/** Builds the image, and looks into it. */
export const inspectImage = async (): Promise<Image> => {
  const folder = await mkdtemp(join(tmpdir(), 'hilo-image-'));
  try {
    const builder = await findBuilder(undefined);
    const archive = join(folder, 'image.tar');
    await saveImage(builder, await buildImage(builder), archive);
    await run('tar', ['-xf', archive, '-C', folder]);
    const [{ Config: config, Layers: layers }] = Manifest.parse(await readJson(folder, 'manifest.json'));
    const files = (await Promise.all(layers.map((layer) => filesIn(join(folder, layer))))).flat();
    const last = join(folder, layers.at(-1) ?? '');
    await run('tar', ['-xf', last, '-C', folder, 'app/sbom.cdx.json']);
    const sbom = Sbom.parse(await readJson(folder, 'app/sbom.cdx.json'));
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    return {
      megabytes: Math.round(bytes / 1e6),
      components: sbom.components.length,
      wrong: [
        ...(bytes > limitMegabytes * 1e6 ? [`it has ${Math.round(bytes / 1e6)} MB`] : []),
        ...files
          .filter(({ name }) => forbidden.test(name) && !name.includes('node_modules/'))
          .map(({ name }) => `it has ${name}`),
        ...wrongIn(Config.parse(await readJson(folder, config))),
        ...notListed(
          files.map(({ name }) => name),
          sbom,
        ),
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const readJson = async (folder: string, name: string): Promise<unknown> =>
  JSON.parse(await readFile(join(folder, name), 'utf8'));

const filesIn = async (layer: string): Promise<{ name: string; size: number }[]> => {
  const { stdout } = await run('tar', ['-tvf', layer], { maxBuffer: 64 * 1024 * 1024 });
  return [...stdout.matchAll(/^\S+ +\S+ +(\d+) +\S+ +\S+ +(.*?)(?: -> .*)?$/gm)].map(([, size, name = '']) => ({
    name,
    size: Number(size),
  }));
};

const wrongIn = ({ config: { User, Env, Entrypoint } }: z.infer<typeof Config>): string[] => [
  ...(/^[1-9]\d*(:\d+)?$/.test(User) ? [] : [`it runs as ${User || 'root'}`]),
  ...(Env.some((one) => one.startsWith('NODE_EXTRA_CA_CERTS=')) ? ['it has the certificates of whoever built it'] : []),
  ...(Entrypoint.join(' ') === 'hilo' ? [] : [`it starts ${Entrypoint.join(' ')}`]),
];

/** Packages that are there, and that the document does not know. */
const notListed = (files: readonly string[], { components }: z.infer<typeof Sbom>): string[] => {
  const listed = new Set(
    components.map(({ group, name, version }) => `${group === undefined ? '' : `${group}/`}${name}@${version}`),
  );
  const there = new Set(
    files.flatMap((file) => {
      const [, folder] = /^app\/node_modules\/\.pnpm\/([^/_(]+@[^/_(]+)[^/]*\/node_modules\/$/.exec(file) ?? [];
      return folder === undefined ? [] : [folder.replace('+', '/')];
    }),
  );
  if (there.size === 0) return ['it has no packages'];
  return [...there].filter((name) => !listed.has(name)).map((name) => `its document lacks ${name}`);
};
