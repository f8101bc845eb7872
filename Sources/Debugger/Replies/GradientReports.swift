// What the commands on gradients say: lengths over the steps, a triangle of them, shares, growth from step to step.

internal import Formats

/// A length for each of a run of numbers, drawn on a logarithmic scale.
package struct LengthsReport: Sendable {
  package var title: String
  /// What one row is: `step`, `distance`.
  package var axis: String
  package var rows: [Row]

  package struct Row: Sendable {
    package var number: Int
    package var length: Double
    package var symbol: String?
  }

  init(title: String, axis: String, lengths: [Double], first: Int, symbols: [String?] = []) {
    self.title = title
    self.axis = axis
    rows = lengths.enumerated().map { index, length in
      Row(number: first + index, length: length, symbol: symbols.indices.contains(index) ? symbols[index] : nil)
    }
  }
}

/// ‖∂L_t/∂h_k‖: a row for each step t whose loss it is, a column for each step k.
package struct TriangleReport: Sendable {
  package var title: String
  /// How many steps t there are.
  package var steps: Int
  /// Those that are told, from 0.
  package var rows: [Int]
  package var lengths: [[Double]]

  /// The steps that are told: each is a run of its own, so that of a long run some stand for all.
  static func rows(of steps: Int) -> [Int] {
    guard steps > 512 else { return Array(0..<steps) }
    return (1...shown).map { $0 * steps / shown - 1 }
  }
}

/// How one step stretches what flows back through it.
package struct GrowthReport: Sendable {
  package var name: String
  /// What the sheet calls a step: `t`.
  package var variable: String
  package var rows: [Row]
  /// Square parameters and their spectral radii.
  package var radii: [(name: String, radius: Double)]

  package struct Row: Sendable {
    package var step: Int
    /// ‖∂h_t/∂h_{t-1}‖.
    package var norm: Double
    /// The product of these from this step to the last.
    package var product: Double
    /// The length of the true product of the matrices.
    package var whole: Double
  }

  /// The largest of the norms: what γ bounds.
  package var gamma: Double { rows.map(\.norm).max() ?? 0 }
}

extension LengthsReport {
  private static let shown = 40

  package var lines: [String] {
    let scale = LogScale(rows.map(\.length))
    let digits = String(rows.map(\.number).max() ?? 0).count
    let list = rows.prefix(Self.shown).map { row in
      let number = pad(String(row.number), digits, before: true)
      let symbol = row.symbol.map { "  \(SymbolText.printable($0))" } ?? ""
      let bar = String(repeating: "█", count: Int((scale.place(row.length) * 24).rounded(.up)))
      return "  \(axis) \(number)\(symbol)  \(pad(ValueText.significant(row.length, digits: 4), 12))\(bar)"
    }
    let more = rows.count > Self.shown ? ["  and \(rows.count - Self.shown) more"] : []
    return ["\(title)  (\(scale.described))"] + list + more
  }

  var json: JSON {
    .object([
      .init("gradient", .string(title)), .init("axis", .string(axis)),
      .init("first", .integer(rows.first?.number ?? 1)), .init("lengths", .array(rows.map { .double($0.length) })),
    ])
  }
}

extension TriangleReport {
  fileprivate static let shown = 60
  /// From nothing to the largest.
  private static let shades: [Character] = [" ", "·", "░", "▒", "▓", "█"]

  package var lines: [String] {
    let scale = LogScale(lengths.flatMap { $0 })
    let digits = String(steps).count
    let count = lengths.map(\.count).max() ?? 0
    let columns = Self.parts(of: count)
    let list = Self.parts(of: lengths.count).compactMap(\.last).map { row in
      let cells = columns.map { part in
        let value = lengths[row][part.clamped(to: lengths[row].indices)].max() ?? 0
        let shade = Self.shades[Int((scale.place(value) * Double(Self.shades.count - 1)).rounded(.up))]
        return String([shade, shade])
      }
      return "  t \(pad(String(rows[row] + 1), digits, before: true)) \(cells.joined())"
    }
    let across =
      count > columns.count
      ? "steps k from 1 to \(count) across, the largest of neighbours" : "steps k from 1 on across"
    return [title] + list + ["  \(across), \(scale.described), \(Self.shades.dropFirst().map(String.init).joined())"]
  }

  /// So many places, evenly in no more parts than are shown.
  private static func parts(of count: Int) -> [Range<Int>] {
    let parts = min(count, shown)
    return (0..<parts).map { $0 * count / parts..<($0 + 1) * count / parts }
  }

  var json: JSON {
    .object([
      .init("triangle", .string(title)), .init("rows", .array(rows.map { .integer($0 + 1) })),
      .init("lengths", .array(lengths.map { .array($0.map { .double($0) }) })),
    ])
  }
}

extension GrowthReport {
  private static let shown = 40
  /// Letters that steps go by, as far as there are small ones.
  private static let indices = ["k": "ₖ", "l": "ₗ", "m": "ₘ", "n": "ₙ", "i": "ᵢ", "j": "ⱼ", "s": "ₛ"]

  package var lines: [String] {
    let digits = String(rows.map(\.step).max() ?? 0).count
    let step = Self.indices[variable] ?? "ₜ"
    let list = rows.prefix(Self.shown).map { row in
      "  step \(pad(String(row.step), digits, before: true))  ‖∂\(name)\(step)/∂\(name)\(step)₋₁‖ "
        + "\(pad(ValueText.significant(row.norm, digits: 4), 10))  from here to the last: product "
        + "\(pad(ValueText.significant(row.product, digits: 4), 11))  true \(ValueText.significant(row.whole, digits: 4))"
    }
    let gamma = "γ = \(ValueText.significant(self.gamma, digits: 5)): no step lets more through"
    let radii = radii.map { "  radius of \($0.name)  \(ValueText.significant($0.radius, digits: 5))" }
    return [gamma] + list + radii
  }

  var json: JSON {
    .object([
      .init("gamma", .double(gamma)), .init("name", .string(name)),
      .init("norms", .array(rows.map { .double($0.norm) })),
      .init("products", .array(rows.map { .double($0.product) })),
      .init("whole", .array(rows.map { .double($0.whole) })),
      .init("radii", .object(radii.map { .init($0.name, .double($0.radius)) })),
    ])
  }
}

private func pad(_ text: String, _ width: Int, before: Bool = false) -> String {
  let blank = String(repeating: " ", count: max(0, width - text.count))
  return before ? blank + text : text + blank
}
