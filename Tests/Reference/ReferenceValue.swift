// A tensor of the slow evaluator: always a matrix, so that one rule serves scalars, vectors and rows.

package import Equations

/// Rows and columns of numbers: a scalar is 1×1, a vector n×1, a row 1×n.
package struct ReferenceValue: Sendable, Equatable {
  package var rows: Int
  package var columns: Int
  /// Row by row.
  package var numbers: [Double]

  package init(rows: Int, columns: Int, numbers: [Double]) {
    precondition(numbers.count == rows * columns, "a value has as many numbers as its rows and columns say")
    self.rows = rows
    self.columns = columns
    self.numbers = numbers
  }

  package init(_ shape: Shape, _ numbers: [Double]) {
    self.init(rows: shape.rows.count, columns: shape.columns.count, numbers: numbers)
  }

  package init(_ number: Double) { self.init(rows: 1, columns: 1, numbers: [number]) }

  /// Each entry by its place.
  init(rows: Int, columns: Int, _ entry: (Int, Int) -> Double) {
    var numbers: [Double] = []
    for row in 0..<rows { for column in 0..<columns { numbers.append(entry(row, column)) } }
    self.init(rows: rows, columns: columns, numbers: numbers)
  }

  subscript(row: Int, column: Int) -> Double { numbers[row * columns + column] }

  /// The entry that stands at a place when this value is spread over a larger one: a scalar everywhere, a vector in each
  /// column, a row in each row.
  func spread(_ row: Int, _ column: Int) -> Double { self[rows == 1 ? 0 : row, columns == 1 ? 0 : column] }

  var isRow: Bool { rows == 1 && columns > 1 }

  /// The vectors that an operation by columns works on: the columns, or the row that this is.
  func mapColumns(_ body: ([Double]) -> [Double]) -> ReferenceValue {
    if isRow { return ReferenceValue(rows: 1, columns: columns, numbers: body(numbers)) }
    let mapped = (0..<columns).map { column in body((0..<rows).map { self[$0, column] }) }
    return ReferenceValue(rows: rows, columns: columns) { mapped[$1][$0] }
  }
}
