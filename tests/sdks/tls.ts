import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { runToEnd } from './programs.ts';

/** A port that ends TLS before Hilo, as a proxy does, for clients that speak nothing else; with the `host` to give them. */
export const endTls = async (folder: string, hilo: string): Promise<AsyncDisposable & { host: string }> => {
  const store = join(folder, 'tls.p12');
  await runToEnd([
    'keytool',
    ...['-genkeypair', '-alias', 'hilo', '-keyalg', 'RSA', '-storetype', 'PKCS12', '-keystore', store],
    ...['-storepass', 'changeit', '-dname', 'CN=localhost', '-ext', 'san=dns:localhost,ip:127.0.0.1'],
  ]);
  const server = createServer({ pfx: readFileSync(store), passphrase: 'changeit' }, (from, to) => {
    const headers = { ...from.headers, 'x-forwarded-proto': 'https', 'x-forwarded-host': from.headers.host };
    const passed = request(new URL(from.url ?? '/', hilo), { method: from.method, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    passed.on('error', () => to.destroy());
    from.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the port that ends TLS listens nowhere');
  return {
    host: `localhost:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
