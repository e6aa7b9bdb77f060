import { Presets, SingleBar } from 'cli-progress';

export type Progress = { update(value: number): void; done(): void };

const lineEveryMs = 2000;

/** A bar on a terminal; elsewhere a line now and then, so that a log stays readable. */
export const showProgress = (label: string, total: number): Progress => {
  if (!process.stderr.isTTY) return showLines(label, total);
  const format = `${label} {bar} {value}/{total} {percentage}%  {eta_formatted} left`;
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true }, Presets.shades_classic);
  bar.start(total, 0);
  return { update: (value) => bar.update(value), done: () => bar.stop() };
};

const showLines = (label: string, total: number): Progress => {
  let last = Date.now();
  let shown = -1;
  let current = 0;
  const show = (): void => {
    if (shown !== current) console.error(`${label} ${current}/${total}`);
    shown = current;
    last = Date.now();
  };
  return {
    update: (value) => {
      current = value;
      if (Date.now() - last >= lineEveryMs) show();
    },
    done: show,
  };
};
