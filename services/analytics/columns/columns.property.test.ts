import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  decodeDelta,
  decodeRows,
  encodeChunk,
  encodeClaims,
  encodeRows,
  encodeTraits,
  sharedCustomer,
} from './codec.ts';
import { change, emptyColumns } from './columns.ts';
import { type DayRows, noRows } from './day-rows.ts';
import { mergeDay } from './merge-day.ts';
import { type ColumnRow, journeyNumber, type rowLabels, scoreOf, tieOf } from './row.ts';

const word = fc.oneof(fc.constant(0), fc.nat(300), fc.nat(70_000), fc.constant(0xffff_ffff));
const someRow: fc.Arbitrary<ColumnRow> = fc.record({
  day: fc.integer({ min: -3, max: 3 }),
  at: fc.nat(3),
  tie: fc.tuple(fc.constantFrom(0, 0xffff_ffff), fc.nat(2)),
  subject: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  step: fc.nat(65_535),
  scores: fc.array(fc.constantFrom(0, 10, 11, 27), { maxLength: 3 }),
  direction: word,
  actor: word,
  outcome: word,
  journey: word,
  words: fc.tuple(word, word, word, word),
  gone: fc.boolean(),
});

const nameOf = ({ day, at, tie }: ColumnRow): string => [day, at, ...tie].join();

/** What a day has, as rows. */
const rowsIn = (day: number, rows: DayRows): ColumnRow[] =>
  Array.from({ length: rows.n }, (_, row) => {
    const label = (name: (typeof rowLabels)[number]) => rows[name]?.[row] ?? 0;
    const first = rows.score[row] ?? -1;
    return {
      day,
      at: rows.at[row] ?? 0,
      tie: [rows.high[row] ?? 0, rows.low[row] ?? 0],
      subject: rows.subject[row] ?? 0,
      step: rows.step[row] ?? 0,
      scores: first < 0 ? [] : [first, ...[...rows.moreScore].filter((_, place) => rows.moreOf[place] === row)],
      direction: label('direction'),
      actor: label('actor'),
      outcome: label('outcome'),
      journey: label('journey'),
      words: [label('word1'), label('word2'), label('word3'), label('word4')],
      gone: false,
    };
  });

it('has of each interaction what was said last, whatever came in between and in how many transactions', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.array(someRow, { maxLength: 8 }), fc.boolean()), { maxLength: 8 }), (batches) => {
      const plain = new Map<string, ColumnRow>();
      let days = new Map<number, DayRows>();
      let waiting = new Map<number, ReturnType<typeof decodeRows>>();
      const settle = () => {
        for (const [day, changes] of waiting) days.set(day, mergeDay(days.get(day) ?? noRows(), changes));
        waiting = new Map();
      };
      for (const [rows, isRead] of batches) {
        for (const row of rows) plain.set(nameOf(row), row);
        for (const change of decodeRows(encodeRows(rows)))
          waiting.set(change.day, [...(waiting.get(change.day) ?? []), change]);
        if (isRead) settle();
      }
      settle();
      // As it would be read again from its chunk.
      days = new Map([...days].map(([day, rows]) => [day, decodeRows(encodeChunk(day, rows))[0]?.rows ?? noRows()]));
      const compare = (a: ColumnRow, b: ColumnRow) =>
        a.day - b.day || a.at - b.at || a.tie[0] - b.tie[0] || a.tie[1] - b.tie[1];
      expect([...days].flatMap(([day, rows]) => rowsIn(day, rows)).sort(compare)).toEqual(
        [...plain.values()].filter(({ gone }) => !gone).sort(compare),
      );
    }),
  );
});

it('reads claims and traits back from a delta that has rows as well', () => {
  const claims = [
    { subject: 7, customer: 3 },
    { subject: 8, customer: sharedCustomer },
  ];
  const traits = [
    { customer: 3, words: [5, 0] },
    { customer: 4, words: [70_000, 1] },
  ];
  const delta = Buffer.concat([encodeClaims(claims), encodeRows([]), encodeTraits(traits)]);
  expect(decodeDelta(delta)).toEqual({ rows: [], claims, traits });
});

const going: ColumnRow = {
  day: 1,
  at: 2,
  tie: [3, 4],
  subject: 0,
  step: 1,
  scores: [],
  direction: 0,
  actor: 0,
  outcome: 0,
  journey: 0,
  words: [0, 0, 0, 0],
  gone: true,
};

it('tells nothing of a row that goes but its name', () => {
  const gone = encodeRows([{ ...going, subject: 0x0708090a }]);
  expect(gone.includes(Buffer.from([0x0a, 0x09, 0x08, 0x07]))).toBe(false);
});

it('has a number for each score of a scale, and none for what is not scored', () => {
  expect([scoreOf('nps', 0), scoreOf('nps', 10), scoreOf('csat', 1), scoreOf('ces', 7)]).toEqual([0, 10, 11, 27]);
  expect([scoreOf('nps', 11), scoreOf('csat', 0), scoreOf('stars', 5), scoreOf('nps', 7.5)]).toEqual(
    Array(4).fill(undefined),
  );
});

it('names each interaction, and each journey, by what is the same wherever it is computed', () => {
  expect([tieOf('shop', '1'), tieOf('shop1', ''), journeyNumber('trip')]).toEqual([
    [930_426_526, 3_271_992_422],
    [2_284_857_648, 259_353_141],
    3_616_121_652,
  ]);
});

it('has nothing of a subject in memory once its rows are gone, not even in what was replaced', () => {
  const columns = emptyColumns();
  const row: ColumnRow = { ...going, subject: 77, gone: false };
  change(columns, decodeDelta(encodeRows([row, { ...row, at: 9, subject: 78 }])));
  const waiting = columns.days.get(1)?.waiting[0]?.rows.subject;
  expect([...(waiting ?? [])]).toEqual([77, 78]);
  change(columns, decodeDelta(encodeRows([going])));
  expect([...(waiting ?? [])]).toEqual([0, 0]);
  expect([...(columns.days.get(1)?.rows.subject ?? [])]).toEqual([78]);
});
