import fc from 'fast-check';
import { testSeed } from './seed.ts';

// A property that says no seed of its own is tried with that of this run, which it names when it fails.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: testSeed() });
