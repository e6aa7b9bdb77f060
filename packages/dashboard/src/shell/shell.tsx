import {
  ActionIcon,
  AppShell,
  Burger,
  Button,
  Group,
  Kbd,
  NavLink,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { BookOpen, Languages, Moon, Search, Sun } from 'lucide-react';
import { useLanguage } from '../i18n/language.tsx';
import { places } from '../pages/navigation.ts';
import { PersonMenu } from '../session/person-menu.tsx';
import { openPalette, Palette } from './palette.tsx';
import classes from './shell.module.css';

/** What is around every page: where one can go, and how it looks and speaks. */
export const Shell = () => {
  const { words } = useLanguage();
  const [isOpen, { toggle, close }] = useDisclosure(false);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <a href="#content" className={classes.skip}>
        {words.app.skip}
      </a>
      <AppShell.Header className={classes.header}>
        <Burger
          opened={isOpen}
          onClick={toggle}
          hiddenFrom="sm"
          size="sm"
          aria-label={words.app.menu}
          aria-expanded={isOpen}
        />
        <Link to="/" className={classes.name}>
          <Wave />
          Hilo
        </Link>
        <SearchButton />
        <Group gap={4} wrap="nowrap">
          <LanguageButton />
          <ThemeButton />
          <PersonMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={words.app.pages}>
        <Places onGo={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
        <Outlet />
      </AppShell.Main>
      <Palette />
    </AppShell>
  );
};

const Wave = () => (
  <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" className={classes.tile} />
    <path d="M6 17c3.500-10 7-10 10 0s6.500 10 10 0" fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
  </svg>
);

const Places = ({ onGo }: { onGo(): void }) => {
  const { words } = useLanguage();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  return (
    <>
      {places.map(({ to, name, icon: Icon }) => (
        <NavLink
          key={to}
          renderRoot={(props) => <Link to={to} {...props} />}
          label={words.pages[name]}
          leftSection={<Icon size={18} aria-hidden />}
          active={to === '/' ? path === to : path.startsWith(to)}
          onClick={onGo}
        />
      ))}
      <NavLink
        href="/docs"
        label={words.pages.docs}
        description={words.pages.docsHint}
        leftSection={<BookOpen size={18} aria-hidden />}
        mt="auto"
      />
    </>
  );
};

const SearchButton = () => {
  const { words } = useLanguage();
  return (
    <Button
      variant="default"
      size="xs"
      className={classes.search}
      leftSection={<Search size={14} aria-hidden />}
      rightSection={<Kbd size="xs">⌘K</Kbd>}
      onClick={openPalette}
    >
      <span className={classes.long}>{words.app.search}</span>
      <span className={classes.short}>{words.app.searchShort}</span>
    </Button>
  );
};

const LanguageButton = () => {
  const { language, words, speak } = useLanguage();
  const next = language === 'es' ? 'en' : 'es';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      lang={next}
      aria-label={words.switchLanguage}
      title={words.switchLanguage}
      onClick={() => speak(next)}
    >
      <Languages size={18} aria-hidden />
    </ActionIcon>
  );
};

const ThemeButton = () => {
  const { words } = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  const Icon = isDark ? Sun : Moon;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={words.theme.toggle}
      aria-pressed={isDark}
      title={words.theme.toggle}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      <Icon size={18} aria-hidden />
    </ActionIcon>
  );
};
