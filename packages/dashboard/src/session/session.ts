import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';

/** Who is signed in; nobody where Hilo is asked by a key, as `pnpm dev` does. */
export const useSession = () =>
  useQuery({
    queryKey: ['session'],
    staleTime: 60_000,
    retry: false,
    queryFn: async ({ signal }) => (await api.GET('/v1/session', { signal })).data ?? null,
  });

/** Whether who looks may do what asks for this scope; unknown until it is known who looks. Hilo decides for itself: this shows no more than it allows. */
export const useMay = (scope: string): boolean | undefined => {
  const { data } = useSession();
  return data === null || data?.scopes.some((one) => one === '*' || one === scope);
};

/** Ends the session, here and at Hilo; what the browser still knows of people is forgotten with the page. */
export const signOut = async (): Promise<void> => {
  const response = await fetch('/auth/logout', { method: 'POST', credentials: 'same-origin' });
  if (!response.ok && response.status !== 401) throw new ApiProblem(response.status, response.statusText);
  window.location.assign('/sign-in');
};

/** Where to sign in, and to come back from. */
export const signInAt = (then: string): string => `/auth/login?then=${encodeURIComponent(then)}`;
