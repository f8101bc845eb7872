// What a declaration asks of the numbers that are fed: `input A: N×N symmetric nonnegative`.

import Equations

extension Input {
  /// - Throws: the first entry that is against a word of the declaration.
  func checkTerms(_ value: LoadedInput, _ model: Model, _ origin: InputOrigin?) throws(CatalogueError) {
    guard !terms.isEmpty, case .numbers = value.content else { return }
    let numbers = value.doubles
    for term in terms {
      guard let found = offence(against: term, numbers, model, origin?.nodes ?? []) else { continue }
      throw .againstTerm(name, term, path: origin?.path, found: found)
    }
  }

  /// The first entry that is against a term, in words; one value after another where there is one for each step.
  private func offence(against term: InputTerm, _ numbers: [Double], _ model: Model, _ nodes: [String]) -> String? {
    let columns = max(shape.columns.count, 1)
    func words(_ place: Int) -> String {
      let entry = place % max(shape.count, 1)
      let step = numbers.count > shape.count ? "@\(place / shape.count + 1)" : ""
      return "\(name)\(address(entry / columns, entry % columns))\(step) is \(plain(numbers[place]))"
    }
    switch term {
    case .nonnegative:
      guard let place = numbers.firstIndex(where: { $0 < 0 }) else { return nil }
      let entry = place % max(shape.count, 1)
      return words(place) + ties(entry / columns, entry % columns, model, nodes)
    case .symmetric:
      for place in numbers.indices {
        let (start, entry) = (place - place % shape.count, place % shape.count)
        let (row, column) = (entry / columns, entry % columns)
        let other = start + column * columns + row
        guard column > row, !areEqual(numbers[place], numbers[other]) else { continue }
        return "\(words(place)), and \(words(other))" + ties(row, column, model, nodes)
      }
      return nil
    }
  }

  /// Up to the rounding of single precision.
  private func areEqual(_ one: Double, _ other: Double) -> Bool {
    one == other || (one.isNaN && other.isNaN) || abs(one - other) <= 1e-6 * max(abs(one), abs(other))
  }

  private func address(_ row: Int, _ column: Int) -> String {
    switch shape.axes.count {
    case 0: ""
    case 1: "[\(row + 1)]"
    default: "[\(row + 1),\(column + 1)]"
    }
  }

  /// What the row and the column are called, if they are: ` (anna and bert)`.
  private func ties(_ row: Int, _ column: Int, _ model: Model, _ nodes: [String]) -> String {
    guard shape.axes.count == 2, shape.rows.label == shape.columns.label else { return "" }
    let known = nodes.isEmpty ? model.dims.first { $0.name == shape.rows.label }?.entryNames ?? [] : nodes
    guard known.indices.contains(row), known.indices.contains(column) else { return "" }
    return " (\(known[row]) and \(known[column]))"
  }

  private func plain(_ number: Double) -> String { Int(exactly: number).map(String.init) ?? String(number) }
}
