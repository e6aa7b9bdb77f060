import { Anchor, Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useBlocker, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { faultOf } from '../../../api/problem.ts';
import { askSurveys, checkDraft } from '../../../api/surveys.ts';
import { Answered } from '../../../states/answered.tsx';
import { FactCard } from '../../../states/fact-card.tsx';
import { Page } from '../../../states/page.tsx';
import { Empty } from '../../../states/states.tsx';
import { useLast } from '../../../states/use-last.ts';
import { DryRunCard } from '../dry-run.tsx';
import shared from '../surveys.module.css';
import { useMayChange } from '../use-surveys.ts';
import { CheckedCard } from './checked.tsx';
import { changedAt, type Draft, draftOf, emptyDraft } from './draft.ts';
import { type Editing, EditingContext } from './editing.ts';
import classes from './editor.module.css';
import { JsonPart } from './json-part.tsx';
import { AboutPart, ContactsPart, TimesPart, WhenPart } from './parts.tsx';
import { PreviewCard } from './preview.tsx';
import { PublishDialog } from './publish.tsx';
import { QuestionsPart } from './questions.tsx';
import { useEditorWords } from './words/words.ts';

/** A programme that is in force, to be changed. */
export const EditProgramme = () => {
  const { id = '' } = useParams({ strict: false });
  const text = useEditorWords();
  const query = useQuery({
    queryKey: ['surveys', 'one', id],
    queryFn: ({ signal }) => askSurveys.one({ id, signal }),
    // What somebody writes on is what she has seen; who was quicker is told when it is published.
    refetchOnWindowFocus: false,
  });
  return (
    <Framed title={text.edit(id)}>
      <Answered query={query} rows={8}>
        {({ programme, etag }) => (
          <Editor key={id} id={id} first={programme ? draftOf(programme) : emptyDraft} etag={etag} />
        )}
      </Answered>
    </Framed>
  );
};

/** A programme that is not there yet. */
export const NewProgramme = () => {
  const text = useEditorWords();
  return (
    <Framed title={text.new}>
      <Editor first={emptyDraft} />
    </Framed>
  );
};

const Framed = ({ title, children }: { title: string; children: ReactNode }) => {
  const text = useEditorWords();
  const mayChange = useMayChange();
  return (
    <Page title={title}>
      <Anchor component={Link} to="/surveys" size="sm" className={shared.back}>
        <ArrowLeft size={14} aria-hidden /> {text.back}
      </Anchor>
      {mayChange ? children : <Empty title={text.mayNot} />}
    </Page>
  );
};

/** So long after the last key it is asked what is wrong. */
const pauseMs = 300;
/** Under this name a programme is checked that has none yet. */
const unnamed = 'unnamed';

const useChecked = (id: string, draft: Draft) => {
  const [written] = useDebouncedValue(draft, pauseMs);
  const query = useQuery({
    queryKey: ['surveys', 'check', id, written],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => checkDraft({ id, draft: written, signal }),
  });
  const isChecking = written !== draft || query.isFetching;
  const isRight = !query.isPlaceholderData && query.data?.faults.length === 0;
  // What is wrong has no pages: those of before are shown until it is mended.
  const right = useLast(isRight ? written : undefined);
  return { right, checked: query.data, error: query.error, isChecking };
};

type Props = { id?: string; first: Draft; etag?: string };

const Editor = ({ id: known, first, etag }: Props) => {
  const text = useEditorWords();
  const [named, setNamed] = useState('');
  const id = known ?? (named === '' ? unnamed : named);
  const seen = useRef(etag);
  const [draft, setDraft] = useState(first);
  const [form, setForm] = useState<'fields' | 'json'>('fields');
  const [isPublishing, setPublishing] = useState(false);
  const { right, checked, error, isChecking } = useChecked(id, draft);
  const leaving = useLeaving(draft !== first, text.unsaved);
  const editing: Editing = useMemo(
    () => ({
      draft,
      checked,
      write: (place, value) => setDraft((before) => changedAt(before, place, value)),
    }),
    [draft, checked],
  );
  const isReady = !isChecking && !error && checked?.faults.length === 0 && !checked.isInForce && id !== unnamed;
  return (
    <EditingContext value={editing}>
      <div className={classes.sides}>
        <Stack gap="sm" component="form" onSubmit={(event) => event.preventDefault()}>
          <Group justify="space-between" gap="xs">
            <SegmentedControl
              size="xs"
              aria-label={text.form}
              data={(['fields', 'json'] as const).map((value) => ({ value, label: text.forms[value] }))}
              value={form}
              onChange={(value) => setForm(value === 'json' ? 'json' : 'fields')}
            />
            <Button size="sm" disabled={!isReady} onClick={() => setPublishing(true)}>
              {text.publish.ask}
            </Button>
          </Group>
          {known === undefined && (
            <TextInput
              label={text.about.id}
              description={text.about.idHint}
              autoComplete="off"
              error={faultOf(error, 'id')}
              value={named}
              onChange={({ currentTarget }) => setNamed(currentTarget.value.trim())}
            />
          )}
          {form === 'fields' ? <Fields /> : <JsonPart draft={draft} write={setDraft} />}
          {right && <DryRunCard key={JSON.stringify(right)} id={id} draft={right} />}
        </Stack>
        <Stack gap="sm" className={classes.beside}>
          <CheckedCard checked={checked} isChecking={isChecking} error={error} />
          <PreviewCard id={id} draft={right} isStale={(checked?.faults.length ?? 0) > 0} />
        </Stack>
      </div>
      {isPublishing && (
        <PublishDialog
          id={id}
          draft={draft}
          etag={seen.current}
          published={leaving.permit}
          close={() => setPublishing(false)}
        />
      )}
    </EditingContext>
  );
};

/** Whoever goes away from what is not published is asked first. */
const useLeaving = (isChanged: boolean, said: string) => {
  const isPermitted = useRef(false);
  const isHeld = (): boolean => isChanged && !isPermitted.current;
  useBlocker({
    // The browser's own question: also where the page is closed.
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isHeld() && !window.confirm(said),
    enableBeforeUnload: isHeld,
  });
  return {
    permit: () => {
      isPermitted.current = true;
    },
  };
};

const Fields = () => {
  const text = useEditorWords();
  const parts = [
    { name: 'about', part: <AboutPart /> },
    { name: 'when', part: <WhenPart /> },
    { name: 'questions', part: <QuestionsPart /> },
    { name: 'contacts', part: <ContactsPart /> },
    { name: 'times', part: <TimesPart /> },
  ] as const;
  return (
    <>
      {parts.map(({ name, part }) => (
        <FactCard key={name} title={text.parts[name]}>
          {part}
        </FactCard>
      ))}
      <Text size="xs" c="dimmed">
        {text.more}
      </Text>
    </>
  );
};
