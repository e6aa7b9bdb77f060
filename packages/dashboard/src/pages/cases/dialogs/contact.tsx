import { Checkbox, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import {
  askCases,
  type ContactChannel,
  type ContactOutcome,
  contactChannels,
  outcomes,
  type Permission,
  workOnCase,
} from '../../../api/cases.ts';
import { faultOf } from '../../../api/problem.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { Failed, Waiting } from '../../../states/states.tsx';
import classes from '../cases.module.css';
import { useWork } from '../use-work.ts';
import { useCaseWords } from '../words/words.ts';
import { useWordOf } from '../words-of.ts';
import { type DialogProps, WorkDialog } from './work-dialog.tsx';

/** Being in touch with the customer: whether one may is asked first, and what came of it is noted only where one may. */
export const ContactDialog = ({ one, close }: DialogProps) => {
  const { words } = useLanguage();
  const text = useCaseWords();
  const [channel, setChannel] = useState<ContactChannel>('call_centre');
  const [attempt, setAttempt] = useState<Attempted>({ outcome: 'reached', note: '', isWaiting: false });
  const work = useWork(one);
  const permission = useQuery({
    queryKey: ['permission', one.id, channel],
    queryFn: ({ signal }) => askCases.permission({ id: one.id, channel, signal }),
    staleTime: 0,
    gcTime: 0,
  });
  const { data, error } = permission;
  const { outcome, note, isWaiting } = attempt;
  const told = { channel, outcome, ...(note.trim() !== '' && { note }), ...(isWaiting && { waiting: {} }) };
  return (
    <WorkDialog
      {...{ one, close, work, title: text.contact.title, save: text.contact.save }}
      isReady={data?.allowed === true}
      doing={(seen) => workOnCase.contact(seen, told)}
    >
      <NativeSelect
        data-autofocus
        label={text.fields.channel}
        data={contactChannels.map((value) => ({ value, label: words.channels[value] }))}
        error={faultOf(work.error, 'channel')}
        value={channel}
        onChange={({ currentTarget: { value } }) =>
          setChannel(contactChannels.find((known) => known === value) ?? 'call_centre')
        }
      />
      {error && <Failed error={error} retry={() => void permission.refetch()} isStale={false} />}
      {data === undefined && !error && <Waiting height={24} count={2} />}
      {data && <PermissionWords permission={data} channel={channel} />}
      {data?.allowed && (
        <HowItEnded
          attempt={attempt}
          change={setAttempt}
          canWait={one.state === 'open'}
          fault={(field) => faultOf(work.error, field)}
        />
      )}
    </WorkDialog>
  );
};

/** Whether the customer may be contacted now; and if not, by which rules, and until when. */
const PermissionWords = ({ permission, channel }: { permission: Permission; channel: ContactChannel }) => {
  const { words, formats } = useLanguage();
  const text = useCaseWords();
  const wordOf = useWordOf();
  const { allowed, reasons, nextAllowedAt, contactPoint } = permission;
  const said = text.contact;
  const name = words.channels[channel];
  const may = contactPoint === undefined ? said.mayAnyhow(name) : said.may(name, contactPoint.value);
  return (
    <Stack gap={4} role="status" data-allowed={allowed}>
      <Text size="sm" fw={600} className={allowed ? classes.yes : classes.no}>
        {allowed ? <Check size={16} aria-hidden /> : <X size={16} aria-hidden />}
        <span>{allowed ? may : said.mayNot(name)}</span>
      </Text>
      <ul className={classes.reasons}>
        {reasons.map(({ reason, rule, until }) => (
          <li key={`${reason} ${rule}`}>
            {wordOf('reasons', reason)} <span className={classes.faint}>({rule})</span>
            {until !== undefined && `, ${said.until(formats.moment(until))}`}
          </li>
        ))}
      </ul>
      {nextAllowedAt !== undefined && <Text size="sm">{said.again(formats.moment(nextAllowedAt))}</Text>}
    </Stack>
  );
};

type Attempted = { outcome: ContactOutcome; note: string; isWaiting: boolean };
type Ended = {
  attempt: Attempted;
  change(next: Attempted): void;
  canWait: boolean;
  fault(field: string): string | undefined;
};

const HowItEnded = ({ attempt, change, canWait, fault }: Ended) => {
  const text = useCaseWords();
  return (
    <>
      <NativeSelect
        label={text.fields.outcome}
        data={outcomes.map((value) => ({ value, label: text.outcomes[value] }))}
        error={fault('outcome')}
        value={attempt.outcome}
        onChange={({ currentTarget: { value } }) =>
          change({ ...attempt, outcome: outcomes.find((known) => known === value) ?? 'reached' })
        }
      />
      <Textarea
        autosize
        minRows={2}
        label={text.fields.note}
        error={fault('note')}
        value={attempt.note}
        onChange={({ currentTarget: { value: note } }) => change({ ...attempt, note })}
      />
      {canWait && (
        <Checkbox
          label={text.contact.wait}
          checked={attempt.isWaiting}
          onChange={({ currentTarget: { checked: isWaiting } }) => change({ ...attempt, isWaiting })}
        />
      )}
    </>
  );
};
