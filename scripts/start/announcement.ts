import { firstPersona } from '../simulate/personas.ts';

type Announced = { url: string; key: string; link: string; dataDir: string; traffic: boolean; mailbox: boolean };

/** What a person sees when Hilo runs: where it is, the key, and one line to try. */
export const announcement = (where: Announced): string => {
  const { url, key, link, dataDir, traffic, mailbox } = where;
  return `
  Hilo runs. Ctrl-C stops it; what it knows stays in ${dataDir}.

  Dashboard  ${link}
             in a browser on this machine: signed in, once, within five minutes
  API        ${url}/v1   described at ${url}/docs
  Metrics    ${url}/metrics
  Key        ${key}${mailbox ? mailboxLine(url, traffic) : ''}

  Try it:
${traffic ? lookUp(url, key) : post(url, key)}
`;
};

const mailboxLine = (url: string, traffic: boolean): string => `
  Mailbox    ${url}/mailbox   what Hilo sends arrives here${traffic ? '; a gate that has changed, and a survey for you to answer, within a minute' : ''}`;

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
