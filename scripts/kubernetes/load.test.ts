import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clusterOf } from './cluster.ts';
import { builderOptions } from './image.ts';
import { withImage } from './load.ts';

const put = (context: string, containerd?: string): string => {
  const { file, args } = clusterOf(context, containerd).put('hilo.tar');
  return [file, ...args].join(' ');
};

describe('where the image goes', () => {
  it('is found by the name of the context', () => {
    expect(put('kind-kind')).toBe('kind load image-archive hilo.tar --name kind');
    expect(put('kind-hilo-2')).toBe('kind load image-archive hilo.tar --name hilo-2');
    expect(put('k3d-shop')).toBe('k3d image import hilo.tar --cluster shop');
    expect(put('minikube')).toBe('minikube image load hilo.tar --profile minikube');
  });

  it('is the containerd of this machine, if its socket is said', () => {
    expect(put('whatever', '/run/c.sock')).toBe('ctr --address /run/c.sock --namespace k8s.io images import hilo.tar');
  });

  it('is nowhere in a cluster of which nobody knows how', () => {
    expect(() => put('gke_shop_europe')).toThrow('push the image to a registry');
  });
});

describe('the overlay', () => {
  const overlay = readFileSync(
    join(import.meta.dirname, '../../infra/kubernetes/overlays/local/kustomization.yaml'),
    'utf8',
  );

  it('names the image that was loaded, also one whose tag looks like a number, and nothing else changes', () => {
    const changed = withImage(overlay, 'example.org/hilo:123456789012');
    expect(changed).toContain('- name: hilo\n    newName: example.org/hilo\n    newTag: "123456789012"\n');
    const lines = overlay.split('\n');
    expect(changed.split('\n').filter((line, at) => line !== lines[at])).toHaveLength(2);
    expect(withImage(changed, 'localhost/hilo:0a')).toContain('newName: localhost/hilo\n    newTag: "0a"\n');
  });

  it('is left as it is by an image without a tag, or with a colon before it', () => {
    expect(() => withImage(overlay, 'hilo')).toThrow('has no tag');
    expect(() => withImage(overlay, 'localhost:5000/hilo:1')).toThrow('has a port');
    expect(() => withImage(overlay, 'localhost:5000/hilo')).toThrow('has no tag');
  });
});

it('lends certificates to buildah alone, and only such as there are', () => {
  const certificates = import.meta.filename;
  expect(builderOptions('docker', certificates)).toEqual([]);
  expect(builderOptions('buildah', undefined)).toEqual(['--pull=false', '--network', 'host']);
  expect(builderOptions('buildah', '/nowhere.pem')).toEqual(['--pull=false', '--network', 'host']);
  expect(builderOptions('buildah', certificates).slice(3)).toEqual([
    '--volume',
    `${certificates}:${certificates}:ro`,
    '--build-arg',
    `NODE_EXTRA_CA_CERTS=${certificates}`,
  ]);
});
