import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Networks of the operator's own to which may be connected although nobody else could. */
export type Networks = readonly (readonly [Address, number])[];

/** The networks of a list such as `10.1.0.0/16, fd00::/8`; undefined where one of them is none. */
export const networksIn = (text: string): Networks | undefined => {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  const networks = parts.flatMap((part) => {
    const [address = '', length] = part.split('/');
    if (length === undefined) return ipaddr.isValid(address) ? [whole(ipaddr.process(address))] : [];
    return ipaddr.isValidCIDR(part) ? [ipaddr.parseCIDR(part)] : [];
  });
  return networks.length === parts.length ? networks : undefined;
};

const whole = (address: Address): [Address, number] => [address, address.kind() === 'ipv4' ? 32 : 128];

/** What IANA has given out to be reached from everywhere. All else of IPv6 is for something else, or for nobody yet. */
const everywhere = ipaddr.parseCIDR('2000::/3');
/** Where Azure tells each of its machines what it may know, at an address like anybody's. Others use 169.254.0.0/16 and the like. */
const ofAzure = ipaddr.parseCIDR('168.63.129.16/32');

/** Whether this is an address to which may be connected: one that is reached from everywhere, or one of these networks. */
export const isReachable = (text: string, networks: Networks): boolean => {
  // A zone is of this machine.
  if (!ipaddr.isValid(text) || text.includes('%')) return false;
  // `::ffff:127.0.0.1` is 127.0.0.1.
  const address = ipaddr.process(text);
  if (networks.some((network) => isIn(address, network))) return true;
  if (address.range() !== 'unicast' || isIn(address, ofAzure)) return false;
  return address.kind() === 'ipv4' || isIn(address, everywhere);
};

const isIn = (address: Address, [network, length]: readonly [Address, number]): boolean =>
  address.kind() === network.kind() && address.match(network, length);
