import { Kbd, useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Bookmark, Languages, Moon, Search, Sun, UserRound } from 'lucide-react';
import { useState } from 'react';
import { findCustomers, nameOf } from '../api/customers.ts';
import { useLanguage } from '../i18n/language.tsx';
import { places } from '../pages/navigation.ts';
import { useAllCommands } from '../states/commands.ts';
import { useSavedViews } from '../views/use-saved-views.ts';

const [store, palette] = createSpotlight();
export const openPalette = palette.open;

/** A lookup is there within 150 ms of the last key: most of that is for the answer, and who types on asks once. */
const afterMs = 40;

/** ⌘K: every page and action by its name, also those of the page that is open, and customers as one types. */
export const Palette = () => {
  const { words } = useLanguage();
  const [query, setQuery] = useState('');
  const customers = useFound(query.trim());
  const isMeant = ({ label = '' }: SpotlightActionData) => label.toLowerCase().includes(query.trim().toLowerCase());
  const fitting = useActions().filter(isMeant);
  const views = useViews().filter(isMeant);
  return (
    <Spotlight
      store={store}
      shortcut={['mod + K', '/']}
      query={query}
      onQueryChange={setQuery}
      filter={(_query, actions) => actions}
      nothingFound={words.palette.nothing}
      highlightQuery={false}
      scrollable
      maxHeight={420}
      searchProps={{
        leftSection: <Search size={18} aria-hidden />,
        placeholder: words.app.search,
        'aria-label': words.app.search,
      }}
      actions={[
        ...(fitting.length > 0 ? [{ group: words.palette.actions, actions: fitting }] : []),
        ...(views.length > 0 ? [{ group: words.palette.views, actions: views }] : []),
        ...(customers.length > 0 ? [{ group: words.palette.customers, actions: customers }] : []),
      ]}
    />
  );
};

const useActions = (): SpotlightActionData[] => {
  const { words, language, speak } = useLanguage();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const commands = useAllCommands();
  return [
    ...commands.map(({ key, label, run }) => ({
      id: `command-${key}`,
      label,
      rightSection: <Kbd size="xs">{key}</Kbd>,
      onClick: run,
    })),
    ...places.map(({ to, name, icon: Icon }) => ({
      id: to,
      label: words.pages[name],
      leftSection: <Icon size={18} aria-hidden />,
      onClick: () => void navigate({ to }),
    })),
    {
      id: 'dark',
      label: words.theme.dark,
      leftSection: <Moon size={18} aria-hidden />,
      onClick: () => setColorScheme('dark'),
    },
    {
      id: 'light',
      label: words.theme.light,
      leftSection: <Sun size={18} aria-hidden />,
      onClick: () => setColorScheme('light'),
    },
    {
      id: 'language',
      label: words.switchLanguage,
      leftSection: <Languages size={18} aria-hidden />,
      onClick: () => speak(language === 'es' ? 'en' : 'es'),
    },
  ];
};

const useViews = (): SpotlightActionData[] => {
  const { words } = useLanguage();
  const { views, open } = useSavedViews();
  return views.map((view) => {
    const place = places.find(({ to }) => (to === '/' ? view.path === to : view.path.startsWith(to)));
    return {
      id: `view ${view.name}`,
      label: view.name,
      ...(place && { description: words.pages[place.name] }),
      leftSection: <Bookmark size={18} aria-hidden />,
      onClick: () => open(view),
    };
  });
};

const useFound = (query: string): SpotlightActionData[] => {
  const navigate = useNavigate();
  const [wanted] = useDebouncedValue(query, afterMs);
  const { data } = useQuery({
    queryKey: ['customers', 'found', wanted, 5],
    queryFn: ({ signal }) => findCustomers({ query: wanted, limit: 5 }, signal),
    enabled: wanted.length > 1,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  if (query.length < 2) return [];
  return (data?.customers ?? []).map((one) => ({
    id: one.id,
    label: nameOf(one),
    description: one.identifiers
      .map(({ value }) => value)
      .slice(0, 3)
      .join(' · '),
    leftSection: <UserRound size={18} aria-hidden />,
    onClick: () => void navigate({ to: '/customers/$id', params: { id: one.id } }),
  }));
};
