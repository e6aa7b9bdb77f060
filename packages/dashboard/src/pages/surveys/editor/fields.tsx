import { Autocomplete, NativeSelect, NumberInput, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { type Json, numberAt, type Place, textAt, textsAt } from './draft.ts';
import { fieldId, useEditing, useFault } from './editing.ts';

type Field = { place: Place; label: string; hint?: string };

const useField = ({ place, label, hint }: Field) => {
  const { draft, write } = useEditing();
  const fault = useFault(place);
  const shown = {
    id: fieldId(place),
    label,
    ...(hint !== undefined && { description: hint }),
    // What is wrong is said by the API, in its language.
    ...(fault !== undefined && { error: <span lang="en">{fault}</span> }),
  };
  return { draft, write: (value: Json | undefined) => write(place, value), shown };
};

const orNothing = (text: string): string | undefined => (text === '' ? undefined : text);

export const TextField = (field: Field) => {
  const { draft, write, shown } = useField(field);
  return (
    <TextInput
      {...shown}
      autoComplete="off"
      value={textAt(draft, field.place)}
      onChange={({ currentTarget }) => write(orNothing(currentTarget.value))}
    />
  );
};

/** A text in one language; the browser knows in which. */
export const WordingField = ({ language, ...field }: Field & { language: string }) => {
  const { draft, write, shown } = useField(field);
  return (
    <Textarea
      {...shown}
      autosize
      minRows={1}
      lang={language}
      value={textAt(draft, field.place)}
      onChange={({ currentTarget }) => write(orNothing(currentTarget.value))}
    />
  );
};

export const NumberField = (field: Field) => {
  const { draft, write, shown } = useField(field);
  return (
    <NumberInput
      {...shown}
      hideControls
      allowNegative={false}
      value={numberAt(draft, field.place)}
      onChange={(value) => write(typeof value === 'number' ? value : undefined)}
    />
  );
};

/** Several words, of which some are known. */
export const WordsField = ({ known = [], ...field }: Field & { known?: readonly string[] }) => {
  const { draft, write, shown } = useField(field);
  return (
    <TagsInput
      {...shown}
      clearable
      data={[...known]}
      value={textsAt(draft, field.place)}
      onChange={(value) => write(value.length === 0 ? undefined : value)}
    />
  );
};

/** A word, of which some are known. */
export const WordField = ({ known, ...field }: Field & { known: readonly string[] }) => {
  const { draft, write, shown } = useField(field);
  return (
    <Autocomplete
      {...shown}
      data={[...known]}
      value={textAt(draft, field.place)}
      onChange={(value) => write(orNothing(value))}
    />
  );
};

type Choosing = Field & { choices: readonly { value: string; label: string }[]; choose?: (value: string) => void };

/** One of several; what is there and is none of them stays one of them. */
export const ChoiceField = ({ choices, choose, ...field }: Choosing) => {
  const { draft, write, shown } = useField(field);
  const value = textAt(draft, field.place);
  const isKnown = choices.some((one) => one.value === value);
  return (
    <NativeSelect
      {...shown}
      data={[...(isKnown ? [] : [{ value, label: value === '' ? '–' : value }]), ...choices]}
      value={value}
      onChange={({ currentTarget }) => (choose ?? ((next) => write(orNothing(next))))(currentTarget.value)}
    />
  );
};

/** What is wrong with a part that is more than one field. */
export const PartFault = ({ place }: { place: Place }) => {
  const fault = useFault(place, false);
  if (fault === undefined) return null;
  return (
    <Text size="sm" c="var(--bad)" role="alert" lang="en" id={fieldId(place)} tabIndex={-1}>
      {fault}
    </Text>
  );
};
