// A vector as one line over its entries, or a matrix as a line for each of its columns, or rows.

import Debugger
import Equations

/// The lines that a tensor is drawn as.
struct Profile {
  let tensor: ShownTensor
  /// Whether each line is a column, as vectors are, or a row.
  let areColumns: Bool
  /// Which columns, or rows, are drawn, from 0.
  let lines: Range<Int>
  /// The entries of each that are drawn, from 0.
  let entries: Range<Int>
  /// What the entries lie along.
  let axis: Dimension
  private let stride: Int

  /// Lines go along the axis of which all is drawn; else they are columns, but for rows that have an entry for each node
  /// of a graph.
  init(_ tensor: ShownTensor, part: Pane.Part?, nodes: NodeAxis?) {
    self.tensor = tensor
    let shape = tensor.shape.stored
    stride = max(shape.columns.count, 1)
    let whole = [0..<shape.rows.count, 0..<stride]
    var ranges = whole
    for (side, range) in (part?.ranges ?? []).prefix(2).enumerated() {
      ranges[side] = (range.lowerBound - 1..<range.upperBound).clamped(to: whole[side])
    }
    if case .matrix = shape {
      let (areRowsWhole, areColumnsWhole) = (ranges[0] == whole[0], ranges[1] == whole[1])
      areColumns = areRowsWhole == areColumnsWhole ? nodes != .columns : areRowsWhole
    } else {
      areColumns = true
    }
    (lines, entries) = areColumns ? (ranges[1], ranges[0]) : (ranges[0], ranges[1])
    axis = areColumns ? shape.rows : shape.columns
  }

  /// Where an entry of a line is kept, from 0.
  func place(_ entry: Int, of line: Int) -> Int { areColumns ? entry * stride + line : line * stride + entry }

  /// The entry and the line that are pointed at, as far as they are drawn.
  func pointed(_ place: Place) -> (entry: Int, line: Int) {
    let (entry, line) = areColumns ? (place.row, place.column) : (place.column, place.row)
    return (entry.clamped(to: entries), line.clamped(to: lines))
  }

  func pointing(at entry: Int, of line: Int) -> Place {
    let (entry, line) = (entry.clamped(to: entries), line.clamped(to: lines))
    return areColumns ? Place(row: entry, column: line) : Place(row: line, column: entry)
  }

  /// What a line is called; nil for the only one that a vector has.
  func name(of line: Int) -> String? {
    guard case .matrix = tensor.shape else { return nil }
    return tensor.name + (areColumns ? "[:,\(line + 1)]" : "[\(line + 1),:]")
  }
}

extension Int {
  /// The nearest number of a range; its lower bound where that is empty.
  fileprivate func clamped(to range: Range<Int>) -> Int {
    Swift.min(Swift.max(self, range.lowerBound), Swift.max(range.upperBound - 1, range.lowerBound))
  }
}
