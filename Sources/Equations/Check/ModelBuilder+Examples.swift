// What is fed: alphabets of token inputs, names of entries, and the examples that a sheet brings.

extension ModelBuilder {
  func declareFeeding(_ line: Line) {
    switch line.item.kind {
    case .alphabet(let targets, let alphabet): for target in targets { declareAlphabet(target, alphabet, line) }
    case .example(let target, let example): declareExample(target, example, line)
    case .title, .source, .remark, .dims, .view, .beside, .block, .input, .parameter, .constant, .state, .equation,
      .leaf:
      break
    }
  }

  /// The input that an alphabet, an example or an `over` is for; nil, which is told, if there is none.
  func input(_ target: Target, _ line: Line) -> Int? {
    guard let indices = indices(of: target, line) else { return nil }
    let name = Names.member(target.name, indices)
    if case .input(let index) = names.entities[name] { return broken.contains(.input(index)) ? nil : index }
    if !brokenNames.contains(target.name) {
      let nearest = numbers.scope.suggestions.nearest(to: name, kind: "input ") { inputs.map(\.name) }
      report(.notAnInput(name, nearest: nearest), target.range, in: line)
    }
    return nil
  }

  /// Whether a line is the only one so far of its kind; a second one is told.
  func isFirst(_ what: String, _ range: SourceRange) -> Bool {
    if let line = firstLines[what] {
      report(.declaredTwice(what, firstLine: line), range)
      return false
    }
    firstLines[what] = range.line
    return true
  }

  // MARK: alphabets

  private func declareAlphabet(_ target: Target, _ declared: AlphabetDeclaration, _ line: Line) {
    if let dimension = numbers.dims.first(where: { $0.name == target.name }) {
      return declareNames(ofDimension: dimension, declared, target)
    }
    if let name = quantity(target, line) { return declareAlphabet(ofQuantity: name, declared, target.range) }
    guard let index = input(target, line) else { return }
    let name = inputs[index].name
    guard case .token(let given) = inputs[index].kind else { return report(.alphabetOfNonToken(name), target.range) }
    // One that came with the weights wins; a second one on the sheet does not.
    guard isFirst("the alphabet of \(name)", target.range) else { return }
    guard let symbols = symbols(of: declared, target.range), given == nil else { return }
    let size = inputs[index].shape.rows
    guard symbols.count == size.count else {
      return report(.alphabetSize(name, declared: size.described, found: symbols.count), target.range)
    }
    inputs[index].kind = .token(alphabet(declared, symbols, of: name, target.range))
  }

  /// Names of entries: no text is read by them, so two may be alike, and none stands for what is unknown or ends.
  private func declareNames(
    ofDimension dimension: ModelDimension, _ declared: AlphabetDeclaration, _ target: Target
  ) {
    guard isFirst("the alphabet of \(dimension.name)", target.range) else { return }
    guard declared.isPlain else { return report(.alphabetOfDimension(dimension.name), target.range) }
    guard let symbols = symbols(of: declared, target.range, mayRepeat: true) else { return }
    guard symbols.count == dimension.count else {
      // Names of another size than the one that was chosen for this run are no mistake of the sheet.
      if bindings.settings[dimension.name] != nil || !bindings.inputShapes.isEmpty { return }
      return report(
        .alphabetSize(dimension.name, declared: String(dimension.count), found: symbols.count), target.range)
    }
    entryNames[dimension.name] = symbols
  }

  /// The dimensions, with the names that came with the weights or else stand on the sheet.
  var namedDimensions: [ModelDimension] {
    numbers.dims.map { dimension in
      var copy = dimension
      let given = bindings.alphabets[dimension.name]?.symbols
      copy.entryNames = given?.count == dimension.count ? given : entryNames[dimension.name]
      return copy
    }
  }

  private func alphabet(
    _ declared: AlphabetDeclaration, _ symbols: [String], of name: String, _ range: SourceRange
  ) -> Alphabet {
    func place(_ symbol: String?) -> Int? {
      guard let symbol else { return nil }
      if let found = symbols.firstIndex(of: symbol) { return found }
      report(.symbolNotInAlphabet(symbol, alphabet: name), range)
      return nil
    }
    let fill = declared.fill.flatMap { fill in
      place(fill.symbol).map { Alphabet.Fill(symbol: $0, length: fill.length) }
    }
    return Alphabet(
      symbols: symbols, unknown: place(declared.unknown), start: place(declared.start), end: place(declared.end),
      fill: fill)
  }

  // MARK: symbols that a sheet writes

  /// The full name of a target that is a quantity; nil if it is none.
  private func quantity(_ target: Target, _ line: Line) -> String? {
    let isQuantity = names.firstMember(target.name).flatMap { names.entities[$0] }.map { entity in
      if case .quantity = entity { true } else { false }
    }
    guard isQuantity ?? false, let indices = indices(of: target, line) else { return nil }
    let name = Names.member(target.name, indices)
    return names.entities[name] == nil ? nil : name
  }

  private func declareAlphabet(ofQuantity name: String, _ declared: AlphabetDeclaration, _ range: SourceRange) {
    guard isFirst("the alphabet of \(name)", range), let symbols = symbols(of: declared, range) else { return }
    alphabets[name] = (alphabet(declared, symbols, of: name, range), range)
  }

  /// A symbol is one number.
  func checkAlphabets() {
    for (name, declared) in alphabets.sorted(by: { $0.key < $1.key }) {
      guard case .quantity(let id)? = names.entities[name], let shape = shape(of: .quantity(id)), !shape.isScalar else {
        continue
      }
      report(.alphabetOfMany(name, shape: shape.described), declared.range)
    }
  }

  /// All symbols in order; nil, which is told, if they do not make an alphabet.
  private func symbols(
    of declared: AlphabetDeclaration, _ range: SourceRange, mayRepeat: Bool = false
  ) -> [String]? {
    var result: [String] = []
    // Asked at each symbol, so that many long runs cost no more than there are characters.
    var seen: Set<String> = []
    func append(_ symbol: String) -> Bool {
      guard seen.insert(symbol).inserted || mayRepeat else {
        report(.symbolTwice(symbol), range)
        return false
      }
      result.append(symbol)
      return true
    }
    for run in declared.runs {
      switch run {
      case .symbol(let symbol): guard append(symbol) else { return nil }
      case .through(let first, let last):
        guard let values = AlphabetDeclaration.scalars(first, last) else {
          report(.notARun("\"\(first.escaped)\"..\"\(last.escaped)\""), range)
          return nil
        }
        for scalar in values.compactMap(Unicode.Scalar.init) {
          guard append(String(Character(scalar))) else { return nil }
        }
      }
    }
    return result
  }

  // MARK: examples

  private func declareExample(_ target: Target, _ example: ExampleInput, _ line: Line) {
    guard let index = input(target, line) else { return }
    let name = inputs[index].name
    guard isFirst("the example of \(name)", target.range) else { return }
    inputs[index].example = example
    if let reason = misfit(example, inputs[index]) {
      // Sizes that a file tells need not be those of the example, which is not shown then.
      guard bindings.inputShapes.isEmpty, !bindings.isFed, !bindings.exampledElsewhere.contains(name) else {
        return inputs[index].example = nil
      }
      return report(.exampleDoesNotFit(name, reason: reason), target.range)
    }
    guard case .signal(_, let numbers) = example else { return }
    for number in numbers {
      guard let value = known(in: line, { () throws(Unknowable) in try line.scope.number(number) }) else { return }
      inputs[index].exampleNumbers.append(value)
    }
    let steps = inputs[index].exampleNumbers.first ?? 0
    if !inputs[index].isStream, steps != 1 {
      report(
        .exampleDoesNotFit(name, reason: "\(name) is given once: its first number, how many steps, is 1"), target.range)
    } else if steps < 1 || steps > Double(Limits.exampleSteps) || steps != steps.rounded() {
      report(
        .exampleDoesNotFit(name, reason: "its first number is how many steps, from 1 to \(Limits.exampleSteps)"),
        target.range)
    }
  }

  /// Why an input cannot be fed an example of this kind.
  private func misfit(_ example: ExampleInput, _ input: Input) -> String? {
    switch (example, input.kind) {
    case (.text, .tensor): return "a text feeds token inputs; \(input.name) is \(input.shape.described)"
    case (.rows, .token), (.signal, .token), (.edges, .token):
      return "\(input.name) is a token input, which a text in quotes feeds"
    case (.text, .token): return nil
    case (.signal, .tensor): return nil
    case (.edges(let edges), .tensor):
      guard !input.isStream, case .matrix(let n, let columns) = input.shape, n == columns else {
        return "edges make a square matrix, given once; \(input.name) is \(input.shape.described)"
      }
      for edge in edges {
        guard edge.count == 2 || edge.count == 3 else { return "an edge is two nodes, and a weight if it is not 1" }
        guard edge.prefix(2).allSatisfy({ $0 == $0.rounded() && $0 >= 1 && $0 <= Double(n.count) }) else {
          return "an edge joins nodes from 1 to \(n.count), not \(edge[0].plain) and \(edge[1].plain)"
        }
      }
      return nil
    case (.rows(let rows), .tensor):
      // A row is one step of a stream, and one row of a matrix.
      if !input.isStream, case .vector = input.shape, rows.count == 1, rows[0].count == input.shape.count { return nil }
      let width = input.isStream ? input.shape.count : input.shape.columns.count
      if rows.contains(where: { $0.count != width }) {
        return "\(input.name) is \(input.shape.described): each row needs \(width) number\(width == 1 ? "" : "s")"
      }
      if !input.isStream && rows.count != input.shape.rows.count {
        return "\(input.name) is \(input.shape.described): it needs \(input.shape.rows.count) rows, divided by ';'"
      }
      return nil
    }
  }
}

extension AlphabetDeclaration {
  /// Whether it only lists symbols.
  fileprivate var isPlain: Bool { unknown == nil && start == nil && end == nil && fill == nil }

  /// The characters from one to another; nil if they are not single, or not in order.
  fileprivate static func scalars(_ first: String, _ last: String) -> ClosedRange<UInt32>? {
    guard let a = first.unicodeScalars.first, let b = last.unicodeScalars.first, first.unicodeScalars.count == 1,
      last.unicodeScalars.count == 1, a <= b, b.value - a.value < 65_536
    else { return nil }
    return a.value...b.value
  }
}
