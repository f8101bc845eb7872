// explain and uses: where a number came from, and where it went.

internal import Equations
internal import Evaluation

extension Command {
  static let explain: Command = Command(
    "explain", ["why", "x"], operands: "ADDRESS [deep N]", completes: .quantity,
    summary: "the equation of a number with its numbers in it, its terms, the largest products and the rest",
    details: """
      explain h[12]            at this step; explain h[12]@7 at another
      explain h[12]@7 deep 3   and what it came from, three equations deep
      Terms and rest sum exactly to the value. Every address in the answer can be explained in turn.
      """,
    example: "explain h[12]@4"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.explain.usage("") }
    let words = text.split(separator: " ").map(String.init)
    var depth = 1
    var address = text
    if words.count >= 3, words[words.count - 2] == "deep" {
      guard let number = Int(words[words.count - 1]), (1...12).contains(number) else {
        throw .usage(command: "explain", expected: "a depth from 1 to 12", found: words[words.count - 1])
      }
      depth = number
      address = words.dropLast(2).joined(separator: " ")
    }
    let (quantity, entry, step) = try session.address(address)
    return Reply([.explanation(Explainer(session.trace).explain(quantity, entry, at: step, depth: depth))])
  }

  static let uses: Command = Command(
    "uses", operands: "ADDRESS", completes: .quantity,
    summary: "who read a number, and what would be otherwise without it", example: "uses h[2]@5"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.uses.usage("") }
    let (quantity, entry, step) = try session.address(text)
    return Reply(session.uses(of: quantity, entry, at: step).map { .text($0) })
  }
}

extension Session {
  /// Reads `h[12]@7`, `A[2,3]`, `loss`; without a step, this one.
  func address(_ text: String) throws(CommandError) -> (Quantity, Entry, Int) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map { String($0).trimmed }
    let (name, entry) = try PinReader.target(parts[0], model)
    guard let quantity = trace.model.quantity(named: name) else { throw PinReader.unknown(name, model) }
    guard trace.has(quantity) else { throw .run(.notEverywhere(name)) }
    let count = trace.stepCount(of: quantity)
    var step = min(moment?.step ?? 0, count - 1)
    if parts.count > 1 {
      guard let number = Int(parts[1]) else { throw .message("a step is a whole number from 1, not \(parts[1])") }
      guard number >= 1, number <= count else { throw .run(.noSuchStep(number, count: count)) }
      step = number - 1
    }
    let axes = quantity.shape.axes
    guard entry.count == axes.count else {
      let example = axes.count == 1 ? "\(name)[1]" : "\(name)[1,1]"
      throw .message("\(name) is \(quantity.shape.described): say which entry, as in \(example)")
    }
    for (index, count) in zip(entry, axes) where index < 1 || index > count {
      throw .message("\(name) has no entry \(index): they go from 1 to \(count)")
    }
    let place = Entry(entry.first.map { $0 - 1 } ?? 0, entry.count > 1 ? entry[1] - 1 : 0)
    return (quantity, place, step)
  }

  private static let usesShown = 5

  /// Every equation that reads a number, with the entries in which it matters most.
  fileprivate func uses(of quantity: Quantity, _ entry: Entry, at step: Int) -> [String] {
    var lines: [String] = []
    for reader in trace.model.quantities where trace.has(reader) {
      let reads = Set(reader.expression.reads.filter { $0.source == .quantity(quantity.id) })
      for read in reads.sorted(by: { $0.at.offset > $1.at.offset }) {
        let isOnce = trace.model.stages[quantity.stage].steps == .once
        let steps = isOnce ? Array(0..<min(trace.stepCount(of: reader), 1)) : [step - read.at.offset]
        for place in steps where place >= 0 && place < trace.stepCount(of: reader) {
          lines += effects(of: read, entry, on: reader, at: place)
        }
      }
    }
    return lines.isEmpty ? ["no equation reads it"] : lines
  }

  private func effects(of read: Read, _ entry: Entry, on reader: Quantity, at step: Int) -> [String] {
    let evaluator = EntryEvaluator(trace, at: step)
    var without = evaluator
    without.override = (read, entry, 0)
    let columns = reader.shape.columns.count
    let changes = (0..<reader.shape.count).map { index -> (String, Double, Double) in
      let place = Entry(index / columns, index % columns)
      let shaped =
        reader.expression.shape.axes.count == 1 && reader.expression.shape.rows.count == 1 ? Entry(0, index) : place
      let name: String =
        switch reader.shape {
        case .scalar: reader.name
        case .vector, .row: "\(reader.name)[\(index + 1)]"
        case .matrix: "\(reader.name)[\(place.row + 1),\(place.column + 1)]"
        }
      return (name, evaluator.value(reader.expression, shaped), without.value(reader.expression, shaped))
    }
    let moved = changes.filter { $0.1 != $0.2 }.sorted { abs($0.1 - $0.2) > abs($1.1 - $1.2) }
    let head = "\(reader.name)@\(step + 1)  \(reader.text)"
    guard !moved.isEmpty else { return [head, "    read, without any effect"] }
    let shown = moved.prefix(Self.usesShown).map { name, with, without in
      "    \(name) = \(ValueText.significant(with, digits: 4)), would be \(ValueText.significant(without, digits: 4)) without it"
    }
    let more = moved.count > Self.usesShown ? ["    and \(moved.count - Self.usesShown) more entries, less"] : []
    return [head] + shown + more
  }
}
