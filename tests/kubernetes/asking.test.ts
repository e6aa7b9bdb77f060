import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { BlockList, isIPv6 } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { z } from 'zod';
import { services as definitions } from '../../scripts/services.ts';
import {
  everyOverlay,
  findKustomize,
  kubernetesFolder,
  type Manifest,
  parseManifests,
  render,
  renderWith,
} from './manifests.ts';
import { itWith } from './tools.ts';

const kustomize = { kustomize: findKustomize };
const overlays = (await everyOverlay()).filter(({ name }) => name.startsWith('overlay '));
const services = definitions.map(({ name }) => name).sort();

const ofKind = (manifests: readonly Manifest[], kind: string): Manifest[] =>
  manifests.filter((one) => one.kind === kind);
const named = (manifests: readonly Manifest[], kind: string, name: string): Manifest => {
  const found = ofKind(manifests, kind).find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
};
const asking = (manifests: readonly Manifest[]) => {
  const pod = named(manifests, 'Deployment', 'survey-trigger').spec?.template?.spec;
  const [container] = pod?.containers ?? [];
  if (pod === undefined || container === undefined) throw new Error('survey-trigger has no container');
  return { pod, container, env: new Map(container.env.map((one) => [one.name, one])) };
};
const dataOf = (manifests: readonly Manifest[], prefix: string): Record<string, string> => {
  const found = ofKind(manifests, 'ConfigMap').find(({ metadata }) => metadata.name.startsWith(prefix));
  return z.object({ data: z.record(z.string(), z.string()) }).parse(found).data;
};
const fromSecret = (name: string, key: string) => ({ valueFrom: { secretKeyRef: { name, key } } });

describe.each(overlays)('$name', (overlay) => {
  itWith(kustomize, 'says who asks and where people answer, in files that survey-trigger takes', async () => {
    const manifests = parseManifests(await overlay.render());
    const { container, env } = asking(manifests);
    const [brand, config] = [dataOf(manifests, 'hilo-brand'), dataOf(manifests, 'hilo-config')];
    expect(Object.keys(brand).sort()).toEqual(['brand.json', 'texts.json']);
    expect(container.volumeMounts).toContainEqual(
      expect.objectContaining({ name: 'brand', mountPath: '/etc/hilo/brand', readOnly: true }),
    );
    const folder = await mkdtemp(join(tmpdir(), 'hilo-brand-'));
    const told: Record<string, string> = {};
    for (const name of ['HILO_BRAND', 'HILO_TEXTS']) {
      const file = env.get(name)?.value?.replace('/etc/hilo/brand/', '') ?? '';
      told[name] = join(folder, file);
      await writeFile(told[name], brand[file] ?? '');
    }
    const surveyTrigger = definitions.find(({ name }) => name === 'survey-trigger');
    expect(config.HILO_PUBLIC_URL).toBeDefined();
    surveyTrigger?.checkConfig({ ...config, ...told });
    await rm(folder, { recursive: true });
  });
});

describe('what survey-trigger must not tell', () => {
  itWith(kustomize, 'is in Secrets: the mail server, the mailbox and the key that signs, which is a file', async () => {
    const manifests = parseManifests(await renderWith(['mail', 'dkim', 'bounces-by-imap']));
    const { pod, container, env } = asking(manifests);
    expect(env.get('HILO_SMTP_URL')).toMatchObject(fromSecret('hilo-mail', 'smtp-url'));
    expect(env.get('HILO_BOUNCES')).toMatchObject(fromSecret('hilo-mail', 'bounces'));
    expect(env.get('HILO_DKIM_DOMAIN')).toMatchObject(fromSecret('hilo-dkim', 'domain'));
    expect(env.get('HILO_DKIM_SELECTOR')).toMatchObject(fromSecret('hilo-dkim', 'selector'));
    expect(env.get('HILO_DKIM_KEY')?.value).toBe('/etc/hilo/dkim/private-key.pem');
    expect(container.volumeMounts).toContainEqual(
      expect.objectContaining({ name: 'dkim', mountPath: '/etc/hilo/dkim', readOnly: true }),
    );
    const items = [{ key: 'private-key.pem', path: 'private-key.pem' }];
    expect(pod.volumes).toContainEqual({ name: 'dkim', secret: { secretName: 'hilo-dkim', items } });
    // No other service is told.
    for (const { metadata, spec } of ofKind(manifests, 'Deployment'))
      if (metadata.name !== 'survey-trigger')
        expect(JSON.stringify(spec), metadata.name).not.toMatch(/hilo-mail|hilo-dkim|SMTP|BOUNCES/);
  });

  itWith(kustomize, 'is wanted in production, where mails leave, are signed, and come back', async () => {
    const { env } = asking(parseManifests(await render(join(kubernetesFolder, 'overlays/production'))));
    for (const name of ['HILO_SMTP_URL', 'HILO_BOUNCES', 'HILO_DKIM_DOMAIN', 'HILO_DKIM_KEY'])
      expect([...env.keys()]).toContain(name);
  });
});

describe('the port for what comes back of mails', () => {
  itWith(kustomize, 'is the one that survey-trigger listens on, behind port 25 of a Service', async () => {
    const manifests = parseManifests(await renderWith(['bounces-by-smtp']));
    const { container, env } = asking(manifests);
    const listened = container.ports.find(({ name }) => name === 'smtp')?.containerPort;
    expect(env.get('HILO_BOUNCES')?.value).toBe(`smtp://:${listened}`);
    expect(named(manifests, 'Service', 'bounces').spec).toMatchObject({
      selector: { 'app.kubernetes.io/name': 'survey-trigger' },
      ports: [{ port: 25, targetPort: 'smtp' }],
    });
    // Whoever asks over HTTP does so as before.
    expect(container.ports.map(({ name }) => name).sort()).toEqual(['http', 'smtp']);
  });
});

const Block = z.object({ cidr: z.string(), except: z.array(z.string()).default([]) });
const Egress = z.object({
  egress: z.array(
    z.object({
      to: z.array(z.looseObject({ ipBlock: Block.optional() })),
      ports: z.array(z.object({ port: z.union([z.number(), z.string()]) })).default([]),
    }),
  ),
});
const isIn = (address: string, cidr: string): boolean => {
  const [network = '', bits] = cidr.split('/');
  const family = (text: string) => (isIPv6(text) ? 'ipv6' : 'ipv4');
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family(network));
  return family(address) === family(network) && list.check(address, family(address));
};
/** Whether a policy lets survey-trigger out to this address and port. */
const letsOut = ({ spec }: Manifest, address: string, port: number): boolean =>
  Egress.parse(spec).egress.some(
    ({ to, ports }) =>
      ports.some((one) => one.port === port) &&
      to.some(
        ({ ipBlock }) => ipBlock && isIn(address, ipBlock.cidr) && !ipBlock.except.some((one) => isIn(address, one)),
      ),
  );

describe('network policies', () => {
  const inside = [
    ['this machine', '127.0.0.1'],
    ['the Pods and Services of most clusters', '10.96.0.1'],
    ['the Pods of some', '100.64.3.2'],
    ['a network of the company', '172.31.0.9'],
    ['another', '192.168.1.1'],
    ['the metadata of AWS, Google and others', '169.254.169.254'],
    ['those of Azure', '168.63.129.16'],
    ['those of Alibaba', '100.100.100.200'],
    ['those of Oracle', '192.0.0.192'],
    ['those of AWS by IPv6', 'fd00:ec2::254'],
    ['a link', 'fe80::1'],
    ['IPv4 within IPv6', '64:ff9b::a9fe:a9fe'],
    ['IPv4 by 6to4', '2002:a9fe:a9fe::1'],
    ['IPv4 by Teredo', '2001:0:a9fe:a9fe::1'],
    ['IPv4 as IPv6', '::ffff:10.0.0.1'],
  ] as const;
  const outside = ['93.184.216.34', '1.1.1.1', '168.63.129.17', '2606:4700::1111', '2a00:1450:4003::5'];
  const policies = async (name: string): Promise<Manifest> =>
    named(parseManifests(await renderWith(['network-policies'])), 'NetworkPolicy', name);

  for (const [policy, ports, closed] of [
    ['to-webhooks', [443], [80, 8080, 5432, 25]],
    ['to-mail', [465, 587, 993], [25, 443, 80]],
  ] as const) {
    itWith(
      kustomize,
      `let survey-trigger, and nobody else, out by ${policy}: to the Internet, and never inside`,
      async () => {
        const one = await policies(policy);
        expect(one.spec).toMatchObject({
          podSelector: { matchLabels: { 'app.kubernetes.io/name': 'survey-trigger' } },
          policyTypes: ['Egress'],
        });
        for (const port of ports) {
          for (const address of outside) expect(letsOut(one, address, port), `${address} ${port}`).toBe(true);
          for (const [what, address] of inside) expect(letsOut(one, address, port), `${what} ${port}`).toBe(false);
        }
        for (const port of closed) expect(letsOut(one, '93.184.216.34', port), String(port)).toBe(false);
      },
    );
  }

  itWith(kustomize, 'let others than survey-trigger out to nothing but the database, the log and names', async () => {
    const all = ofKind(parseManifests(await renderWith(['network-policies'])), 'NetworkPolicy');
    const out = all.filter(({ spec }) => JSON.stringify(spec).includes('ipBlock'));
    expect(out.map(({ metadata }) => metadata.name).sort()).toEqual(['to-mail', 'to-names', 'to-webhooks']);
  });

  itWith(kustomize, 'let in to the port of bounces who may mail, which is not who may ask', async () => {
    expect((await policies('bounces')).spec).toMatchObject({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'survey-trigger' } },
      ingress: [
        {
          from: [{ namespaceSelector: { matchLabels: { 'hilo/may-mail': 'yes' } } }],
          ports: [{ port: 'smtp', protocol: 'TCP' }],
        },
      ],
    });
  });
});

describe('what is reached from outside', () => {
  const open = ['/s', '/u', '/v1/callbacks'];
  const Rules = z.object({
    rules: z.array(
      z.object({
        host: z.string(),
        http: z.object({
          paths: z.array(
            z.object({ path: z.string(), backend: z.object({ service: z.object({ name: z.string() }) }) }),
          ),
        }),
      }),
    ),
  });
  const Route = z.object({
    parentRefs: z.array(z.object({ name: z.string(), sectionName: z.string() })),
    hostnames: z.array(z.string()),
    rules: z.array(
      z.object({
        matches: z.array(z.object({ path: z.object({ value: z.string() }) })).default([]),
        backendRefs: z.array(z.object({ name: z.string(), port: z.literal(8080) })),
      }),
    ),
  });
  const reached = (host: string, path: string, service: string): string => `${host}${path} ${service}`;
  const byIngress = async (name: string): Promise<string[]> =>
    Rules.parse(named(parseManifests(await renderWith(['ingress'])), 'Ingress', name).spec)
      .rules.flatMap(({ host, http }) => http.paths.map((one) => reached(host, one.path, one.backend.service.name)))
      .sort();
  const byGateway = async (name: string, listener = 'https'): Promise<string[]> =>
    ofKind(parseManifests(await renderWith(['gateway'])), 'HTTPRoute')
      .map(({ spec }) => Route.parse(spec))
      .filter(({ parentRefs }) => parentRefs.some((one) => one.name === name && one.sectionName === listener))
      .flatMap(({ hostnames, rules }) =>
        rules.flatMap(({ matches, backendRefs }) =>
          (matches.length === 0 ? ['/'] : matches.map((one) => one.path.value)).flatMap((path) =>
            backendRefs.map((one) => reached(hostnames.join(), path, one.name)),
          ),
        ),
      )
      .sort();

  itWith(
    kustomize,
    'without a key is the pages that people open and what providers call back, at HILO_PUBLIC_URL',
    async () => {
      const wanted = open.map((path) => reached('ask.hilo.example.org', path, 'survey-trigger'));
      expect(await byIngress('hilo-public')).toEqual(wanted);
      expect(await byGateway('hilo-public')).toEqual(wanted);
      const production = parseManifests(await render(join(kubernetesFolder, 'overlays/production')));
      expect(dataOf(production, 'hilo-config').HILO_PUBLIC_URL).toBe('https://ask.hilo.example.org');
    },
  );

  itWith(kustomize, 'with a key is a host for each service, by the Gateway API as by an Ingress', async () => {
    const all = await byIngress('hilo');
    expect(await byGateway('hilo')).toEqual(all);
    expect(all.map((one) => one.split(' ')[1]).sort()).toEqual(services);
    expect(new Set(all.map((one) => one.split('/')[0])).size).toBe(services.length);
  });

  itWith(kustomize, 'by a browser is one host, HILO_DASHBOARD_URL, by the Gateway API as by an Ingress', async () => {
    // An expression of the Gateway API is of the whole path; ingress-nginx has to be told where it ends.
    const ingress = (await byIngress('hilo-dashboard')).map((one) => one.replace('$ ', ' '));
    expect(await byGateway('hilo', 'dashboard')).toEqual(ingress.sort());
    expect(new Set(ingress.map((one) => one.split('/')[0]))).toEqual(new Set(['hilo.example.org']));
    const production = parseManifests(await render(join(kubernetesFolder, 'overlays/production')));
    expect(dataOf(production, 'hilo-config').HILO_DASHBOARD_URL).toBe('https://hilo.example.org');
  });
});
