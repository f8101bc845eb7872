// Parts of tensors as they are typed: `f`, `f[3]`, `f[2:5]`, `W[2,:]`, and the members of families before them.

internal import Equations

/// A name of the model, and which of its entries are meant.
struct NamedPart: Sendable, Equatable {
  var name: String
  /// From 1, an axis each; none for all.
  var place: [ClosedRange<Int>]

  /// Which entries, as one writes it: `[3]`, `[2:5]`, `[2,:]`; nothing for all.
  func suffix(of shape: Shape) -> String {
    guard !place.isEmpty else { return "" }
    let texts = zip(place, shape.axes).map { range, count in
      if range.count == 1 { return "\(range.lowerBound)" }
      return range == 1...count ? ":" : "\(range.lowerBound):\(range.upperBound)"
    }
    return "[\(texts.joined(separator: ","))]"
  }

  /// What is meant, by its size: a number, a vector, a matrix.
  func shape(in whole: Shape) -> Shape {
    guard !place.isEmpty else { return whole }
    let long = zip(place, [whole.rows, whole.columns]).map { range, size in
      range.count == size.count ? size : Dimension(range.count)
    }.filter { $0.count > 1 }
    switch long.count {
    case 0: return .scalar
    case 1: return .vector(long[0])
    default: return .matrix(long[0], long[1])
    }
  }
}

/// Reads parts.
enum PlaceReader {
  /// - Parameters:
  ///   - text: as it was typed.
  ///   - shape: of a name that can be meant; nil for what is no such name.
  ///   - unknown: what to say of such.
  /// - Returns: the name with its member, and the entries.
  /// - Throws: what is no name with indices, a name that is not meant, entries that it has not.
  static func read(
    _ text: String, shape: (String) -> Shape?, unknown: (String) -> CommandError
  ) throws(CommandError) -> NamedPart {
    let (name, groups) = try split(text)
    if let whole = shape(name) { return NamedPart(name: name, place: try place(groups, name, whole)) }
    // The first bracket of a family says which member is meant.
    guard let member = groups.first else { throw unknown(name) }
    let full = "\(name)[\(member.joined(separator: ","))]"
    guard let whole = shape(full) else { throw unknown(full) }
    return NamedPart(name: full, place: try place(Array(groups.dropFirst()), full, whole))
  }

  /// The name and what stands in each bracket behind it.
  private static func split(_ text: String) throws(CommandError) -> (String, [[String]]) {
    let bare = text.prefix { $0 != "[" }
    let name = Symbols.typedName(String(bare).trimmed)
    var groups: [[String]] = []
    var rest = text.dropFirst(bare.count)
    while rest.first == "[", let close = rest.firstIndex(of: "]") {
      let inner = rest[rest.index(after: rest.startIndex)..<close]
      groups.append(inner.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed })
      rest = rest[rest.index(after: close)...]
    }
    guard rest.isEmpty, !name.isEmpty, !name.contains(where: \.isWhitespace) else {
      throw .message("\(text.clippedName) is no name with entries, such as f, f[3], f[2:5] or W[2,:]")
    }
    return (name, groups)
  }

  private static func place(
    _ groups: [[String]], _ name: String, _ shape: Shape
  ) throws(CommandError) -> [ClosedRange<Int>] {
    guard let indices = groups.first else { return [] }
    let axes = shape.axes
    guard groups.count == 1, indices.count == axes.count else {
      let count = axes.count == 1 ? "1 index" : "\(axes.count) indices"
      throw .message(
        axes.isEmpty ? "\(name) is one number: it has no entries" : "\(name) is \(shape.described): it takes \(count)")
    }
    var place: [ClosedRange<Int>] = []
    for (text, count) in zip(indices, axes) { place.append(try range(text, of: count, name)) }
    return zip(place, axes).allSatisfy { $0 == 1...max(1, $1) } && place.contains { $0.count > 1 } ? [] : place
  }

  /// `3`, `2:5`, `2:`, `:5`, `:`.
  private static func range(_ text: String, of count: Int, _ name: String) throws(CommandError) -> ClosedRange<Int> {
    // `1..M`, as families have it, means the same.
    let text = text.split(separator: "..", omittingEmptySubsequences: false).joined(separator: ":")
    let ends = text.split(separator: ":", omittingEmptySubsequences: false).map { String($0).trimmed }
    func number(_ text: String, _ missing: Int) throws(CommandError) -> Int {
      guard !text.isEmpty || ends.count == 2 else { throw .message("an index of \(name) is missing") }
      guard let number = text.isEmpty ? missing : Int(text) else {
        throw .message("an index of \(name) is a whole number or a range such as 2:5, not \(text.clippedName)")
      }
      guard number >= 1, number <= count else {
        throw .message("\(name) has no entry \(number): they go from 1 to \(count)")
      }
      return number
    }
    guard ends.count <= 2 else {
      throw .message("an index of \(name) is a whole number or a range such as 2:5, not \(text.clippedName)")
    }
    let first = try number(ends[0], 1)
    let last = ends.count == 2 ? try number(ends[1], count) : first
    guard first <= last else { throw .message("\(text) is empty: a range goes from the smaller to the larger") }
    return first...last
  }
}

extension String {
  fileprivate var clippedName: String { count <= 60 ? self : "\(prefix(50))…" }
}
