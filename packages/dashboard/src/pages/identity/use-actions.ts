import type { Explanation, Identifier } from '../../api/identity.ts';
import type { Command } from '../../states/commands.ts';
import type { Deciding } from './decide-dialog.tsx';
import type { Picture, Place } from './picture.ts';
import { useIdentityWords } from './words/words.ts';

type Chosen = {
  explanation: Explanation;
  picture: Picture;
  place: Place;
  /** The identifiers that were ticked, to be split off together. */
  marked: ReadonlySet<string>;
  decide(deciding: Deciding): void;
};

/** What can be decided of what is chosen in the picture. */
export const useActions = ({ explanation, picture, place, marked, decide }: Chosen): Command[] => {
  const text = useIdentityWords();
  const edge = place.edge === undefined ? undefined : picture.edges[place.edge];
  const here = edge === undefined ? picture.nodes[place.node] : undefined;
  const size = explanation.identifiers.length;
  const apart = picture.nodes.filter(
    ({ key, held }) => held && (marked.size > 0 ? marked.has(key) : key === here?.key),
  );
  const identifiers = apart.map(({ identifier: { kind, value } }) => ({ kind, value }));
  const named = identifiers.map(({ value }) => value).join(', ');
  const split: Command = {
    ...{ key: 's', label: text.do.split },
    run: () =>
      decide({
        ...{ kind: 'split', what: named },
        request: { kind: 'split', customer: explanation.customer, identifiers },
      }),
  };
  const wrongPerson = (kind: string, value: string): Command => ({
    ...{ key: 'w', label: text.do.wrongPerson },
    run: () =>
      decide({
        ...{ kind: 'dissociate', what: value },
        request: { kind: 'dissociate', identifier: { kind, value } },
      }),
  });
  const notSame = (one: Identifier, other: Identifier): Command => ({
    ...{ key: 'n', label: text.do.notSame },
    run: () =>
      decide({
        ...{ kind: 'not_same', what: `${one.value}${text.and}${other.value}` },
        request: { kind: 'not_same', one: [one], other: [other] },
      }),
  });
  const [one, other] = edge && 'link' in edge ? edge.link.between : [];
  return [
    ...(identifiers.length > 0 && identifiers.length < size ? [split] : []),
    ...(here?.held && size > 1 ? [wrongPerson(here.identifier.kind, here.identifier.value)] : []),
    ...(one && other ? [notSame(one, other)] : []),
  ];
};
