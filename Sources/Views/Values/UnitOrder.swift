// The order in which units stand: as they come, by what some quantity is now, or those that behave alike beside each other.

import Debugger
import Equations

/// A permutation of units.
struct UnitOrder {
  /// The unit of each row; nil as they come.
  private let units: [Int]?
  private let rows: [Int]
  /// For the title; nil as they come.
  let name: String?

  init(_ order: Pane.Order, of quantity: Quantity, _ values: LensedValues, at step: Int) {
    switch order {
    case .asTheyCome: (units, name) = (nil, nil)
    case .by(let other):
      let source = values.session.model.quantity(named: other)
      let numbers = source.map { values.values($0.id, at: step) } ?? []
      units = numbers.count == quantity.shape.count ? numbers.largestFirst : nil
      name = units == nil ? nil : "by \(other)"
    case .clustered:
      units = UnitClusters(quantity, values).order
      name = "clustered"
    }
    var rows = [Int](repeating: 0, count: units?.count ?? 0)
    for (row, unit) in (units ?? []).enumerated() { rows[unit] = row }
    self.rows = rows
  }

  func unit(at row: Int) -> Int { units.map { $0.indices.contains(row) ? $0[row] : row } ?? row }

  func row(of unit: Int) -> Int { rows.indices.contains(unit) ? rows[unit] : unit }

  /// The units of some rows: of rows in another order, those that share a line are spoken for by the first.
  func units(_ rows: Range<Int>) -> Range<Int> {
    guard units != nil else { return rows }
    let unit = unit(at: rows.lowerBound)
    return unit..<unit + 1
  }

  /// Numbers of units, row by row.
  func sorted(_ numbers: [Float]) -> [Float] {
    guard let units, units.count == numbers.count else { return numbers }
    return units.map { numbers[$0] }
  }
}
