import { describe, expect, test } from 'vitest'
import { listFunctions } from './list.ts'
import { casesOf, rendered } from './testing.ts'

const cases = casesOf(listFunctions, {
  count: [
    ['count(context.list)', '2'],
    ['count(null)', '0'],
    ['count("abc")', '0'],
  ],
  countWithNull: [
    ['countWithNull(null)', '0'],
    ['countWithNull("abc")', '0'],
  ],
  countOnlyNull: [
    ['countOnlyNull(context.list)', '1'],
    ['countOnlyNull(null)', '0'],
    ['countOnlyNull("abc")', '0'],
  ],
  sum: [
    ['sum(context.numbers)', '20'],
    ['sum([])', '0'],
    ['sum(null)', ''],
    ['sum(["a", true])', '0'],
    ['sum(12)', ''],
  ],
  average: [
    ['average(context.numbers)', '6.66666666666667'],
    ['average([])', ''],
    ['average(null)', ''],
    ['average("abc")', ''],
  ],
  max: [
    ['max(context.numbers)', '10'],
    ['max(["2026-03-29", "2026-12-01"])', '2026-12-01'],
    ['max(["b", "c", "a"])', 'c'],
    ['max([])', ''],
    ['max(null)', ''],
    ['max(12)', ''],
  ],
  min: [
    ['min(context.numbers)', '3'],
    ['min([null])', ''],
    ['min(null)', ''],
    ['min("abc")', ''],
  ],
  distinct: [
    ['distinct([1, "1", 2])', '1, 2'],
    ['distinct(null)', ''],
    ['distinct("aa")', ''],
  ],
  distinctCountWithNull: [
    ['distinctCountWithNull([])', '0'],
    ['distinctCountWithNull(null)', ''],
    ['distinctCountWithNull("aa")', ''],
  ],
  head: [
    ['head([])', ''],
    ['head(null)', ''],
    ['head("abc")', ''],
  ],
  topN: [
    ['get(head(topN(context.lines, "price", 1)), "name")', 'Shirt'],
    ['get(head(topN(context.lines, "by.rank", 1)), "name")', 'Mug'],
    ['count(topN(context.lines, "price", 5))', '2'],
    ['topN(context.list, 1)', 'b'],
    ['topN(null, 1)', ''],
    ['topN([1, 2], null)', ''],
    ['topN([1, 2], "x")', ''],
    ['topN("abc", 1)', ''],
  ],
  bottomN: [
    ['get(head(bottomN(context.lines, "price", 1)), "name")', 'Mug'],
    ['bottomN([10, 9, "b", "a"], 3)', '9, 10, a'],
    ['bottomN(null, 1)', ''],
    ['bottomN(5, 1)', ''],
  ],
  in: [
    ['in(2, ["1", "2"])', 'true'],
    ['in(null, [null])', 'false'],
    ['in("a", "abc")', ''],
  ],
  notIn: [
    ['notIn("a", ["a"])', 'false'],
    ['notIn(null, ["a"])', 'false'],
    ['notIn("a", 12)', ''],
  ],
  includes: [
    ['includes(context.list, null)', 'true'],
    ['includes(null, "a")', ''],
    ['includes("abc", "a")', ''],
  ],
  intersects: [
    ['intersects([1], [2])', 'false'],
    ['intersects(null, [2])', ''],
    ['intersects([1], 1)', ''],
  ],
  subsetOf: [
    ['subsetOf([], [1])', 'true'],
    ['subsetOf([1, 3], [1, 2])', 'false'],
    ['subsetOf(null, [1])', ''],
    ['subsetOf(1, [1])', ''],
  ],
  supersetOf: [
    ['supersetOf([1], [1, 2])', 'false'],
    ['supersetOf([1], null)', ''],
    ['supersetOf([1], "1")', ''],
  ],
})

describe.each(cases)('%s', (_, rows) => {
  test.each(rows)('%s is %j', (call, printed) => {
    expect(rendered(call)).toBe(printed)
  })
})
