import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';

const infra = join(import.meta.dirname, '..', '..', 'infra');
export const composeFile = join(infra, 'compose.yaml');

const Condition = z.object({ condition: z.string() });
const Container = z.object({
  image: z.string(),
  build: z.object({ context: z.string(), dockerfile: z.string(), args: z.array(z.string()) }).optional(),
  user: z.string().optional(),
  entrypoint: z.array(z.string()).optional(),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  networks: z.array(z.string()).default([]),
  network_mode: z.string().optional(),
  depends_on: z.record(z.string(), Condition).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  restart: z.string(),
  read_only: z.boolean(),
  cap_drop: z.array(z.string()),
  security_opt: z.array(z.string()),
  mem_limit: z.string(),
});
export type Container = z.infer<typeof Container>;

const Compose = z.object({
  services: z.record(z.string(), Container),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })),
  volumes: z.record(z.string(), z.object({}).strict()),
});
export type Compose = z.infer<typeof Compose>;

/** The Compose file with its anchors in place, and its variables as they stand. */
export const readCompose = async (): Promise<Compose> =>
  Compose.parse(parse(await readFile(composeFile, 'utf8'), { merge: true }));

const Deployment = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.tuple([
          z.object({
            args: z.array(z.string()),
            env: z.array(z.object({ name: z.string(), value: z.string().optional() })).default([]),
            resources: z.object({ limits: z.object({ memory: z.string() }) }),
          }),
        ]),
      }),
    }),
  }),
});
const Common = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({ containers: z.tuple([z.object({ env: z.array(z.object({ name: z.string() })) })]) }),
    }),
  }),
});
const Patch = Common.extend({ metadata: z.object({ name: z.string() }) });

export type InCluster = { args: string[]; variables: string[]; nodeOptions: string | undefined; memory: string };

/** What the overlay `local` of Kubernetes says of a service or of the migrations. */
export const readInCluster = async (name: string): Promise<InCluster> => {
  const text = (path: string): Promise<string> => readFile(join(infra, 'kubernetes', path), 'utf8');
  const [object] = parseAllDocuments(await text(`base/${name}.yaml`));
  const [own] = Deployment.parse(object?.toJS()).spec.template.spec.containers;
  const [common] = Common.parse(parse(await text('base/every-service/deployment.yaml'))).spec.template.spec.containers;
  // Compose has a mail server for trying, as the overlay local-with-mail has.
  const trying = Patch.parse(parse(await text('overlays/local-with-mail/survey-trigger.yaml')));
  const [mail] = name === trying.metadata.name ? trying.spec.template.spec.containers : [{ env: [] }];
  const config = (await text('overlays/local/config.env')).split('\n').flatMap((line) => line.split('=').slice(0, 1));
  const named = [...own.env, ...mail.env, ...(name === 'migrate' ? [] : common.env)].map((one) => one.name);
  return {
    args: own.args,
    // Of DATABASE_USER and the like an address is made; Hilo reads none of them.
    variables: [...config, ...named].filter((one) => /^HILO_/.test(one)).sort(),
    nodeOptions: own.env.find((one) => one.name === 'NODE_OPTIONS')?.value,
    memory: own.resources.limits.memory,
  };
};
