import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.ts';
import { askFigures } from '../api/figures.ts';

type Choices = { channel: string[]; touchpoint: string[]; segment: string[] };
const none: Choices = { channel: [], touchpoint: [], segment: [] };
const aDayMs = 86_400_000;

/** What there is to filter by: where something happened within a year, and the segments. Read when somebody wants to choose. */
export const useChoices = (): Choices => {
  const { data = none } = useQuery({
    queryKey: ['choices'],
    staleTime: 300_000,
    queryFn: async ({ signal }): Promise<Choices> => {
      const from = new Date(Date.now() - 365 * aDayMs).toISOString().slice(0, 10);
      const [figures, { segments }] = await Promise.all([
        askFigures(
          {
            channel: { metric: 'volume', from, groupBy: ['channel'] },
            touchpoint: { metric: 'volume', from, groupBy: ['touchpoint'], limit: 1000 },
          },
          signal,
        ),
        answerOf(api.GET('/v1/segments', { signal })),
      ]);
      const named = (name: 'channel' | 'touchpoint') =>
        (figures.get(name)?.rows ?? []).map(({ group }) => group[name] ?? '').filter((value) => value !== '');
      return { channel: named('channel'), touchpoint: named('touchpoint'), segment: segments.map(({ name }) => name) };
    },
  });
  return data;
};
