import { Anchor } from '@mantine/core';
import {
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  lazyRouteComponent,
  retainSearchParams,
} from '@tanstack/react-router';
import { shownIn } from './filters/filters.ts';
import { useLanguage } from './i18n/language.tsx';
import { improvementsShownIn } from './pages/cases/improvements/shown.ts';
import { recoveryShownIn } from './pages/cases/recovery/shown.ts';
import { casesShownIn } from './pages/cases/shown.ts';
import { journeysShownIn } from './pages/journeys/shown.ts';
import { Overview } from './pages/overview/overview.tsx';
import { pressureShownIn } from './pages/pressure/shown.ts';
import { readSearch, writeSearch } from './search-params.ts';
import { SignIn } from './session/sign-in.tsx';
import { Shell } from './shell/shell.tsx';
import { Empty } from './states/states.tsx';

const NotFound = () => {
  const { words } = useLanguage();
  return (
    <Empty title={words.states.notFound}>
      <Anchor component={Link} to="/">
        {words.states.toOverview}
      </Anchor>
    </Empty>
  );
};

const Broken = () => {
  const { words } = useLanguage();
  return <Empty title={words.states.broken} />;
};

/** Filters are of every page, and every link carries them. */
const rootRoute = createRootRoute({
  validateSearch: shownIn,
  search: { middlewares: [retainSearchParams(true)] },
});
const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: Shell });

/** The inbox of cases: the list stays as one goes from case to case. */
const casesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/cases',
  validateSearch: casesShownIn,
  component: lazyRouteComponent(() => import('./pages/cases/cases.tsx'), 'CasesPage'),
});
const cases = casesRoute.addChildren([
  createRoute({
    getParentRoute: () => casesRoute,
    path: '/',
    component: lazyRouteComponent(() => import('./pages/cases/cases.tsx'), 'NoCase'),
  }),
  createRoute({
    getParentRoute: () => casesRoute,
    path: '$id',
    component: lazyRouteComponent(() => import('./pages/cases/cases.tsx'), 'OpenedCase'),
  }),
]);

/** What closing the loop achieved. */
const recoveryRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/cases/recovery',
  validateSearch: recoveryShownIn,
  component: lazyRouteComponent(() => import('./pages/cases/recovery/recovery.tsx'), 'RecoveryPage'),
});

/** What is done so that it does not happen again. */
const improvementRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/cases/improvements',
    validateSearch: improvementsShownIn,
    component: lazyRouteComponent(() => import('./pages/cases/improvements/improvements.tsx'), 'ImprovementsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/cases/improvements/$id',
    component: lazyRouteComponent(() => import('./pages/cases/improvements/improvement.tsx'), 'ImprovementPage'),
  }),
] as const;

/** The pages. What the overview does not need comes when its page is opened. */
const pages = [
  createRoute({ getParentRoute: () => shellRoute, path: '/', component: Overview }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/customers',
    component: lazyRouteComponent(() => import('./pages/customers/search.tsx'), 'CustomerSearch'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/customers/$id',
    component: lazyRouteComponent(() => import('./pages/customers/customer.tsx'), 'CustomerPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/surveys',
    component: lazyRouteComponent(() => import('./pages/surveys/surveys.tsx'), 'SurveysPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/new-programme',
    component: lazyRouteComponent(() => import('./pages/surveys/editor/editor.tsx'), 'NewProgramme'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/surveys/$id/edit',
    component: lazyRouteComponent(() => import('./pages/surveys/editor/editor.tsx'), 'EditProgramme'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/surveys/$id',
    component: lazyRouteComponent(() => import('./pages/surveys/programme.tsx'), 'ProgrammePage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/customers/erasures/$id',
    component: lazyRouteComponent(() => import('./pages/privacy/erasure.tsx'), 'ErasurePage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/customers/$id/identity',
    component: lazyRouteComponent(() => import('./pages/identity/identity.tsx'), 'IdentityPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/journeys',
    validateSearch: journeysShownIn,
    component: lazyRouteComponent(() => import('./pages/journeys/journeys.tsx'), 'JourneysPage'),
  }),
  cases,
  recoveryRoute,
  ...improvementRoutes,
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/pressure',
    validateSearch: pressureShownIn,
    component: lazyRouteComponent(() => import('./pages/pressure/pressure.tsx'), 'PressurePage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/quality',
    component: lazyRouteComponent(() => import('./pages/quality/quality.tsx'), 'QualityPage'),
  }),
] as const;

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: ({ back }: Record<string, unknown>): { back?: string } => (typeof back === 'string' ? { back } : {}),
  component: SignIn,
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([shellRoute.addChildren(pages), signInRoute]),
  parseSearch: readSearch,
  stringifySearch: writeSearch,
  defaultPreload: 'intent',
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: Broken,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
