import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { type Guidance, sayOfCard } from '../../api/guidance.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useMay } from '../../session/session.ts';
import { FactCard } from '../../states/fact-card.tsx';
import { NotDone } from '../privacy/not-done.tsx';
import { useBriefing } from './briefing-cards.tsx';
import classes from './customers.module.css';
import { useCustomerWords } from './words/words.ts';

/** What to say and do, since something goes on with this customer now; nothing, where nothing does. */
export const GuidanceCards = ({ id }: { id: string }) => {
  const { data } = useBriefing(id);
  return data?.guidance.map((card) => <GuidanceCard key={card.id} card={card} />);
};

const GuidanceCard = ({ card }: { card: Guidance }) => {
  const text = useCustomerWords().guidance;
  const { formats } = useLanguage();
  const maySay = useMay('cases:write');
  const { title, language, endsAt, roles } = card;
  return (
    <div className={classes.guidance} data-guidance={card.id}>
      <FactCard title={title}>
        <Text size="sm" className={classes.said} lang={language}>
          {card.text}
        </Text>
        <Text size="xs" c="dimmed" mt={4}>
          {text.until(formats.moment(endsAt))} · {text.roles(roles.join(', '))}
        </Text>
        {maySay && <Saying card={card} />}
      </FactCard>
    </div>
  );
};

/** Who reads a card says so once; who was not helped says why, to its author. */
const Saying = ({ card: { id, roles } }: { card: Guidance }) => {
  const text = useCustomerWords().guidance;
  const [isAsking, ask] = useState(false);
  const [comment, setComment] = useState('');
  const role = roles[0] ?? 'agent';
  const read = useMutation({ mutationFn: sayOfCard.read });
  const notHelpful = useMutation({ mutationFn: sayOfCard.notHelpful, onSuccess: () => ask(false) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    notHelpful.mutate({ id, role, comment: comment.trim() });
  };
  return (
    <Stack gap="xs" mt="xs">
      {read.isSuccess && <Noted>{text.wasRead}</Noted>}
      {notHelpful.isSuccess && <Noted>{text.wasSaid}</Noted>}
      <Group gap="xs">
        {!read.isSuccess && (
          <Button size="xs" variant="default" loading={read.isPending} onClick={() => read.mutate({ id, role })}>
            {text.read}
          </Button>
        )}
        {!notHelpful.isSuccess && !isAsking && (
          <Button size="xs" variant="subtle" c="var(--mantine-color-text)" onClick={() => ask(true)}>
            {text.notHelpful}
          </Button>
        )}
      </Group>
      {isAsking && (
        <form onSubmit={submit}>
          <Group gap="xs" align="flex-end">
            <TextInput
              size="xs"
              ref={focus}
              label={text.missing}
              maxLength={2000}
              flex={1}
              value={comment}
              onChange={({ currentTarget }) => setComment(currentTarget.value)}
            />
            <Button type="submit" size="xs" loading={notHelpful.isPending}>
              {text.send}
            </Button>
          </Group>
        </form>
      )}
      <NotDone error={read.error ?? notHelpful.error} />
    </Stack>
  );
};

/** The keyboard goes on where the question is. */
const focus = (input: HTMLInputElement | null): void => input?.focus();

const Noted = ({ children }: { children: string }) => (
  <Text size="sm" role="status" className={classes.yes}>
    <Check size={15} aria-hidden /> {children}
  </Text>
);
