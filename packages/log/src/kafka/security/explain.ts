import type { KafkaSecurity } from '../../kafka-settings.ts';

/** Why a broker did not answer, in words that follow its address, with the variable that is to be corrected. */
export function explainUnreachable(error: unknown, security: KafkaSecurity): string {
  const signs = [...signsOf(error)];
  const said = signs.join(' ');
  const known = reasons.find(([pattern, , wanted]) => pattern.test(said) && (wanted?.(security) ?? true));
  return known === undefined
    ? `does not answer: ${signs.at(-1) ?? 'nobody knows why'}`
    : known[1](security, error, said);
}

/** The codes and the words of an error, of its causes and of its parts. */
function* signsOf(error: unknown): Generator<string> {
  if (!(error instanceof Error)) return;
  for (const name of ['code', 'apiId']) {
    const value: unknown = Reflect.get(error, name);
    if (typeof value === 'string') yield value;
  }
  yield error.message;
  if (error instanceof AggregateError) for (const part of error.errors) yield* signsOf(part);
  yield* signsOf(error.cause);
}

type Reason = readonly [
  sign: RegExp,
  words: (security: KafkaSecurity, error: unknown, said: string) => string,
  wanted?: (security: KafkaSecurity) => boolean,
];

const withTls = ({ tls }: KafkaSecurity): boolean => tls !== undefined;
const inTheClear = ({ tls }: KafkaSecurity): boolean => tls === undefined;
const anonymous = ({ sasl }: KafkaSecurity): boolean => sasl === undefined;
const withCertificate = ({ tls }: KafkaSecurity): boolean => tls?.cert !== undefined;

/** The first that fits is the reason. */
const reasons: readonly Reason[] = [
  [/UNSUPPORTED_SASL_MECHANISM/, ({ sasl }, error) => `does not offer ${sasl?.mechanism}${offered(error)}`],
  [
    /SASL_AUTHENTICATION_FAILED/,
    ({ sasl }) =>
      `refuses the user or the password: correct HILO_KAFKA_SASL_USERNAME (${sasl?.username}) or HILO_KAFKA_SASL_PASSWORD, or the user's ${sasl?.mechanism} credentials in Kafka`,
  ],
  [
    /ILLEGAL_SASL_STATE/,
    () => 'takes no user and password on this port: name another port in HILO_LOG, or unset HILO_KAFKA_SASL_MECHANISM',
  ],
  [
    /ERR_TLS_CERT_ALTNAME_INVALID/,
    (_, __, said) => `has a certificate for another name: ${/does not match .*/.exec(said)?.[0] ?? said}`,
  ],
  [/CERT_(HAS_EXPIRED|NOT_YET_VALID)/, (_, __, said) => `has a certificate that is not valid now (${codeIn(said)})`],
  [
    /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE/,
    (_, __, said) =>
      `has a certificate of no authority that is trusted here (${codeIn(said)}): name the file of its authority in HILO_KAFKA_TLS_CA_FILE`,
  ],
  [
    /ALERT_(BAD_|UNKNOWN_|NO_)?CERT|ALERT_UNKNOWN_CA|ALERT_HANDSHAKE_FAILURE|ALERT_CERTIFICATE/,
    () => 'refuses our certificate: see HILO_KAFKA_TLS_CERT_FILE, and which authorities Kafka trusts',
    withCertificate,
  ],
  [
    /ALERT_(BAD_|UNKNOWN_|NO_)?CERT|ALERT_HANDSHAKE_FAILURE|ALERT_CERTIFICATE/,
    () =>
      'wants a certificate of ours: name its file and its key in HILO_KAFKA_TLS_CERT_FILE and HILO_KAFKA_TLS_KEY_FILE',
  ],
  [/Broker requires TLS/, () => 'speaks TLS only: set HILO_KAFKA_TLS=yes'],
  [/ECONNREFUSED/, () => 'is not listening (ECONNREFUSED): start it, or correct HILO_LOG'],
  [/ENOTFOUND|EAI_AGAIN/, () => 'has a host that no one knows (ENOTFOUND): correct HILO_LOG'],
  [
    /TLS handshake failed|secure TLS connection|EPROTO|WRONG_VERSION_NUMBER/,
    () => 'does not speak TLS: name its TLS port in HILO_LOG, or set HILO_KAFKA_TLS=no',
    withTls,
  ],
  [
    /Connection closed|ECONNRESET|EPIPE/,
    () =>
      'ends the connection: it may speak TLS only (HILO_KAFKA_TLS=yes), or ask for a user (HILO_KAFKA_SASL_MECHANISM)',
    (security) => inTheClear(security) && anonymous(security),
  ],
  [
    /Connection closed|ECONNRESET|EPIPE/,
    () => 'ends the connection: it may speak TLS only; set HILO_KAFKA_TLS=yes',
    inTheClear,
  ],
  [
    /Connection closed|ECONNRESET|EPIPE/,
    () => 'ends the connection: it may ask for a user and a password; set HILO_KAFKA_SASL_MECHANISM',
    anonymous,
  ],
  [
    /no answer within|timed out|TIMEOUT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/,
    () => 'gives no answer in time: look at the network and its firewalls, or correct HILO_LOG',
  ],
];

const codeIn = (said: string): string => /\b[A-Z]+(_[A-Z]+)+\b(?<!PLT_KFK_\w+)/.exec(said)?.[0] ?? 'no code';

/** The mechanisms that the broker has told of, if it has. */
function offered(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const response: unknown = Reflect.get(error, 'response');
  const mechanisms: unknown = response instanceof Object ? Reflect.get(response, 'mechanisms') : undefined;
  if (Array.isArray(mechanisms)) return `, but ${mechanisms.join(', ')}: correct HILO_KAFKA_SASL_MECHANISM`;
  return offered(error.cause);
}
