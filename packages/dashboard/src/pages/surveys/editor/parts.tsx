import { ActionIcon, Button, Group, Stack } from '@mantine/core';
import { ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useChoices } from '../../../filters/use-choices.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { languagesIn, listAt, movedUp } from './draft.ts';
import { useEditing } from './editing.ts';
import classes from './editor.module.css';
import { ChoiceField, NumberField, PartFault, TextField, WordField, WordsField } from './fields.tsx';
import { useEditorWords } from './words/words.ts';

/** What it is called, for what it needs consent, and in which languages it is. */
export const AboutPart = () => {
  const { draft } = useEditing();
  const text = useEditorWords();
  const languages = languagesIn(draft).map((value) => ({ value, label: value }));
  return (
    <div className={classes.fields}>
      <TextField place={['title']} label={text.about.title} />
      <WordField place={['purpose']} label={text.about.purpose} known={['feedback']} />
      <WordsField
        place={['languages']}
        label={text.about.languages}
        hint={text.about.languagesHint}
        known={['en', 'es']}
      />
      <ChoiceField place={['defaultLanguage']} label={text.about.defaultLanguage} choices={languages} />
    </div>
  );
};

/** After which interactions, and of whom. What is not filled in does not matter. */
export const WhenPart = () => {
  const text = useEditorWords();
  const choices = useChoices();
  const { words } = useLanguage();
  return (
    <Stack gap="sm">
      <PartFault place={['when']} />
      <div className={classes.fields}>
        <WordsField place={['when', 'touchpoints']} label={text.when.touchpoints} known={choices.touchpoint} />
        <WordsField place={['when', 'kinds']} label={text.when.kinds} hint={text.when.kindsHint} />
        <WordsField place={['when', 'channels']} label={text.when.channels} known={Object.keys(words.channels)} />
        <WordsField place={['when', 'segments']} label={text.when.segments} known={choices.segment} />
      </div>
    </Stack>
  );
};

const kinds = ['email', 'phone', 'user_id', 'loyalty_id', 'device_id'];

/** Where to ask, best first. */
export const ContactsPart = () => {
  const { draft, write } = useEditing();
  const { words } = useLanguage();
  const text = useEditorWords();
  const contacts = listAt(draft, ['contacts']);
  const channels = Object.entries(words.channels).map(([value, label]) => ({ value, label }));
  return (
    <Stack gap="xs">
      <PartFault place={['contacts']} />
      {contacts.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what stands there has no name
        <div key={index} className={classes.contact}>
          <ChoiceField place={['contacts', index, 'channel']} label={text.contacts.channel} choices={channels} />
          <WordField place={['contacts', index, 'kind']} label={text.contacts.kind} known={kinds} />
          <Group gap={0} wrap="nowrap">
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={index === 0}
              aria-label={text.contacts.up(String(index + 1))}
              onClick={() => write(['contacts'], movedUp(contacts, index))}
            >
              <ArrowUp size={16} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={text.contacts.remove(String(index + 1))}
              onClick={() => write(['contacts', index], undefined)}
            >
              <Trash2 size={16} aria-hidden />
            </ActionIcon>
          </Group>
        </div>
      ))}
      <Button
        size="xs"
        variant="default"
        leftSection={<Plus size={14} aria-hidden />}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => write(['contacts', contacts.length], { channel: 'sms', kind: 'phone' })}
      >
        {text.contacts.add}
      </Button>
    </Stack>
  );
};

/** From when until when, how often, and what follows if nobody answers. */
export const TimesPart = () => {
  const { draft } = useEditing();
  const text = useEditorWords();
  const isOneChannel = listAt(draft, ['contacts']).length < 2;
  return (
    <div className={classes.fields}>
      <NumberField place={['askAfterMinutes']} label={text.times.askAfterMinutes} />
      <NumberField place={['askWithinHours']} label={text.times.askWithinHours} hint={text.times.askWithinHint} />
      <NumberField place={['restDays']} label={text.times.restDays} hint={text.times.restHint} />
      <NumberField place={['againAfterDays']} label={text.times.againAfterDays} />
      <NumberField place={['reminders', 'atMost']} label={text.times.reminders} />
      <NumberField place={['reminders', 'afterMinutes']} label={text.times.reminderAfter} />
      {!isOneChannel && <NumberField place={['fallbackAfterMinutes']} label={text.times.fallback} />}
      <NumberField place={['priority']} label={text.times.priority} hint={text.times.priorityHint} />
    </div>
  );
};
