import { Alert, Button, Group, Kbd, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import {
  CircleCheck,
  CirclePause,
  CirclePlay,
  FolderOpen,
  type LucideIcon,
  MessageSquarePlus,
  PhoneCall,
  Undo2,
  UserCheck,
  UserPlus,
} from 'lucide-react';
import { useState } from 'react';
import { type Seen, type WholeCase, workOnCase } from '../../api/cases.ts';
import { type Command, useCommands } from '../../states/commands.ts';
import classes from './cases.module.css';
import { AssignDialog } from './dialogs/assign.tsx';
import { ContactDialog } from './dialogs/contact.tsx';
import { ResolveDialog } from './dialogs/resolve.tsx';
import type { Undo } from './dialogs/work-dialog.tsx';
import { CommentDialog, PauseDialog, ReopenDialog } from './dialogs/write.tsx';
import { useMayWork, useMe } from './use-cases.ts';
import { useTakingBack } from './use-taking-back.ts';
import { useWork } from './use-work.ts';
import { useCaseWords } from './words/words.ts';
import { WorkProblem } from './work-problem.tsx';

const dialogs = {
  assign: AssignDialog,
  comment: CommentDialog,
  contact: ContactDialog,
  pause: PauseDialog,
  resolve: ResolveDialog,
  reopen: ReopenDialog,
};
type DialogName = keyof typeof dialogs;
type Action = Command & { icon: LucideIcon };

/** What can be done with a case now, each by a button, a key, and its name in the palette. */
export const Actions = ({ one }: { one: WholeCase }) => {
  const text = useCaseWords();
  const [dialog, open] = useState<DialogName>();
  const { work: undoing, remember, said, takeBack } = useTakingBack(one);
  const taking = useTaking(one, remember);
  const resuming = useResuming(one, remember);
  const mayWork = useMayWork();
  const navigate = useNavigate();
  const opening = useOpening(one, resuming.resume, open);
  const undo = takeBack ? [{ key: 'z', label: text.do.undo, icon: Undo2, run: takeBack }] : [];
  const actions = mayWork ? [...taking.actions, ...undo, ...opening] : [];
  const works = [taking.work, resuming.work, undoing];
  const isBusy = works.some(({ isPending }) => isPending);
  const working = isBusy ? [] : actions;
  const toCustomer = () => void navigate({ to: '/customers/$id', params: { id: one.customer } });
  useCommands(dialog === undefined ? [...working, { key: 'g', label: text.do.customer, run: toCustomer }] : []);
  const Dialog = dialog && dialogs[dialog];
  return (
    <section>
      {mayWork === false && (
        <Text size="sm" c="dimmed">
          {text.lookOnly}
        </Text>
      )}
      <Group gap={6} className={classes.actions}>
        {actions.map(({ key, label, icon: Icon, run }) => (
          <Button
            key={key}
            size="xs"
            variant="default"
            leftSection={<Icon size={14} aria-hidden />}
            rightSection={<Kbd size="xs">{key}</Kbd>}
            disabled={isBusy}
            onClick={run}
          >
            {label}
          </Button>
        ))}
      </Group>
      {said !== undefined && (
        <Alert variant="light" color="teal" mt="xs" p="xs" role="status">
          {said}
        </Alert>
      )}
      <WorkProblem work={taking.work} one={one} />
      <WorkProblem work={resuming.work} one={one} />
      <WorkProblem work={undoing} one={one} />
      {Dialog && <Dialog one={one} close={() => open(undefined)} remember={remember} />}
    </section>
  );
};

/** The case, as it is once somebody has it, or nobody. */
const ownedBy =
  (owner: string | null) =>
  ({ owner: _, ...rest }: WholeCase): WholeCase => ({
    ...rest,
    ...(owner !== null && { owner }),
  });

/** Taking a case at once: it can be taken back, so that it is shown before Hilo has said so. */
const useTaking = (one: WholeCase, remember: (undo: Undo) => void) => {
  const text = useCaseWords();
  const me = useMe();
  const work = useWork(one);
  const give = (owner: string | null) => ({
    work: (seen: Seen) => workOnCase.assign(seen, { owner }),
    guess: ownedBy(owner),
  });
  const isAssignable = one.state === 'open' || one.state === 'waiting' || one.state === 'resolved';
  if (me === undefined || !isAssignable || one.owner === me) return { work, actions: [] };
  const undo = { said: text.taken, ...give(one.owner ?? null) };
  const take: Action = {
    ...{ key: 'a', label: text.do.mine, icon: UserCheck },
    run: () => work.mutate({ seen: one, ...give(me) }, { onSuccess: () => remember(undo) }),
  };
  return { work, actions: [take] };
};

/** Letting a case go on that waits; taken back, it waits as it did. */
const useResuming = (one: WholeCase, remember: (undo: Undo) => void) => {
  const text = useCaseWords();
  const work = useWork(one);
  const { waitingUntil: until } = one;
  const undo: Undo = {
    said: text.resumed,
    work: (seen) =>
      workOnCase.pause(seen, {
        why: text.takenBack,
        ...(until !== undefined && Date.parse(until) > Date.now() && { until }),
      }),
  };
  const resume: Action = {
    ...{ key: 'p', label: text.do.resume, icon: CirclePlay },
    run: () => work.mutate({ seen: one, work: workOnCase.resume }, { onSuccess: () => remember(undo) }),
  };
  return { work, resume };
};

/** What asks for more than a key: by how the case stands. */
const useOpening = (one: WholeCase, resume: Action, open: (name: DialogName) => void): Action[] => {
  const text = useCaseWords();
  const opens = (name: DialogName, key: string, icon: LucideIcon): Action => ({
    ...{ key, icon, label: text.do[name] },
    run: () => open(name),
  });
  const comment = opens('comment', 'c', MessageSquarePlus);
  const contact = opens('contact', 't', PhoneCall);
  const assign = opens('assign', 'e', UserPlus);
  const pause = opens('pause', 'p', CirclePause);
  const resolve = opens('resolve', 'r', CircleCheck);
  const reopen = opens('reopen', 'o', FolderOpen);
  const possible: Readonly<Record<WholeCase['state'], Action[]>> = {
    open: [contact, comment, resolve, assign, pause],
    waiting: [contact, comment, resolve, assign, resume],
    resolved: [reopen, contact, comment, assign],
    joined: [comment],
    withdrawn: [comment],
  };
  return possible[one.state];
};
