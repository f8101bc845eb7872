// What stands behind print and display: a format, an expression, a slice of it, and the steps to ask it at.

internal import Equations

/// `print/e f[1:4] from 2 to 5`, taken apart.
struct PrintRequest {
  var format = NumberFormat.short
  /// In the language of the sheets, with the step if there is but one.
  var expression: String
  /// For a slice, the entries of each axis, from 1.
  var entries: [EntryRange] = []
  /// Steps from 1; nil where one step is asked for.
  var steps: ClosedRange<Int>?
  /// As it is shown, without its steps.
  var name: String

  /// Some entries of one axis: `2:5`, `:5`, `2:`, `:`, `2`.
  struct EntryRange {
    var first: Int
    /// Nil for the last there is.
    var last: Int?
  }

  init(_ text: String) throws(CommandError) {
    var text = text
    if text.first == "/" {
      let word = text.dropFirst().prefix { !$0.isWhitespace }
      guard let format = NumberFormat(String(word)) else {
        throw .message(
          "\(String(word).clipped) is no format: e writes powers of ten, f none, x the bits, a number from 1 to 9 says how many digits"
        )
      }
      self.format = format
      text = String(text.dropFirst(word.count + 1)).trimmed
    }
    (text, steps) = try PinReader.splitSteps(text)
    (expression, name) = (text, text)
    try takeAddress()
  }

  /// Looks for `name[2:5]@3` and `name[2]@3:6`, which are no expressions of a sheet.
  private mutating func takeAddress() throws(CommandError) {
    let parts = expression.split(separator: "@", omittingEmptySubsequences: false).map { String($0).trimmed }
    guard parts.count <= 2, let base = parts.first, Self.isAddress(base) else { return }
    if parts.count == 2, Double(parts[1]) != nil, Int(parts[1]) == nil {
      throw .message("a step is a whole number from 1, not \(parts[1].clipped)")
    }
    if parts.count == 2, parts[1].contains(":") {
      guard steps == nil, let range = Self.range(parts[1]) else { throw usage }
      (steps, expression, name) = (range.first...max(range.first, range.last ?? .max), base, base)
    }
    guard base.last == "]", let open = base.lastIndex(of: "[") else { return }
    let inner = base[base.index(after: open)...].dropLast()
    // A whole axis alone is the language's: all steps of a sequence as a matrix.
    guard inner.contains(":"), inner != ":", !inner.contains("t") else { return }
    for part in inner.split(separator: ",", omittingEmptySubsequences: false) {
      guard let range = Self.range(String(part).trimmed) else { throw usage }
      entries.append(range)
    }
    let address = parts.count == 2 && steps == nil ? "@\(parts[1])" : ""
    (expression, name) = (base[..<open] + address, base + address)
  }

  private var usage: CommandError {
    .message("\(name.clipped) is no slice: entries are written f[2:5] or W[3,2:5], steps f@2:5, both counted from 1")
  }

  /// A name with brackets behind it, and nothing else.
  private static func isAddress(_ text: String) -> Bool {
    var depth = 0
    let text = text.withoutGradientSign
    for character in text {
      if character == "[" { depth += 1 }
      if depth == 0, !(character.isLetter || character.isNumber || "_~\\".contains(character)) { return false }
      if character == "]" { depth -= 1 }
    }
    return depth == 0 && text.first?.isLetter ?? false
  }

  private static func range(_ text: String) -> EntryRange? {
    let sides = text.split(separator: ":", omittingEmptySubsequences: false).map { String($0).trimmed }
    guard sides.count <= 2, let left = sides.first else { return nil }
    let first = left.isEmpty && sides.count == 2 ? 1 : Int(left)
    let last = sides.count == 1 ? first : sides[1].isEmpty ? nil : Int(sides[1])
    guard let first, first >= 1, sides.count == 1 || sides[1].isEmpty || last != nil, last ?? first >= first else {
      return nil
    }
    return EntryRange(first: first, last: last)
  }
}

extension String {
  /// The name that a gradient is by: of `d/h` and `∂h` the h.
  var withoutGradientSign: Substring {
    hasPrefix("∂") ? dropFirst() : hasPrefix("d/") ? dropFirst(2) : self[...]
  }
}
