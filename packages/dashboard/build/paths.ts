/**
 * The addresses of the dashboard's pages, `*` for anything. Analytics gives the page there and nowhere else, so that what is misspelt is
 * answered as ever, and never with a page. A page that is added stands here and in `src/router.tsx`.
 */
export const ownPaths = [
  '/cases',
  '/cases/*',
  '/customers',
  '/customers/*',
  '/journeys',
  '/new-programme',
  '/pressure',
  '/quality',
  '/sign-in',
  '/surveys',
  '/surveys/*',
] as const;
