import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inPanels, openMultiply } from '../src/encoder/kernel.ts';

const numbers = (length: number) =>
  fc
    .array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: length, maxLength: length })
    .map((all) => Float32Array.from(all));
const products = fc
  .record({
    rowsAtOnce: fc.constantFrom(1, 4),
    groups: fc.integer({ min: 1, max: 3 }),
    shared: fc.constantFrom(4, 8, 20),
    panels: fc.integer({ min: 1, max: 3 }),
    step: fc.constantFrom(4, 20),
  })
  .chain((shape) => {
    const rows = shape.rowsAtOnce * shape.groups;
    return fc.record({
      ...{ shape: fc.constant(shape), left: numbers((rows - 1) * shape.step + shape.shared) },
      ...{ right: numbers(shape.shared * shape.panels * 8), out: numbers(rows * shape.panels * 8) },
    });
  });

it('the kernel multiplies as the definition says, also where rows overlap', () => {
  fc.assert(
    fc.property(products, ({ shape: { rowsAtOnce, groups, shared, panels, step }, left, right, out }) => {
      const memory = new WebAssembly.Memory({ initial: 1 });
      const columns = panels * 8;
      const [rightAt, outAt] = [4 * left.length, 4 * (left.length + right.length)];
      new Float32Array(memory.buffer, 0, left.length).set(left);
      new Float32Array(memory.buffer, rightAt, right.length).set(inPanels(right, shared, columns));
      const result = new Float32Array(memory.buffer, outAt, out.length);
      result.set(out);
      openMultiply(memory, rowsAtOnce)(0, 4 * step, rightAt, shared, outAt, 4 * columns, groups, panels);
      for (let row = 0; row < rowsAtOnce * groups; row += 1) {
        for (let column = 0; column < columns; column += 1) {
          let sum = out[row * columns + column] ?? 0;
          for (let k = 0; k < shared; k += 1) sum += (left[row * step + k] ?? 0) * (right[k * columns + column] ?? 0);
          expect(result[row * columns + column]).toBeCloseTo(sum, 2);
        }
      }
    }),
    { numRuns: 100 },
  );
});
