import '@mantine/core/styles.css';
import '@mantine/spotlight/styles.css';
import './main.css';
import { createTheme, MantineProvider } from '@mantine/core';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem, isSignedOut } from './api/problem.ts';
import { SpeakLanguage } from './i18n/language.tsx';
import { router } from './router.tsx';

/** Which styles this page may bring along; the server says it anew for each page. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
setNonce(nonce);

const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 8,
  autoContrast: true,
  cursorType: 'pointer',
  respectReducedMotion: true,
  defaultRadius: 'md',
});

const toSignIn = (error: unknown): void => {
  const { pathname, href } = router.state.location;
  if (isSignedOut(error) && pathname !== '/sign-in') void router.navigate({ to: '/sign-in', search: { back: href } });
};

const isWorthTrying = (failures: number, error: unknown): boolean =>
  failures < 2 && (!(error instanceof ApiProblem) || error.status === 0 || error.status >= 500);

const client = new QueryClient({
  queryCache: new QueryCache({ onError: toSignIn }),
  mutationCache: new MutationCache({ onError: toSignIn }),
  defaultOptions: { queries: { staleTime: 10_000, retry: isWorthTrying, retryDelay: 1000 } },
});

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place for the dashboard');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <SpeakLanguage>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </SpeakLanguage>
    </MantineProvider>
  </StrictMode>,
);
