import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isObject, type Json, listAt, type Place, textAt, valueAt } from './draft.ts';
import { fieldId, useEditing, useFault } from './editing.ts';
import { useEditorWords } from './words/words.ts';

const operators = ['at-most', 'at-least', 'equals', 'not-equals', 'less', 'greater', 'in'] as const;

/** When a question is asked: always, or if one before it was answered so. What is more than that is written as JSON. */
export const ShowIfField = ({ place, before }: { place: Place; before: readonly string[] }) => {
  const { draft, write } = useEditing();
  const text = useEditorWords();
  const fault = useFault(place);
  const condition = valueAt(draft, place);
  const first = before.at(-1);
  if (condition === undefined)
    return first === undefined ? null : (
      <Button
        size="compact-xs"
        variant="subtle"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => write(place, { question: first, operator: 'at-most', value: 6 })}
      >
        {text.showIf.add}
      </Button>
    );
  return (
    <Stack gap={4} id={fieldId(place)} tabIndex={-1}>
      <Text size="sm" fw={500}>
        {text.showIf.title}
      </Text>
      {isObject(condition) && 'operator' in condition ? (
        <Condition place={place} before={before} />
      ) : (
        <Text size="sm">{text.showIf.several}</Text>
      )}
      {fault !== undefined && (
        <Text size="xs" c="var(--bad)" lang="en">
          {fault}
        </Text>
      )}
      <Button
        size="compact-xs"
        variant="subtle"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => write(place, undefined)}
      >
        {text.showIf.remove}
      </Button>
    </Stack>
  );
};

const Condition = ({ place, before }: { place: Place; before: readonly string[] }) => {
  const { draft, write } = useEditing();
  const text = useEditorWords();
  const operator = textAt(draft, [...place, 'operator']);
  const question = textAt(draft, [...place, 'question']);
  const words: Readonly<Record<string, string>> = text.showIf.operators;
  return (
    <Group gap="xs" wrap="wrap" align="flex-end">
      <NativeSelect
        label={text.showIf.question}
        data={[...new Set([question, ...before])]}
        value={question}
        onChange={({ currentTarget }) => write([...place, 'question'], currentTarget.value)}
      />
      <NativeSelect
        label={text.showIf.operator}
        data={[...new Set([operator, ...operators])].map((value) => ({ value, label: words[value] ?? value }))}
        value={operator}
        onChange={({ currentTarget }) => {
          const value = valueAt(draft, [...place, 'value']);
          write(place, {
            question,
            operator: currentTarget.value,
            value: readValue(currentTarget.value, written(value)),
          });
        }}
      />
      <Value key={operator} place={[...place, 'value']} operator={operator} />
    </Group>
  );
};

/** What is typed stays as it is typed; what it means is a number where it is one. */
const Value = ({ place, operator }: { place: Place; operator: string }) => {
  const { draft, write } = useEditing();
  const text = useEditorWords();
  const [typed, setTyped] = useState(written(valueAt(draft, place)));
  return (
    <TextInput
      label={text.showIf.value}
      autoComplete="off"
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        write(place, readValue(operator, currentTarget.value));
      }}
    />
  );
};

const written = (value: Json | undefined): string => {
  if (Array.isArray(value)) return listAt(value, []).map(String).join(', ');
  return value === undefined || value === null ? '' : String(value);
};

const readValue = (operator: string, typed: string): Json => {
  if (['in', 'not-in'].includes(operator))
    return typed
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '')
      .map(scalarOf);
  return scalarOf(typed.trim());
};

const scalarOf = (typed: string): Json => (/^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed);
