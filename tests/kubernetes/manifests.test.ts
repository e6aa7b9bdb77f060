import { AnalyticsConfig } from '@hilo/analytics/config';
import { ProcessConfig } from '@hilo/runtime';
import { SurveyTriggerConfig } from '@hilo/survey-trigger/config';
import { describe, expect } from 'vitest';
import { withImage } from '../../scripts/kubernetes/load.ts';
import { services as definitions } from '../../scripts/services.ts';
import { everyOverlay, findKustomize, type Manifest, parseManifests, renderWith } from './manifests.ts';
import { itWith } from './tools.ts';

const overlays = await everyOverlay();
const kustomize = { kustomize: findKustomize };

type Template = NonNullable<NonNullable<Manifest['spec']>['template']>;
const podsOf = (manifests: readonly Manifest[]): { object: Manifest; pod: Template['spec'] }[] =>
  manifests.flatMap((object) => (object.spec?.template ? [{ object, pod: object.spec.template.spec }] : []));
const ofKind = (manifests: readonly Manifest[], kind: string): Manifest[] =>
  manifests.filter((one) => one.kind === kind);
const namesOf = (manifests: readonly Manifest[]): string[] => manifests.map(({ metadata }) => metadata.name).sort();

const services = definitions.map(({ name }) => name).sort();
const variables = new Set([
  ...Object.keys(ProcessConfig.shape),
  ...Object.keys(SurveyTriggerConfig.shape),
  ...Object.keys(AnalyticsConfig.shape),
]);

describe.each(overlays)('$name', ({ render }) => {
  itWith(kustomize, 'gives each service a Deployment, a Service, an account and a budget', async () => {
    const manifests = parseManifests(await render());
    for (const kind of ['Deployment', 'PodDisruptionBudget'])
      expect(namesOf(ofKind(manifests, kind))).toEqual(services);
    for (const kind of ['Service', 'ServiceAccount'])
      expect(namesOf(ofKind(manifests, kind))).toEqual(expect.arrayContaining(services));
  });

  itWith(
    kustomize,
    'runs nothing as root, with a right that it does not need, or with files that it may change',
    async () => {
      for (const { object, pod } of podsOf(parseManifests(await render()))) {
        const name = `${object.kind} ${object.metadata.name}`;
        expect(pod, name).toMatchObject({
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          enableServiceLinks: false,
        });
        // Who asks the API of the cluster needs a token; nobody else has one.
        expect(pod.automountServiceAccountToken === false, name).toBe(!object.metadata.name.startsWith('secrets-'));
        for (const container of pod.containers)
          expect(container.securityContext, name).toEqual({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          });
      }
    },
  );

  itWith(kustomize, 'bounds the memory of everything, and asks for what it was measured to need', async () => {
    for (const { object, pod } of podsOf(parseManifests(await render())))
      for (const { resources } of pod.containers) {
        expect(Object.keys(resources?.requests ?? {}).sort(), object.metadata.name).toEqual(['cpu', 'memory']);
        expect(Object.keys(resources?.limits ?? {}), object.metadata.name).toEqual(['memory']);
      }
  });

  itWith(kustomize, 'has no secret in it, neither as an object nor as a value nor in an argument', async () => {
    const text = await render();
    const manifests = parseManifests(text);
    expect(ofKind(manifests, 'Secret')).toEqual([]);
    for (const { object, pod } of podsOf(manifests))
      for (const { env, args, command } of pod.containers) {
        const secret = /PASSWORD|SECRET|API_KEY|TOKEN/;
        // An address may have a password in it, which is then that of a variable.
        const withPassword = /:\/\/[^/@]*:(?!\$\()[^/@]*@/;
        expect(
          env.filter(({ name, value }) => value !== undefined && (secret.test(name) || withPassword.test(value))),
          object.metadata.name,
        ).toEqual([]);
        // A variable in an argument is seen by whoever lists processes.
        expect(
          [...args, ...command].filter((one) => one.includes('$(')),
          object.metadata.name,
        ).toEqual([]);
      }
  });

  itWith(
    kustomize,
    'asks whether a service lives and whether it is ready, and lets it go on answering while it is forgotten',
    async () => {
      for (const { metadata, spec } of ofKind(parseManifests(await render()), 'Deployment')) {
        const pod = spec?.template?.spec;
        for (const container of pod?.containers ?? [])
          expect(container, metadata.name).toMatchObject({
            startupProbe: { httpGet: { path: '/livez' } },
            livenessProbe: { httpGet: { path: '/livez' } },
            readinessProbe: { httpGet: { path: '/readyz' } },
            lifecycle: { preStop: { sleep: { seconds: 8 } } },
          });
        // 8 of the sleep, 18 that a process takes at most to close, and some to spare.
        expect(pod?.terminationGracePeriodSeconds, metadata.name).toBeGreaterThan(8 + 18);
        expect(spec, metadata.name).toMatchObject({ strategy: { rollingUpdate: { maxUnavailable: 0 } } });
      }
    },
  );

  itWith(kustomize, 'lets a drain go on, whatever state a service is in', async () => {
    for (const { metadata, spec } of ofKind(parseManifests(await render()), 'PodDisruptionBudget'))
      expect(spec, metadata.name).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
  });

  itWith(kustomize, 'says the number of instances in one place at most', async () => {
    const manifests = parseManifests(await render());
    expect(ofKind(manifests, 'Deployment').filter(({ spec }) => spec?.replicas !== undefined)).toEqual([]);
    const scaled = [...ofKind(manifests, 'HorizontalPodAutoscaler'), ...ofKind(manifests, 'ScaledObject')];
    const targets = scaled.map(({ spec }) => spec?.scaleTargetRef?.name);
    expect(targets.sort()).toEqual([...new Set(targets)].sort());
    for (const target of targets) expect(services).toContain(target);
  });

  itWith(kustomize, 'sets no variable that Hilo does not read', async () => {
    const text = await render();
    const set = [...text.matchAll(/^ +(?:- name: )?((?:HILO|OTEL)_[A-Z_]+)(?::.*)?$/gm)].map(([, name]) => name);
    expect(set.length).toBeGreaterThan(services.length);
    expect(set.filter((name) => name !== undefined && !variables.has(name))).toEqual([]);
  });

  itWith(kustomize, 'refers to no object that is not there, but to secrets that somebody makes', async () => {
    const text = await render();
    const manifests = parseManifests(text);
    const reference = /configMap(?:(?:Key)?Ref)?:\n(?:\s+key: .*\n)?\s+name: (.*)/g;
    const referred = [...text.matchAll(reference)].map(([, name]) => name);
    expect(referred.length).toBeGreaterThan(0);
    expect(namesOf(ofKind(manifests, 'ConfigMap'))).toEqual([...new Set(referred)].sort());
    const accounts = [...text.matchAll(/serviceAccountName: (.*)/g)].map(([, name]) => name);
    expect(namesOf(ofKind(manifests, 'ServiceAccount'))).toEqual([...new Set(accounts)].sort());
  });
});

describe('another version of the image', () => {
  const withTag = (tag: string) => (kustomization: string) => withImage(kustomization, `localhost/hilo:${tag}`);

  itWith(kustomize, 'has Jobs of its own, since those of the one before cannot be changed', async () => {
    const jobsOf = async (tag: string) => namesOf(ofKind(parseManifests(await renderWith([], withTag(tag))), 'Job'));
    expect(await jobsOf('0a1b2c')).toEqual(['migrate-0a1b2c', 'secrets-0a1b2c']);
    expect(await jobsOf('123456')).toEqual(['migrate-123456', 'secrets-123456']);
  });

  itWith(kustomize, 'leaves everything else as it was, but the image', async () => {
    const before = await renderWith([], withTag('before'));
    const after = await renderWith([], withTag('after'));
    expect(after.replaceAll('after', 'before')).toBe(before);
  });
});
