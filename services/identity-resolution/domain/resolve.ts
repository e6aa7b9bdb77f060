import type { ConflictReason } from '@hilo/contracts';
import { isAutomatic, uniteAutomatically } from './automatic-links.ts';
import { joiningAliases, linksBeyond } from './beyond-limits.ts';
import type { Denial, Evidence, Link, SeenNode } from './evidence.ts';
import { linkKey } from './evidence.ts';
import { compare, compareKeys } from './fact.ts';
import { type Binds, growingGroups } from './groups.ts';
import { type Registry, ruleOf } from './registry.ts';
import { rankings, sharedNodes } from './sharing.ts';

export type Resolution = {
  /** The customer of every node: the id of the oldest node of its group. A shared node is a customer by itself. */
  customerOf: ReadonlyMap<string, string>;
  /** The customer that it would be of without what is linked automatically. */
  baseOf: ReadonlyMap<string, string>;
  shared: ReadonlySet<string>;
  /** Links of which one end has too many, with that end, by the link's key. They are refused as well. */
  beyond: ReadonlyMap<string, string>;
  /** Why a link does not hold, by its key; a link that is missing here holds. */
  refusals: ReadonlyMap<string, ConflictReason>;
};

/**
 * Who is who, from the whole evidence of one or more components. A pure function of the set of evidence: shared
 * identifiers link no further, nor does what is beyond a limit; links are followed from the strongest and oldest on,
 * except into a group that may not be. What a person said comes first, and no limit binds it. An alias is not bound by the
 * limit of the kind that it joins; one of an earlier name that several are said to have had comes last. The links of a
 * dissociated identifier come after the others, so that it leaves the customer and does not break the customer up. What a
 * model finds probable comes after all that was said, and every limit binds it.
 */
export const resolve = (registry: Registry, evidence: Evidence): Resolution => {
  const { denials } = evidence;
  const automatic = evidence.links.filter(isAutomatic);
  const links = automatic.length === 0 ? evidence.links : evidence.links.filter((link) => !isAutomatic(link));
  const nodes = new Map(evidence.nodes.map((node) => [node.id, node]));
  const shared = sharedNodes(registry, nodes, links);
  const beyond = linksBeyond(registry, nodes, links, shared);
  const groups = growingGroups(evidence.nodes, (kind) => ruleOf(registry, kind).maxPerCustomer);
  for (const denial of denials) {
    for (const other of deniedFrom(denial, links, beyond)) groups.deny(denial.node, other, denial.reason);
  }
  const refusals = new Map<string, ConflictReason>();
  const refuse = (link: Link, reason: ConflictReason | undefined): void => {
    if (reason !== undefined) refusals.set(linkKey(link), reason);
  };
  const open: Link[] = [];
  for (const link of inCanonicalOrder(registry, nodes, links, denials)) {
    if (beyond.has(linkKey(link))) refuse(link, 'max-per-customer');
    else if (shared.has(link.a) || shared.has(link.b)) refuse(link, 'shared');
    else open.push(link);
  }
  const aliases = joiningAliases(nodes, open);
  const holdersOf = (link: Link): readonly string[] =>
    (link.alias === undefined ? undefined : aliases.get(linkKey(link))) ?? [];
  const join = (link: Link): ConflictReason | undefined =>
    groups.unite(link.a, link.b, (kind) => kind !== nodes.get(link.a)?.kind);
  const contested = open.filter((link) => holdersOf(link).length > 1);
  for (const link of open) {
    const holders = holdersOf(link).length;
    if (holders === 1) refuse(link, join(link));
    else if (holders === 0) refuse(link, groups.unite(link.a, link.b, link.same ? nothingBinds : everyLimitBinds));
  }
  const apart = untilNoneJoins(contested, (link) => groups.areOne(holdersOf(link)) && join(link) === undefined);
  for (const link of apart) refuse(link, groups.unite(link.a, link.b, everyLimitBinds));
  const baseOf = customers(nodes, groups.groups());
  if (automatic.length === 0) return { customerOf: baseOf, baseOf, shared, beyond, refusals };
  uniteAutomatically(
    automatic.filter(({ a, b }) => !shared.has(a) && !shared.has(b)),
    (id) => baseOf.get(id),
    (a, b) => groups.unite(a, b, everyLimitBinds) === undefined,
  );
  return { customerOf: customers(nodes, groups.groups()), baseOf, shared, beyond, refusals };
};

/** Those that do not join, though any of the others that do may have helped them to. */
const untilNoneJoins = (links: readonly Link[], joins: (link: Link) => boolean): readonly Link[] => {
  const left = links.filter((link) => !joins(link));
  return left.length < links.length ? untilNoneJoins(left, joins) : left;
};

const nothingBinds: Binds = () => false;
const everyLimitBinds: Binds = () => true;

const deniedFrom = (
  { node, from, at }: Denial,
  links: readonly Link[],
  beyond: ReadonlyMap<string, string>,
): readonly string[] =>
  from.length > 0
    ? from
    : links.flatMap((link) => {
        const { a, b, firstSeen } = link;
        if (firstSeen > at || (a !== node && b !== node) || beyond.get(linkKey(link)) === node) return [];
        return a === node ? [b] : [a];
      });

const inCanonicalOrder = (
  registry: Registry,
  nodes: ReadonlyMap<string, SeenNode>,
  links: readonly Link[],
  denials: readonly Denial[],
): Link[] => {
  const rankOf = rankings(registry, nodes);
  const dissociated = new Set(denials.filter(({ reason }) => reason === 'dissociated').map(({ node }) => node));
  const ordered = links.map((link) => {
    const [x, y] = [rankOf(link.a), rankOf(link.b)];
    const turn = link.same ? 0 : dissociated.has(link.a) || dissociated.has(link.b) ? 2 : 1;
    return { link, turn, weaker: Math.max(x, y), stronger: Math.min(x, y) };
  });
  ordered.sort(
    (x, y) =>
      x.turn - y.turn ||
      x.weaker - y.weaker ||
      x.stronger - y.stronger ||
      Number(x.link.alias === undefined) - Number(y.link.alias === undefined) ||
      x.link.firstSeen - y.link.firstSeen ||
      compare(x.link.a, y.link.a) ||
      compare(x.link.b, y.link.b),
  );
  return ordered.map(({ link }) => link);
};

const customers = (nodes: ReadonlyMap<string, SeenNode>, groups: readonly string[][]): Map<string, string> => {
  const customerOf = new Map<string, string>();
  for (const members of groups) {
    const oldest = members
      .flatMap((id) => nodes.get(id) ?? [])
      .reduce((first, node) => ((first.firstSeen - node.firstSeen || compareKeys(first, node)) <= 0 ? first : node));
    for (const id of members) customerOf.set(id, oldest.id);
  }
  return customerOf;
};
