/** A cluster that images are put into without a registry. */
export type Cluster = { name: string; put(archive: string): { file: string; args: string[] } };

/** Which one it is, by the name of kubectl's context; a node of which the socket is at hand is spoken to directly. */
export const clusterOf = (context: string, containerd: string | undefined): Cluster => {
  if (containerd !== undefined)
    return {
      name: `the containerd at ${containerd}`,
      put: (archive) => ({
        file: 'ctr',
        args: ['--address', containerd, '--namespace', 'k8s.io', 'images', 'import', archive],
      }),
    };
  const [, kind] = /^kind-(.+)$/.exec(context) ?? [];
  if (kind !== undefined)
    return {
      name: context,
      put: (archive) => ({ file: 'kind', args: ['load', 'image-archive', archive, '--name', kind] }),
    };
  const [, k3d] = /^k3d-(.+)$/.exec(context) ?? [];
  if (k3d !== undefined)
    return { name: context, put: (archive) => ({ file: 'k3d', args: ['image', 'import', archive, '--cluster', k3d] }) };
  if (/^minikube/.test(context))
    return {
      name: context,
      put: (archive) => ({ file: 'minikube', args: ['image', 'load', archive, '--profile', context] }),
    };
  throw new Error(
    `"${context}" is neither of kind, k3d nor minikube. On a node, say where its containerd is (--containerd); else push the image to a registry, and name it in an overlay.`,
  );
};
