import { useMantineColorScheme } from '@mantine/core';
import { createSpotlight, Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { Languages, Moon, Search, Sun } from 'lucide-react';
import { useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { places } from '../pages/navigation.ts';

const [store, palette] = createSpotlight();
export const openPalette = palette.open;

/** ⌘K: every page and action by its name. */
export const Palette = () => {
  const { words } = useLanguage();
  const [query, setQuery] = useState('');
  const fitting = useActions().filter(({ label = '' }) => label.toLowerCase().includes(query.trim().toLowerCase()));
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
      actions={[...(fitting.length > 0 ? [{ group: words.palette.actions, actions: fitting }] : [])]}
    />
  );
};

const useActions = (): SpotlightActionData[] => {
  const { words, language, speak } = useLanguage();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  return [
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
