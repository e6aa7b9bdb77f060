import { ActionIcon, Autocomplete, Group, Select, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { askPressure, type Policy } from '../../api/pressure.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Answered } from '../../states/answered.tsx';
import { FactCard } from '../../states/fact-card.tsx';

import { contactChannels, contactClasses, daysLater, mondayOf, type PressureShown } from './shown.ts';
import { todayOfLedger, usePacks, useShownPressure } from './use-pressure.ts';
import classes from './week.module.css';
import { WeekPicture } from './week-picture.tsx';
import { usePressureWords } from './words/words.ts';

/** When contacts are permitted, as a picture of a week; by the policy in force, or by the draft that somebody writes below. */
export const HoursCard = ({ draft }: { draft: Policy | undefined }) => {
  const text = usePressureWords();
  const { shown, show } = useShownPressure();
  const { place = 'ES', on: channel = 'call_centre', class: kind = 'commercial' } = shown;
  const from = shown.week ?? mondayOf(todayOfLedger());
  const asked = { place, channel, class: kind, from, ...(draft && { policy: draft }) };
  const query = useQuery({
    queryKey: ['pressure', 'hours', asked],
    queryFn: ({ signal }) => askPressure.hours({ ...asked, signal }),
    placeholderData: keepPreviousData,
  });
  const version = query.data?.version;
  const inForce = version === undefined ? undefined : text.hours.byVersion(String(version));
  const lead = draft ? text.hours.byDraft : inForce;
  return (
    <section data-hours={draft ? 'draft' : 'in-force'}>
      <FactCard title={text.hours.title} {...(lead !== undefined && { beside: lead })}>
        <Choices shown={shown} show={show} from={from} />
        <Answered query={query} rows={7}>
          {(hours) => <WeekPicture days={hours.days} draft={draft} />}
        </Answered>
      </FactCard>
    </section>
  );
};

type Choosing = { shown: PressureShown; show(next: PressureShown): void; from: string };

const Choices = ({ shown, show, from }: Choosing) => {
  const { words, formats } = useLanguage();
  const text = usePressureWords();
  const week = (days: number) => show({ ...shown, week: daysLater(from, days) });
  return (
    <Group gap="xs" mb="xs" align="flex-end">
      <PlaceChoice shown={shown} show={show} />
      <Select
        size="xs"
        label={text.hours.channel}
        allowDeselect={false}
        data={contactChannels.map((value) => ({ value, label: words.channels[value] }))}
        value={shown.on ?? 'call_centre'}
        onChange={(value) => show({ ...shown, on: contactChannels.find((one) => one === value) })}
      />
      <Select
        size="xs"
        label={text.hours.class}
        allowDeselect={false}
        data={contactClasses.map((value) => ({ value, label: text.classes[value] }))}
        value={shown.class ?? 'commercial'}
        onChange={(value) => show({ ...shown, class: contactClasses.find((one) => one === value) })}
      />
      <Group gap={4} role="group" aria-label={text.hours.week}>
        <ActionIcon variant="default" size={30} aria-label={text.hours.before} onClick={() => week(-7)}>
          <ChevronLeft size={16} aria-hidden />
        </ActionIcon>
        <Text size="sm" className={classes.week}>
          {formats.shortDay(from, 'UTC')} – {formats.day(daysLater(from, 6), 'UTC')}
        </Text>
        <ActionIcon variant="default" size={30} aria-label={text.hours.after} onClick={() => week(7)}>
          <ChevronRight size={16} aria-hidden />
        </ActionIcon>
      </Group>
    </Group>
  );
};

/** A country, or a region of it, as ISO 3166 writes it. */
const PlaceChoice = ({ shown, show }: Omit<Choosing, 'from'>) => {
  const text = usePressureWords();
  const { data: { packs = [] } = {} } = usePacks();
  const [written, setWritten] = useState(shown.place ?? 'ES');
  const choose = (place: string): void => show({ ...shown, place });
  return (
    <Autocomplete
      size="xs"
      label={text.hours.place}
      placeholder="ES-MD"
      maxLength={6}
      data={packs.map(({ id }) => id).filter((id) => id !== 'general')}
      value={written}
      onChange={setWritten}
      onOptionSubmit={choose}
      onBlur={() => choose(written)}
      onKeyDown={({ key }) => {
        if (key === 'Enter') choose(written);
      }}
    />
  );
};
