import { Button, Collapse, Group, MultiSelect, Select, Switch, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { SlidersHorizontal, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import classes from './filter-bar.module.css';
import { howMany, ranges, type Shown, voices } from './filters.ts';
import { useChoices } from './use-choices.ts';
import { useFilters } from './use-filters.ts';

/** What is looked at, on every page: it stands in the address, so that a link shows the same to whoever opens it. What has no time before it is compared with none. */
export const FilterBar = ({ compares = true, children }: { compares?: boolean; children?: ReactNode }) => {
  const { words } = useLanguage();
  const { shown, show } = useFilters();
  const [isOpen, { toggle }] = useDisclosure(false);
  const count = howMany(shown);
  return (
    <section aria-label={words.filters.title} className={classes.bar}>
      <Group gap="xs" wrap="wrap">
        <RangeFilter shown={shown} show={show} />
        <Button
          variant="default"
          size="xs"
          leftSection={<SlidersHorizontal size={14} aria-hidden />}
          onClick={toggle}
          aria-expanded={isOpen}
        >
          {words.filters.shown(count)}
        </Button>
        {count > 0 && (
          <Button
            variant="subtle"
            size="xs"
            leftSection={<X size={14} aria-hidden />}
            onClick={() => show(timeOf(shown))}
          >
            {words.filters.clear}
          </Button>
        )}
        {children}
        {compares && (
          <Switch
            size="sm"
            label={words.filters.compare}
            checked={shown.compare !== 'none'}
            onChange={({ currentTarget }) => {
              const { compare: _, ...rest } = shown;
              show(currentTarget.checked ? rest : { ...rest, compare: 'none' });
            }}
          />
        )}
      </Group>
      <Collapse expanded={isOpen}>{isOpen && <MoreFilters shown={shown} show={show} />}</Collapse>
    </section>
  );
};

type Filtering = { shown: Shown; show(next: Shown): void };

const timeOf = ({ range, from, to, compare }: Shown): Shown => ({
  ...(range && { range }),
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
  ...(compare && { compare }),
});

/** Which time is looked at. */
export const RangeFilter = ({ shown, show }: Filtering) => {
  const { words } = useLanguage();
  const range = shown.range ?? '30d';
  return (
    <>
      <Select
        size="xs"
        w={150}
        aria-label={words.filters.range}
        allowDeselect={false}
        data={ranges.map((value) => ({ value, label: words.filters.ranges[value] }))}
        value={range}
        onChange={(value) => show({ ...shown, range: ranges.find((one) => one === value) ?? '30d' })}
      />
      {range === 'custom' &&
        (['from', 'to'] as const).map((name) => (
          <TextInput
            key={name}
            size="xs"
            type="date"
            aria-label={words.filters[name]}
            defaultValue={shown[name] ?? ''}
            onBlur={({ currentTarget }) => show({ ...shown, [name]: currentTarget.value })}
          />
        ))}
    </>
  );
};

const MoreFilters = ({ shown, show }: Filtering) => {
  const { words } = useLanguage();
  const choices = useChoices();
  const many = (name: 'channel' | 'touchpoint', label: (value: string) => string) => (
    <MultiSelect
      size="xs"
      searchable
      clearable
      label={words.filters[name]}
      placeholder={shown[name] === undefined ? words.filters.all : ''}
      nothingFoundMessage={words.filters.none}
      data={[...new Set([...(shown[name] ?? []), ...choices[name]])].map((value) => ({ value, label: label(value) }))}
      value={shown[name] ?? []}
      onChange={(value) => show({ ...shown, [name]: value })}
    />
  );
  const one = (name: 'segment' | 'voice', data: { value: string; label: string }[]) => (
    <Select
      size="xs"
      clearable
      label={words.filters[name]}
      placeholder={words.filters.all}
      nothingFoundMessage={words.filters.none}
      data={data}
      value={shown[name] ?? null}
      onChange={(value) => show({ ...shown, ...readOne(name, value) })}
    />
  );
  const channels: Readonly<Record<string, string>> = words.channels;
  return (
    <div className={classes.more}>
      {many('channel', (value) => channels[value] ?? value)}
      {many('touchpoint', (value) => value)}
      {one(
        'segment',
        choices.segment.map((value) => ({ value, label: value })),
      )}
      {one(
        'voice',
        voices.map((value) => ({ value, label: words.filters.voices[value] })),
      )}
    </div>
  );
};

const readOne = (name: 'segment' | 'voice', value: string | null): Shown =>
  name === 'segment' ? { segment: value ?? undefined } : { voice: voices.find((known) => known === value) };
