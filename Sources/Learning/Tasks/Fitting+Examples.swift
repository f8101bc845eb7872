// What weights bring with them from a task: a sequence to be shown with, and what its entries are called.

internal import Equations
internal import Evaluation

extension Fitting {
  /// A fresh sequence as the sheet would say it, for each input that it is fed to: what weights are shown with.
  ///
  /// Where no task feeds anything it is what is fed.
  ///
  /// - `given`: numbers of inputs that the task does not feed: weights that were trained beside them go with them.
  package func examples(given: [Int: [Float]] = [:]) -> [(input: String, words: String)] {
    guard fixed == nil else { return fedExamples }
    let sample = task.sample(task.exampleIndex, seed: 1, part: .fresh)
    var fed = zip(roles.fed, zip(sample.fed, task.fedPorts)).map { input, fed in
      (input.name, words(of: fed.0, fed.1, input))
    }
    // With what should be answered, so that there is a loss to go back from.
    if let target = roles.target { fed.append((target.name, words(of: sample.target, task.target, target))) }
    if let counts { fed.append((counts.name, rows(sample.counts.map { $0 ? 1 : 0 }, width: 1))) }
    return fed
      + shown.compactMap { input in
        given[input.id].map { (input.name, rows($0, width: input.shape.axes.last ?? 1)) }
      }
  }

  /// What the entries along the dimensions of that sequence are called, by the dimension's name: symbols, where an input takes them
  /// one-hot, and what the sequence itself says.
  package var entryNames: [String: [String]] {
    let sample = task.sample(task.exampleIndex, seed: 1, part: .fresh)
    let ports = task.fedPorts + [task.target]
    let inputs = roles.fed + [roles.target].compactMap { $0 }
    var result: [String: [String]] = [:]
    for (input, (values, port)) in zip(inputs, zip(sample.fed + [sample.target], ports)) {
      guard case .tensor = input.kind else { continue }
      for (axis, names) in zip([input.shape.rows, input.shape.columns], Self.names(of: values, port)) {
        guard model.dims.contains(where: { $0.name == axis.label && $0.count == names?.count }) else { continue }
        result[axis.label] = names
      }
    }
    return result
  }

  private static func names(of values: Sample.Values, _ port: LearningTask.Port) -> [[String]?] {
    switch (values, port) {
    case (.once(_, let rows, let columns), _): [rows.names, columns.names]
    case (_, .symbols(let symbols)): [symbols]
    case (.numbers, _), (.symbols, _): []
    }
  }

  private func words(of values: Sample.Values, _ port: LearningTask.Port, _ input: Input) -> String {
    switch (input.value(of: values) as InputValue<Float>, port, values) {
    case (.tokens(let tokens), .symbols(let symbols), _):
      return Self.quoted(tokens[...].withoutMarks(of: input).map { symbols[Int($0)] }.joined())
    case (.stream(let numbers, _), _, _): return rows(numbers, width: port.width)
    case (.given(let numbers), _, .once(_, _, let columns)): return rows(numbers, width: columns.count)
    case (.tokens, _, _), (.given, _, _), (.missing, _, _): return ""
    }
  }

  /// A text as a sheet has it.
  static func quoted(_ text: String) -> String {
    let escapes: [Character: String] = ["\\": "\\\\", "\"": "\\\"", "\n": "\\n", "\t": "\\t"]
    return "\"\(text.map { escapes[$0] ?? String($0) }.joined())\""
  }

  private func rows(_ numbers: [Float], width: Int) -> String {
    stride(from: 0, to: numbers.count, by: max(1, width)).map { start in
      numbers[start..<min(start + width, numbers.count)].map(Self.shortened).joined(separator: " ")
    }.joined(separator: "; ")
  }

  /// Three digits behind the point, none where there is nothing behind it.
  private static func shortened(_ number: Float) -> String {
    let rounded = (number * 1000).rounded() / 1000
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }
}

extension ArraySlice<Int32> {
  /// Symbols without those that reading a text puts before and behind it.
  func withoutMarks(of input: Input) -> ArraySlice<Int32> {
    guard case .token(let alphabet?) = input.kind else { return self }
    var rest = self
    if let start = alphabet.start, rest.first == Int32(start) { rest = rest.dropFirst() }
    if let end = alphabet.end, rest.last == Int32(end) { rest = rest.dropLast() }
    return rest
  }
}
