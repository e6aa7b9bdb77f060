import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** Files in PEM: of an authority, of a broker and a client that it has signed, and of a stranger with its own authority. */
export type CertificateFiles = {
  ca: string;
  /** Key, certificate and authority in one, as a broker reads them. */
  broker: string;
  client: { cert: string; key: string };
  stranger: { ca: string; cert: string; key: string };
};

type Signed = { cert: string; private: string };

const kind = { keyType: 'ec', algorithm: 'sha256' } as const;
const minuteMs = 60_000;

/** Makes them anew, for brokers that are reached at this IP address, and by no name. */
export async function writeCertificates(folder: string, ip: string): Promise<CertificateFiles> {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const [ours, theirs] = [await createAuthority('Test authority'), await createAuthority('Another authority')];
  const broker = await createSigned(ours, 'broker', ip);
  const client = await createSigned(ours, 'client', ip);
  const stranger = await createSigned(theirs, 'stranger', ip);
  return {
    ca: write('ca.pem', ours.cert),
    broker: write('broker.pem', [broker.private, broker.cert, ours.cert].join('\n')),
    client: { cert: write('client.pem', client.cert), key: write('client-key.pem', client.private) },
    stranger: {
      ca: write('stranger-ca.pem', theirs.cert),
      cert: write('stranger.pem', stranger.cert),
      key: write('stranger-key.pem', stranger.private),
    },
  };
}

const createAuthority = (name: string): Promise<Signed> =>
  generate(named(name), {
    ...kind,
    ...begunBefore(),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });

const createSigned = (by: Signed, name: string, ip: string): Promise<Signed> =>
  generate(named(name), {
    ...kind,
    ...begunBefore(),
    ca: { key: by.private, cert: by.cert },
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip }] }],
  });

const named = (name: string) => [{ name: 'commonName', value: name }];

const begunBefore = () => ({ notBeforeDate: new Date(Date.now() - minuteMs) });
