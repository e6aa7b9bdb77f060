import { type Attributes, type Counter, type Meter, metrics, type ObservableCallback } from '@opentelemetry/api';

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Of what takes minutes or days. */
export const longBuckets = [1, 10, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86_400, 2 * 86_400, 7 * 86_400];

/** How many providers of metrics there were before this one. */
let providers = 0;

/** Another provider of metrics comes: instruments are made again. */
export const measureAnew = (): void => {
  providers += 1;
};

/** Makes an instrument at the first use: a meter that was taken before its provider is set measures nothing. */
const atFirstUse = <Instrument>(make: (meter: Meter) => Instrument): (() => Instrument) => {
  let made: { instrument: Instrument; provider: number } | undefined;
  return () => {
    if (made?.provider !== providers) made = { instrument: make(metrics.getMeter('hilo')), provider: providers };
    return made.instrument;
  };
};

const counters: (() => Counter)[] = [];

/** Whatever is counted by now is exported as 0, so that whoever watches it sees the first time that it happens. */
export const countFromZero = (): void => {
  for (const instrument of counters) instrument().add(0);
};

/** A counter of `/metrics`, whose name ends in `_total` there. */
export const counter = (name: string, description: string): Pick<Counter, 'add'> => {
  const instrument = atFirstUse((meter) => meter.createCounter(name, { description }));
  counters.push(instrument);
  return { add: (value, attributes) => instrument().add(value, attributes) };
};

/** A histogram of `/metrics`, of how long something takes. */
export const histogramOfSeconds = (
  name: string,
  description: string,
  explicitBucketBoundaries: number[] = secondsBuckets,
): ((seconds: number, attributes: Attributes) => void) => {
  const options = { description, unit: 's', advice: { explicitBucketBoundaries } };
  const instrument = atFirstUse((meter) => meter.createHistogram(name, options));
  return (seconds, attributes) => instrument().record(seconds, attributes);
};

/** Exports what is read anew whenever somebody collects the metrics, until it is disposed of. */
export const observeGauge = (name: string, description: string, observe: ObservableCallback): Disposable => {
  const gauge = metrics.getMeter('hilo').createObservableGauge(name, { description });
  gauge.addCallback(observe);
  return { [Symbol.dispose]: () => gauge.removeCallback(observe) };
};
