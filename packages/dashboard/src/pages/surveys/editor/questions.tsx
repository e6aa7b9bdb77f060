import { ActionIcon, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { ArrowUp, Plus, Trash2 } from 'lucide-react';
import { changedAt, isObject, languagesIn, listAt, movedUp, type Place, textAt, valueAt } from './draft.ts';
import { useEditing } from './editing.ts';
import classes from './editor.module.css';
import { ChoiceField, PartFault, TextField, WordingField } from './fields.tsx';
import { ShowIfField } from './show-if.tsx';
import { useEditorWords } from './words/words.ts';

const scales = ['nps', 'csat', 'ces', 'stars', 'choice', 'text'] as const;

/** What is asked, in the order in which it is asked. */
export const QuestionsPart = () => {
  const { draft, write } = useEditing();
  const text = useEditorWords();
  const questions = listAt(draft, ['questions']);
  return (
    <Stack gap="sm">
      <PartFault place={['questions']} />
      {questions.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a question has no name of its own while it is written
        <QuestionField key={index} index={index} />
      ))}
      <Button
        size="xs"
        variant="default"
        leftSection={<Plus size={14} aria-hidden />}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => write(['questions', questions.length], { question: '', scale: 'csat', text: {} })}
      >
        {text.questions.add}
      </Button>
    </Stack>
  );
};

const QuestionField = ({ index }: { index: number }) => {
  const { draft, write } = useEditing();
  const text = useEditorWords();
  const place = ['questions', index];
  const scale = textAt(draft, [...place, 'scale']);
  const before = listAt(draft, ['questions'])
    .slice(0, index)
    .map((one) => textAt(one, ['question']))
    .filter((name) => name !== '');
  return (
    <fieldset className={classes.question}>
      <legend>{text.questions.number(String(index + 1))}</legend>
      <Moving index={index} />
      <PartFault place={place} />
      <div className={classes.fields}>
        <TextField place={[...place, 'question']} label={text.questions.name} hint={text.questions.nameHint} />
        <ChoiceField
          place={[...place, 'scale']}
          label={text.questions.scale}
          choices={scales.map((value) => ({ value, label: text.questions.scales[value] }))}
          choose={(next) => write(place, withScale(valueAt(draft, place), next))}
        />
      </div>
      <Wordings place={[...place, 'text']} label={text.questions.text} />
      {scale === 'choice' && <Choices place={place} />}
      <ShowIfField place={[...place, 'showIf']} before={before} />
    </fieldset>
  );
};

/** What belongs to choices alone goes with them, and comes with them. */
const withScale = (question: ReturnType<typeof valueAt>, scale: string) => {
  const { choices, several: _, ...others } = isObject(question) ? question : {};
  if (scale !== 'choice') return { ...others, scale };
  const empty = { code: '', text: {} };
  return { ...others, scale, choices: choices ?? [empty, empty] };
};

const Wordings = ({ place, label }: { place: Place; label: string }) => {
  const { draft } = useEditing();
  const text = useEditorWords();
  return languagesIn(draft).map((language) => (
    <WordingField
      key={language}
      place={[...place, language]}
      label={text.inLanguage(label, language)}
      language={language}
    />
  ));
};

const Choices = ({ place }: { place: Place }) => {
  const { draft, write } = useEditing();
  const text = useEditorWords();
  const all = [...place, 'choices'];
  const choices = listAt(draft, all);
  return (
    <Stack gap="xs">
      <PartFault place={all} />
      {choices.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a choice has no code of its own while it is written
        <div key={index} className={classes.choice}>
          <TextField place={[...all, index, 'code']} label={text.questions.code(String(index + 1))} />
          <Wordings place={[...all, index, 'text']} label={text.questions.choice(String(index + 1))} />
          <Button
            size="compact-xs"
            variant="subtle"
            style={{ alignSelf: 'flex-start' }}
            onClick={() => write([...all, index], undefined)}
          >
            {text.questions.removeChoice(String(index + 1))}
          </Button>
        </div>
      ))}
      <Group gap="sm">
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => write([...all, choices.length], { code: '', text: {} })}
        >
          {text.questions.addChoice}
        </Button>
        <Checkbox
          size="sm"
          label={text.questions.several}
          checked={valueAt(draft, [...place, 'several']) === true}
          onChange={({ currentTarget }) => write([...place, 'several'], currentTarget.checked ? true : undefined)}
        />
      </Group>
    </Stack>
  );
};

const Moving = ({ index }: { index: number }) => {
  const { draft, write } = useEditing();
  const text = useEditorWords();
  const questions = listAt(draft, ['questions']);
  const number = String(index + 1);
  return (
    <Group gap={4} justify="space-between">
      <Text size="xs" c="dimmed">
        {index === 0 && text.questions.first}
      </Text>
      <Group gap={4}>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={index === 0}
          aria-label={text.questions.up(number)}
          onClick={() => write(['questions'], movedUp(questions, index))}
        >
          <ArrowUp size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={text.questions.remove(number)}
          onClick={() => write(['questions'], listAt(changedAt(draft, ['questions', index], undefined), ['questions']))}
        >
          <Trash2 size={16} aria-hidden />
        </ActionIcon>
      </Group>
    </Group>
  );
};
