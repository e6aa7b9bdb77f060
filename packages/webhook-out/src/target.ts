import { isIP } from 'node:net';
import { isReachable, type Networks } from './networks.ts';

/** Ports above 1023 at which browsers send nothing either, since other protocols are spoken there. Source: the Fetch standard. */
const otherProtocols = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);
/** Names that mean this machine, its network or its cloud, wherever they are asked for. */
const ofThisNetwork = /(^|\.)(localhost|local|localdomain|internal|intranet|home|lan|corp|arpa)$/;

type Rule = [message: string, isBroken: (url: URL, networks: Networks) => boolean];

/** What is wrong with an address, the first rule that it breaks; the addresses behind a name are looked at when it is connected to. */
const rules: readonly Rule[] = [
  ['is no address with https://', ({ protocol }) => protocol !== 'https:' && protocol !== 'http:'],
  ['has a name or a password in it', ({ username, password }) => username !== '' || password !== ''],
  ['has a part after #, which nobody is sent', ({ hash, href }) => hash !== '' || href.endsWith('#')],
  ['has a port at which other protocols are spoken', ({ port }) => port !== '' && !isFitPort(Number(port))],
  ['has http://, which is for networks of HILO_WEBHOOK_ALLOW alone', isUnencrypted],
  ['is an address that is not reached from everywhere; see HILO_WEBHOOK_ALLOW', isClosedAddress],
  ['is a name of a network that is not reached from everywhere; see HILO_WEBHOOK_ALLOW', isClosedName],
];

/** What is wrong with an address to which something is to be posted, as it is written; undefined where nothing is. */
export const faultOfTarget = (text: string, networks: Networks): string | undefined => {
  if (!URL.canParse(text)) return 'is no address with https://';
  const url = new URL(text);
  return rules.find(([, isBroken]) => isBroken(url, networks))?.[0];
};

/** The host of an address as it is connected to: without the brackets of IPv6, and without a dot at its end. */
export const targetHost = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');

const isFitPort = (port: number): boolean => port === 80 || port === 443 || (port >= 1024 && !otherProtocols.has(port));

/** http:// is refused here where no network is allowed at all, and elsewhere as soon as the address is known. */
function isUnencrypted(url: URL, networks: Networks): boolean {
  if (url.protocol === 'https:') return false;
  const host = targetHost(url);
  return isIP(host) === 0 ? networks.length === 0 : !isOwn(host, networks);
}

function isClosedAddress(url: URL, networks: Networks): boolean {
  const host = targetHost(url);
  return isIP(host) !== 0 && !isReachable(host, networks);
}

function isClosedName(url: URL, networks: Networks): boolean {
  const host = targetHost(url);
  if (isIP(host) !== 0 || networks.length > 0) return false;
  return !host.includes('.') || ofThisNetwork.test(host);
}

/** Whether it may be connected to only since it is in one of these networks. */
export const isOwn = (address: string, networks: Networks): boolean =>
  isReachable(address, networks) && !isReachable(address, []);
