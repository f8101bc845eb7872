// explain: where a number came from.

internal import Equations
internal import Evaluation

extension Command {
  static let explain: Command = Command(
    "explain", ["why", "x"], operands: "ADDRESS [deep N]", completes: .expression,
    summary: "the equation of a number with its numbers in it, its terms, the largest products and the rest",
    details: """
      explain h[12]            at this step; explain h[12]@7 at another
      explain h[12]@0          what the state starts from, before the first step
      explain d/h[12]@7        the gradient by it: what reads it, and how much each says; see backward
      explain h[12]@7 deep 3   and what it came from, three equations deep, each number once
      Terms and rest sum exactly to the value. Every address in the answer can be explained in turn, back to the inputs.
      """,
    example: "explain h[12]@4"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.explain.usage("") }
    let (address, depth) = try Self.depth(text)
    let session = try session.seeing(address)
    let named = try session.entry(at: address, for: .explain, withStarts: true)
    guard case .quantity(let id) = named.source else {
      let value = ValueText.significant(session.number(named), digits: 4)
      return Reply([.text("\(named.address) = \(value), \(session.childWords(named) ?? session.origin(of: named))")])
    }
    let explanation = try session.explanation(
      of: session.trace.model.quantities[id], named.entry, at: named.step, depth: depth)
    if session.isInterrupted() { throw .run(.interrupted) }
    if explanation.parts.isEmpty, session.isStart(named) {
      let value = ValueText.significant(explanation.value, digits: 4)
      return Reply([.text("\(named.address) = \(value), which \(named.name) starts from")])
    }
    let isCut = depth > 1 && explanation.openedCount >= Explainer<Float>.most
    let note = "\(explanation.openedCount) numbers are opened, and no more: explain one of them to go on from there"
    return Reply([.explanation(explanation)] + (isCut ? [.text(note)] : []))
  }

  /// Cuts off `deep 3`.
  @Sendable private static func depth(_ text: String) throws(CommandError) -> (String, Int) {
    let words = text.split(separator: " ").map(String.init)
    if words.count >= 2, words.last == "deep" {
      throw .usage(command: "explain", expected: "a depth from 1 to 12 behind deep", found: "")
    }
    guard words.count >= 2, words[words.count - 2] == "deep" else { return (text, 1) }
    guard let number = Int(words[words.count - 1]), (1...12).contains(number) else {
      throw .usage(command: "explain", expected: "a depth from 1 to 12", found: words[words.count - 1])
    }
    return (words.dropLast(2).joined(separator: " "), number)
  }
}

extension Explanation {
  /// How many numbers of the run it opens.
  fileprivate var openedCount: Int {
    parts.reduce(address != nil && !parts.isEmpty ? 1 : 0) { $0 + $1.openedCount }
  }
}

extension Session {
  /// Where a number comes from that no equation has made.
  fileprivate func origin(of named: NamedEntry) -> String {
    switch named.source {
    case .input: material.given[named.name] == nil ? "fed" : "fed, then set"
    case .constant: "a constant"
    case .parameter, .series, .quantity, .step, .length:
      material.edits[named.name] != nil
        ? "set" : material.weights == nil ? "a parameter, started at random" : "a parameter from \(weightsDescription)"
    }
  }
}
