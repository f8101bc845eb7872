// What someone types for an input of a model: a text for one of tokens, rows of numbers, or the ties of a graph.

package import Equations
import Formats

extension [LoadedInput?] {
  /// Reads a text for an input; where that is of a tree's leaves, brackets in it make the tree.
  mutating func feed(_ text: String, to input: Input, of model: Model) throws(CatalogueError) {
    guard let tree = model.treeInputs, tree.leaves.contains(input.id), BracketedText.isBracketed(text) else {
      return self[input.id] = try input.fed(text, names: model.names(along: input.shape.rows))
    }
    var parts: [LoadedInput] = []
    let brackets = try BracketedText(text) { run throws(CatalogueError) in
      parts.append(try input.fed(run))
      return parts.last?.steps ?? 0
    }
    self[input.id] = LoadedInput(joining: parts)
    self = giving(TreeInputs(leafCount: brackets.leafCount, joining: brackets.joined), tree.left, tree.right)
  }
}

extension LoadedInput {
  /// What was fed in parts, one behind another.
  fileprivate init(joining parts: [LoadedInput]) {
    let tokens = parts.compactMap(\.tokens)
    guard tokens.count < parts.count else {
      self.init(content: .tokens(tokens.flatMap { $0 }))
      return
    }
    var axes: [Int] = []
    if case .numbers(let tensor)? = parts.first?.content { axes = Array(tensor.shape.dropFirst()) }
    let steps = parts.reduce(0) { $0 + $1.steps }
    self.init(content: .numbers(Tensor(shape: [steps] + axes, float64: parts.flatMap(\.doubles))))
  }
}

extension Model {
  /// The input that something typed is for: the one that is named, the graph where it is ties, else that which comes without
  /// a name.
  package func input(for text: String, named name: String?) -> Input? {
    if let name { return input(named: name) }
    guard let fed = fedInput else { return nil }
    if case .token = fed.kind { return fed }
    return EdgeList.isTyped(text) ? graphInput ?? fed : fed
  }

  /// Whether a text can be read for an input, as it is.
  package func canRead(_ text: String, for input: Input) -> Bool {
    var values: [LoadedInput?] = inputs.map { _ in nil }
    do throws(CatalogueError) {
      try values.feed(text, to: input, of: self)
      return true
    } catch {
      return false
    }
  }

  /// What the entries along an axis are called; none where they are not called anything.
  func names(along axis: Dimension) -> [String] {
    dims.first { $0.name == axis.label && $0.count == axis.count }?.entryNames ?? []
  }

  /// The input that a text or numbers without a name are for.
  package var fedInput: Input? {
    let isToken: (Input) -> Bool = { if case .token = $0.kind { true } else { false } }
    let children = treeInputs.map { [$0.left, $0.right] } ?? []
    let streams = inputs.filter { $0.stage != nil && !children.contains($0.id) }
    return inputs.first(where: isToken) ?? streams.first ?? inputs.first
  }
}

extension Input {
  /// Reads what was typed for this input.
  ///
  /// A token input takes a text. Other streams take a row of numbers for each step, rows divided by `;` or line breaks,
  /// numbers by spaces or commas; a stream of scalars takes a number for each step, however they are divided. What is
  /// given once takes the rows of its matrix.
  ///
  /// - `names`: what the entries along its rows are called; of a stream of vectors a text of them is read as one-hot vectors.
  package func fed(_ text: String, names: [String] = []) throws(CatalogueError) -> LoadedInput {
    switch kind {
    case .token(nil): throw .noAlphabet(name)
    case .token(let alphabet?):
      // An alphabet that came with the weights may be longer than the sheet's dimension.
      guard alphabet.symbols.count <= shape.count else {
        throw .alphabetTooLarge(name, symbols: alphabet.symbols.count, dimension: shape.rows)
      }
      let tokens = try TextFeed(alphabet, of: name).tokens(for: text)
      guard !tokens.isEmpty else { throw .noSteps(name, path: nil) }
      return LoadedInput(content: .tokens(tokens))
    case .tensor where isSquare && EdgeList.isTyped(text):
      return try tied(by: try EdgeList(typed: text, for: name), names)
    case .tensor where readsText(names) && !text.isNumeric:
      return LoadedInput(content: .numbers(try oneHots(of: text, Alphabet(symbols: names))))
    case .tensor: return LoadedInput(content: .numbers(try numbers(in: text)))
    }
  }

  /// Whether a text can be fed as vectors: along a dimension whose entries have names, each once.
  private func readsText(_ names: [String]) -> Bool {
    guard stage != nil, case .vector = shape else { return false }
    return !names.isEmpty && Set(names).count == names.count
  }

  /// A vector for each symbol, 1 in its place.
  private func oneHots(of text: String, _ alphabet: Alphabet) throws(CatalogueError) -> Tensor {
    let tokens = try TextFeed(alphabet, of: name).tokens(for: text)
    guard !tokens.isEmpty else { throw .noSteps(name, path: nil) }
    var numbers = [Float](repeating: 0, count: tokens.count * shape.count)
    for (step, token) in tokens.enumerated() { numbers[step * shape.count + Int(token)] = 1 }
    return Tensor(shape: [tokens.count, shape.count], float32: numbers)
  }

  /// Whether it may be a graph: given once, a row and a column for each of the same things.
  package var isSquare: Bool {
    guard !isStream, case .matrix(let rows, let columns) = shape else { return false }
    return rows.count == columns.count && rows.label == columns.label
  }

  /// The matrix of some edges, which go both ways unless they say otherwise, and always where it is to be symmetric.
  func tied(by list: EdgeList, _ names: [String]) throws(CatalogueError) -> LoadedInput {
    let isMirrored = terms.contains(.symmetric) || list.direction == nil
    return LoadedInput(
      content: .numbers(try list.matrix(size: shape.rows.count, known: names, isMirrored: isMirrored)))
  }

  private func numbers(in text: String) throws(CatalogueError) -> Tensor {
    let rows = try Self.rows(in: text, for: name)
    let all = rows.flatMap { $0 }
    guard stage != nil || !all.isEmpty else {
      throw .wrongNumbers(name, expected: "\(shape.count) numbers (\(shape.numbers))", found: "none")
    }
    guard !all.isEmpty else { throw .noSteps(name, path: nil) }
    guard stage != nil else {
      let width = shape.isScalar ? 1 : shape.columns.count
      let expected = shape.count / max(1, width)
      // A vector that is given once may be typed in a single row.
      let isOneRow = rows.count == 1 && all.count == shape.count && width == 1
      guard isOneRow || (rows.count == expected && rows.allSatisfy { $0.count == width }) else {
        guard width > 1 else {
          throw .wrongNumbers(name, expected: Self.count(expected, "number"), found: "\(all.count)")
        }
        throw .wrongNumbers(
          name, expected: "\(Self.count(expected, "row")) of \(width)",
          found: "\(Self.count(rows.count, "row")), \(Self.count(all.count, "number"))")
      }
      return Tensor(shape: shape.axes, float64: all)
    }
    if shape.isScalar { return Tensor(shape: [all.count], float64: all) }
    for (index, row) in rows.enumerated() where row.count != shape.count {
      throw .wrongNumbers(
        name, expected: "\(shape.count) numbers for each step", found: "\(row.count) for step \(index + 1)")
    }
    return Tensor(shape: [rows.count] + shape.axes, float64: all)
  }

  private static func count(_ number: Int, _ thing: String) -> String { "\(number) \(thing)\(number == 1 ? "" : "s")" }

  /// Empty lines are passed over, and so are semicolons at either end of a line.
  static func rows(in text: String, for name: String) throws(CatalogueError) -> [[Double]] {
    var result: [[Double]] = []
    let isSpare: (Character) -> Bool = { $0.isWhitespace || $0 == ";" }
    let parts = text.split(whereSeparator: \.isNewline).flatMap { line in
      guard let last = line.lastIndex(where: { !isSpare($0) }) else { return [Substring]() }
      return line[...last].drop(while: isSpare).split(separator: ";", omittingEmptySubsequences: false)
    }
    for line in parts {
      var row: [Double] = []
      for word in line.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
        let plain = word.first == "−" ? "-" + word.dropFirst() : String(word)
        guard let number = Double(plain) else { throw .notANumber(name, String(word), row: result.count + 1) }
        row.append(number)
      }
      guard !row.isEmpty else {
        throw .wrongNumbers(name, expected: "numbers in each row", found: "none in row \(result.count + 1)")
      }
      result.append(row)
    }
    return result
  }
}
