import { Text } from '@mantine/core';
import type { Explanation } from '../../api/identity.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FactCard } from '../../states/fact-card.tsx';
import classes from './identity.module.css';
import { edgesOf, keyOf, namesIn, type Picture, type PictureNode, type Place } from './picture.ts';
import { useIdentityWords } from './words/words.ts';

type Props = { explanation: Explanation; picture: Picture; place: Place };

/** What is known of the identifier, or of the link, at which somebody is: in words. */
export const Details = ({ explanation, picture, place }: Props) => {
  const text = useIdentityWords();
  const edge = place.edge === undefined ? undefined : picture.edges[place.edge];
  const node = picture.nodes[place.node];
  return (
    <FactCard title={text.about}>
      <div aria-live="polite" className={classes.words}>
        {edge && 'link' in edge && <LinkDetails link={edge.link} />}
        {edge && 'refused' in edge && <RefusedDetails refused={edge.refused} />}
        {!edge && node && <NodeDetails {...{ explanation, node, count: edgesOf(picture, place.node).length }} />}
      </div>
    </FactCard>
  );
};

type OfNode = { explanation: Explanation; node: PictureNode; count: number };

const NodeDetails = ({ explanation: { beyondLimits }, node: { key, identifier, held }, count }: OfNode) => {
  const text = useIdentityWords();
  const { formats } = useLanguage();
  const beyond = beyondLimits.find((one) => keyOf(one.identifier) === key);
  return (
    <>
      <Text fw={600}>{identifier.value}</Text>
      <Text size="sm" c="dimmed">
        {[
          identifier.kind,
          held ? text.theirs : text.others,
          text.linksOf(formats.number(count, 0)),
          ...(held ? [text.firstSeen(formats.moment(held.firstSeenAt))] : []),
        ].join(' · ')}
      </Text>
      {held?.posted !== undefined && <Text size="sm">{text.posted(held.posted)}</Text>}
      {held?.status === 'shared' && <Text size="sm">{text.shared}</Text>}
      {beyond && <Text size="sm">{text.beyond(formats.number(beyond.count, 0))}</Text>}
    </>
  );
};

type Link = Explanation['links'][number];
type Refused = Explanation['refused'][number];

const LinkDetails = ({ link: { between, firstSeenAt, decided, alias, automatic, interactions } }: { link: Link }) => {
  const text = useIdentityWords();
  const { formats } = useLanguage();
  return (
    <>
      <Text fw={600}>{text.linkOf(...namesIn(between))}</Text>
      <Text size="sm" c="dimmed">
        {text.since(formats.moment(firstSeenAt))}
      </Text>
      {decided && <Text size="sm">{text.becausePerson}</Text>}
      {alias && <Text size="sm">{text.becauseAlias}</Text>}
      {automatic && <Text size="sm">{text.becauseModel(formats.number(automatic.weight, 1))}</Text>}
      <SaidIn interactions={interactions} />
    </>
  );
};

const RefusedDetails = ({
  refused: { between, reason, rule, because, firstSeenAt, interactions },
}: {
  refused: Refused;
}) => {
  const text = useIdentityWords();
  const { formats } = useLanguage();
  return (
    <>
      <Text fw={600}>{text.refusedOf(...namesIn(between))}</Text>
      <Text size="sm" c="dimmed">
        {text.since(formats.moment(firstSeenAt))}
      </Text>
      <Text size="sm">{text.reasons[reason]}</Text>
      {rule && <Text size="sm">{text.rule(rule.limit, rule.kind, formats.number(rule.is, 0))}</Text>}
      {because.length > 0 && (
        <Text size="xs" c="dimmed">
          {text.because} {because.join(', ')}
        </Text>
      )}
      <SaidIn interactions={interactions} />
    </>
  );
};

const SaidIn = ({ interactions }: { interactions: Link['interactions'] }) => {
  const text = useIdentityWords();
  const { formats } = useLanguage();
  if (interactions.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {text.noneNamed}
      </Text>
    );
  return (
    <>
      <Text size="sm">{text.becauseNamed(formats.number(interactions.length, 0))}</Text>
      <ul className={classes.plain}>
        {interactions.map(({ source, interaction, at }) => (
          <li key={`${source} ${interaction}`}>
            <Text size="xs" c="dimmed">
              {formats.moment(at)} · {source}/{interaction}
            </Text>
          </li>
        ))}
      </ul>
    </>
  );
};
