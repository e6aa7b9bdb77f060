import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a program and shows what it says; rejects when it fails. */
export const run = (file: string, args: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${file} ${args[0]} ended with code ${code}`)),
    );
  });

/** What a program says. */
export const read = async (file: string, args: readonly string[], input?: string): Promise<string> => {
  const running = promisify(execFile)(file, args, { maxBuffer: 64 * 1024 * 1024 });
  running.child.stdin?.end(input);
  const { stdout } = await running;
  return stdout.trim();
};

/** Whether a program is there and does this. */
export const succeeds = (file: string, args: readonly string[]): Promise<boolean> =>
  read(file, args).then(
    () => true,
    () => false,
  );
