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
import { type WholeCase, workOnCase } from '../../api/cases.ts';
import { type Command, useCommands } from '../../states/commands.ts';
import classes from './cases.module.css';
import { AssignDialog } from './dialogs/assign.tsx';
import { ContactDialog } from './dialogs/contact.tsx';
import { ResolveDialog } from './dialogs/resolve.tsx';
import { CommentDialog, PauseDialog, ReopenDialog } from './dialogs/write.tsx';
import { useMayWork, useMe } from './use-cases.ts';
import { useWork, type Work } from './use-work.ts';
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
  const taking = useTaking(one);
  const mayWork = useMayWork();
  const navigate = useNavigate();
  const opening = useOpening(one, taking.work, open);
  const actions = mayWork ? [...taking.actions, ...opening] : [];
  const working = taking.work.isPending ? [] : actions;
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
            disabled={taking.work.isPending}
            onClick={run}
          >
            {label}
          </Button>
        ))}
      </Group>
      {taking.isTaken && (
        <Alert variant="light" color="teal" mt="xs" p="xs" role="status">
          {text.taken}
        </Alert>
      )}
      <WorkProblem work={taking.work} one={one} />
      {Dialog && <Dialog one={one} close={() => open(undefined)} />}
    </section>
  );
};

/** Taking a case at once, and giving it back: it can be taken back, so that it is shown before Hilo has said so. */
const useTaking = (one: WholeCase) => {
  const text = useCaseWords();
  const me = useMe();
  const work = useWork(one);
  const [before, setBefore] = useState<{ owner: string | null }>();
  const isMine = me !== undefined && one.owner === me;
  const give = (owner: string | null) =>
    work.mutate({
      seen: one,
      work: (seen) => workOnCase.assign(seen, { owner }),
      guess: ({ owner: _, ...rest }) => ({ ...rest, ...(owner !== null && { owner }) }),
    });
  const isAssignable = one.state === 'open' || one.state === 'waiting' || one.state === 'resolved';
  const take: Action = {
    ...{ key: 'a', label: text.do.mine, icon: UserCheck },
    run: () => {
      if (me === undefined) return;
      setBefore({ owner: one.owner ?? null });
      give(me);
    },
  };
  const undo: Action = {
    ...{ key: 'z', label: text.do.undo, icon: Undo2 },
    run: () => {
      setBefore(undefined);
      give(before?.owner ?? null);
    },
  };
  const isTaken = isMine && before !== undefined;
  return {
    work,
    isTaken,
    actions: [...(isAssignable && me !== undefined && !isMine ? [take] : []), ...(isTaken ? [undo] : [])],
  };
};

/** What asks for more than a key: by how the case stands. */
const useOpening = (one: WholeCase, work: Work, open: (name: DialogName) => void): Action[] => {
  const text = useCaseWords();
  const opens = (name: DialogName, key: string, icon: LucideIcon): Action => ({
    ...{ key, icon, label: text.do[name] },
    run: () => open(name),
  });
  const resume: Action = {
    ...{ key: 'p', label: text.do.resume, icon: CirclePlay },
    run: () => work.mutate({ seen: one, work: workOnCase.resume }),
  };
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
