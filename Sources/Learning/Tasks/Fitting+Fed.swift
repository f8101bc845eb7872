// What a sheet's own loss is learned on: the same input at every update, which a training goes on with and weights are opened with.

internal import Equations
internal import Evaluation

extension Fitting {
  /// More numbers are not said in words.
  private static let mostNumbers = 1 << 14

  /// Whether the sheet's own loss is all that there is to go by, on what is fed.
  package var isOwnLoss: Bool { fixed != nil }

  /// What is learned, in words that tell one training from another.
  package var described: String {
    guard let fixed else { return "\(task.name), \(task.lengths) steps" }
    return "\(task.name), fed \(String(Self.digest(of: fixed), radix: 16))"
  }

  /// What is fed every time where the sheet shows something else, as the sheet would say it, to the last bit; without what has too
  /// many numbers for that.
  var fedExamples: [(input: String, words: String)] {
    guard !isExample else { return [] }
    return zip(model.inputs, fixed ?? []).compactMap { input, value in
      Self.words(of: value, input).map { (input.name, $0) }
    }
  }

  private static func words(of value: InputValue<Float>, _ input: Input) -> String? {
    switch (value, input.kind) {
    case (.stream(let numbers, let steps), _):
      return rows(numbers, width: numbers.count / max(1, steps))
    case (.given(let numbers), _): return rows(numbers, width: input.shape.axes.last ?? 1)
    case (.tokens(let tokens), .token(let alphabet?)):
      return quoted(tokens[...].withoutMarks(of: input).map { alphabet.symbols[Int($0)] }.joined())
    case (.tokens, _), (.missing, _): return nil
    }
  }

  private static func rows(_ numbers: [Float], width: Int) -> String? {
    guard !numbers.isEmpty, numbers.count <= mostNumbers, numbers.allSatisfy(\.isFinite) else { return nil }
    return stride(from: 0, to: numbers.count, by: max(1, width)).map { start in
      numbers[start..<min(start + width, numbers.count)].map { number in
        Int(exactly: number).map(String.init) ?? String(number)
      }.joined(separator: " ")
    }.joined(separator: "; ")
  }

  /// FNV-1a over the bits, 64 of them (Fowler, Noll and Vo 1991).
  private static func digest(of inputs: [InputValue<Float>]) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ word: UInt32) {
      for shift in stride(from: 0, to: 32, by: 8) {
        hash = (hash ^ UInt64(word >> UInt32(shift) & 0xff)) &* 0x100_0000_01b3
      }
    }
    for (place, input) in inputs.enumerated() {
      add(UInt32(truncatingIfNeeded: place))
      switch input {
      case .stream(let numbers, _), .given(let numbers): for number in numbers { add(number.bitPattern) }
      case .tokens(let tokens): for token in tokens { add(UInt32(bitPattern: token)) }
      case .missing: break
      }
    }
    return hash
  }
}
