import { Group, Text, Tooltip } from '@mantine/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { Change } from '../../api/figures.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { changeText, isBetter, valueText } from './figure-text.ts';

const fewest = 30;

/** How a figure changed against the time before: an arrow where that is told from chance, else none. */
export const ChangeLine = ({ metric, change }: { metric: string; change: Change | undefined }) => {
  const { words, formats } = useLanguage();
  if (change === undefined) return null;
  const before = words.figures.change.before(valueText(metric, change.before.value, formats));
  const isUp = (change.value ?? 0) > 0;
  if (!change.significant || change.value === null) {
    if (change.before.n < fewest) return null;
    const why = words.figures.change.chance;
    return (
      <Tooltip label={`${why}; ${before}`}>
        <Text size="xs" c="dimmed" component="span" aria-label={why}>
          ≈
        </Text>
      </Tooltip>
    );
  }
  const better = isBetter(metric, change.value);
  const color = better === undefined ? undefined : better ? 'var(--good)' : 'var(--bad)';
  const Arrow = isUp ? ArrowUp : ArrowDown;
  return (
    <Tooltip label={before}>
      <Group component="span" gap={2} wrap="nowrap" {...(color && { c: color })} data-change={metric}>
        <Arrow size={14} aria-label={isUp ? words.figures.change.up : words.figures.change.down} role="img" />
        <Text size="sm" fw={600} component="span">
          {changeText(metric, change, formats)}
        </Text>
      </Group>
    </Tooltip>
  );
};
