import { statSync } from 'node:fs';
import { type Finding, orFine, warning } from '../finding.ts';
import type { ProcessConfig } from '../resources.ts';

const fewestCharacters = 8;
const words = /secret|password|passw0rd|changeme|change-me|example|default|admin|hilo/i;
const makeOne = 'openssl rand -hex 24';

const isGuessable = (secret: string): boolean => new Set(secret).size < fewestCharacters || words.test(secret);

/** Files of which others on the machine learn a secret. */
const secretFiles = ['HILO_KAFKA_TLS_KEY_FILE', 'HILO_KAFKA_SASL_PASSWORD_FILE'] as const;
const readableByAll = 0o004;

/** Whether secrets could be guessed, are one, or can be read by everybody. */
export const checkSecrets = (config: ProcessConfig): Finding[] => {
  const { HILO_ID_SECRET: idSecret, HILO_API_KEY: apiKey } = config;
  const found: Finding[] = [];
  if (isGuessable(idSecret)) {
    const todo = `of an installation without customers, make one by ${makeOne}; of any other it stays, so keep the database from strangers`;
    found.push(
      warning('secrets', 'HILO_ID_SECRET could be guessed, and with it ids of customers and passwords of roles', todo),
    );
  }
  if (isGuessable(apiKey))
    found.push(warning('secrets', 'HILO_API_KEY could be guessed', `set another one, made by ${makeOne}, and restart`));
  if (apiKey === idSecret)
    found.push(
      warning(
        'secrets',
        'HILO_API_KEY is HILO_ID_SECRET: whoever has the key has the secret',
        `set another HILO_API_KEY: ${makeOne}`,
      ),
    );
  for (const name of secretFiles) {
    const path = config[name];
    if (path === undefined || (statSync(path).mode & readableByAll) === 0) continue;
    found.push(warning('secrets', `everybody on this machine may read ${path} (${name})`, `chmod 600 ${path}`));
  }
  return orFine(found, 'secrets', 'the secrets cannot be guessed, and nobody else may read their files');
};
