import { firstPersona } from '../simulate/personas.ts';

/** What a person sees when Hilo runs: where it is, the key, and one line to try. */
export const announcement = (where: { url: string; key: string; dataDir: string; traffic: boolean }): string => {
  const { url, key, dataDir, traffic } = where;
  return `
  Hilo runs. Ctrl-C stops it; what it knows stays in ${dataDir}.

  API        ${url}/v1   described at ${url}/docs
  Metrics    ${url}/metrics
  Key        ${key}

  Try it:
${traffic ? lookUp(url, key) : post(url, key)}
`;
};

const lookUp = (url: string, key: string): string =>
  `    curl -s ${url}/v1/customers/lookup -H 'authorization: Bearer ${key}' \\
      -H 'content-type: application/json' -d '${JSON.stringify({ kind: 'customer_number', value: firstPersona().customerNumber })}'`;

const post = (url: string, key: string): string =>
  `    curl -s ${url}/v1/interactions -H 'authorization: Bearer ${key}' \\
      -H 'content-type: application/json' -d '${JSON.stringify({
        occurredAt: new Date().toISOString(),
        channel: 'web',
        touchpoint: 'checkout',
        kind: 'bought',
        identifiers: [{ kind: 'email', value: 'ana@example.org' }],
      })}'`;
