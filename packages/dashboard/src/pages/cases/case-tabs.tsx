import { Link } from '@tanstack/react-router';
import classes from './cases.module.css';
import { useCaseWords } from './words/words.ts';

/** The parts of the page: what is worked on, what came of it, and what is done so that it does not happen again. */
const tabs = [
  { name: 'inbox', to: '/cases' },
  { name: 'recovery', to: '/cases/recovery' },
  { name: 'improvements', to: '/cases/improvements' },
] as const;

export const CaseTabs = ({ shown }: { shown: (typeof tabs)[number]['name'] }) => {
  const text = useCaseWords();
  return (
    <nav className={classes.tabs} aria-label={text.tabsTitle}>
      {tabs.map(({ name, to }) => (
        <Link key={name} to={to} className={classes.tab} data-shown={name === shown}>
          {text.tabs[name]}
        </Link>
      ))}
    </nav>
  );
};
