// Sharing out a screen.

import Cells
import Testing

@Suite struct RectangleTests {
  @Test(
    arguments: [
      ([.fixed(1), .flexible(), .fixed(2)], 0, [1, 7, 2]), ([.flexible(), .flexible()], 0, [5, 5]),
      ([.flexible(weight: 2), .flexible()], 1, [6, 3]), ([.fixed(8), .fixed(8)], 0, [8, 2]),
      ([.fixed(12), .fixed(3)], 0, [10, 0]),
      ([.flexible(weight: 1, minimum: 4), .flexible(weight: 3)], 0, [5, 5]), ([.flexible(weight: 0)], 0, [0]),
      ([], 3, []),
      ([.fixed(-4), .fixed(.max)], 0, [0, 10]), ([.flexible(), .flexible(), .flexible()], 0, [3, 3, 4]),
    ] as [([Extent], Int, [Int])])
  func `parts get what they ask for in order, and the rest by weight`(extents: [Extent], gap: Int, sizes: [Int]) {
    let rows = Rectangle(row: 3, column: 2, height: 10, width: 4).splitRows(extents, gap: gap)
    let columns = Rectangle(row: 3, column: 2, height: 4, width: 10).splitColumns(extents, gap: gap)
    #expect(rows.map(\.height) == sizes)
    #expect(columns.map(\.width) == sizes)
    #expect(rows.allSatisfy { $0.width == 4 && $0.column == 2 })
    for (first, second) in zip(rows, rows.dropFirst()) where second.height > 0 {
      #expect(second.row == first.row + first.height + gap)
    }
  }

  @Test func `no numbers whatever make it overflow`() {
    let numbers = [Int.min, -1_000_000, -1, 0, 1, 7, 1_000_000, Int.max]
    for a in numbers {
      for b in numbers {
        let one = Rectangle(row: a, column: b, height: b, width: a)
        let other = Rectangle(row: b, column: a, height: a, width: b)
        let parts = one.splitRows([.flexible(weight: a, minimum: b), .fixed(a), .flexible(weight: b)], gap: a)
        #expect(parts.allSatisfy { one.intersection($0) == $0 || $0.isEmpty })
        #expect(one.intersection(other) == other.intersection(one) || one.intersection(other).isEmpty)
        _ = one.inset(a).inset(top: b, left: a, bottom: b, right: a)
        _ = one.line(a)
      }
    }
  }

  @Test func `the inside of a box, a line and a place are found`() {
    let part = Rectangle(row: 2, column: 3, height: 4, width: 5)
    #expect(part.inset(1) == Rectangle(row: 3, column: 4, height: 2, width: 3))
    #expect(part.inset(9).isEmpty)
    #expect(part.line(3) == Rectangle(row: 5, column: 3, height: 1, width: 5))
    #expect(part.line(4).isEmpty && part.line(-1).isEmpty)
    #expect(part.contains(row: 5, column: 7) && !part.contains(row: 6, column: 7) && !part.contains(row: 5, column: 8))
  }
}
