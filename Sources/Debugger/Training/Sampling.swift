// Going on with a sequence by what a model expects next: the symbol is drawn, read, and so on. Any sheet can that reads symbols
// and gives each of them a number.

internal import Catalogue
internal import Chance
internal import Equations
internal import Evaluation
internal import Glibc

/// How symbols are drawn.
package struct Sampling: Sendable, Equatable {
  package var count = 40
  /// What scores are divided by: below 1 the likely become likelier, at 0 the likeliest is taken.
  package var temperature = 1.0
  /// Of how many of the likeliest one is drawn; nil for all.
  package var top: Int?
  package var seed: UInt64 = 1
  /// What it starts with; nil for what is fed.
  package var start: String?

  package static let most = 2000

  /// Draws an entry, the same for the same number.
  ///
  /// - Parameters:
  ///   - logProbabilities: of each entry; minus infinity for one that cannot be.
  ///   - number: from 0 to below 1.
  /// - Returns: the entry, from 0; nil where none can be.
  func draw(_ logProbabilities: [Double], _ number: Double) -> Int? {
    // Equal ones in their order.
    let ranked = logProbabilities.indices.filter { logProbabilities[$0] > -.infinity }
      .sorted { (logProbabilities[$1], $0) < (logProbabilities[$0], $1) }
    guard let first = ranked.first, temperature > 0 else { return ranked.first }
    let kept = ranked.prefix(top ?? ranked.count)
    let weights = kept.map { exp((logProbabilities[$0] - logProbabilities[first]) / temperature) }
    var left = number * weights.reduce(0, +)
    for (entry, weight) in zip(kept, weights) {
      left -= weight
      if left < 0 { return entry }
    }
    return kept.last
  }
}

/// What a model expects next: the symbols that it reads, and a vector with an entry for each of them.
struct NextSymbol {
  let input: Input
  let alphabet: Alphabet
  let quantity: Quantity
  let numbers: ChoiceNumbers

  /// The vector that a softmax over the alphabet is taken of, else one that is such a softmax, at each step of the input.
  init(_ model: Model) throws(CommandError) {
    let readers = model.inputs.filter { input in
      if case .token(.some) = input.kind { true } else { false }
    }
    guard !readers.isEmpty else {
      throw .message("the model reads no symbols: there is nothing that could be sampled and fed again")
    }
    for input in readers {
      guard case .token(let alphabet?) = input.kind else { continue }
      let vectors = model.quantities.filter { quantity in
        guard case .vector(let n) = quantity.shape else { return false }
        return quantity.stage == input.stage && n.count == alphabet.symbols.count
      }
      let softened = Set(model.quantities.flatMap { $0.expression.softenedQuantities })
      if let scores = vectors.last(where: { softened.contains($0.id) }) {
        (self.input, self.alphabet, quantity, numbers) = (input, alphabet, scores, .scores)
        return
      }
      if let shares = vectors.last(where: { Session.isDistribution($0.expression) }) {
        (self.input, self.alphabet, quantity, numbers) = (input, alphabet, shares, .probabilities)
        return
      }
    }
    let names = readers.map(\.name).joined(separator: ", ")
    throw .message(
      "no vector gives each symbol of \(names) a number by a softmax: sampling needs a model that was trained on the next symbol"
    )
  }
}

extension Expression {
  /// The quantities that a softmax in it is taken of.
  fileprivate var softenedQuantities: [Int] {
    var found: [Int] = []
    visit { part in
      guard case .apply(.softmax, let operands) = part.kind else { return }
      for case .read(let read) in operands.map(\.kind) where read.at == .now {
        if case .quantity(let id) = read.source { found.append(id) }
      }
    }
    return found
  }
}

extension Session {
  /// Goes on with what is fed, or with what a sampling starts with, and feeds the whole.
  ///
  /// The model is run anew for each symbol, pins and all, so that it may look at the sequence in any way.
  ///
  /// - Returns: what was drawn, as text.
  /// - Throws: a model that expects no next symbol; a text that it cannot read; an interruption.
  mutating func sample(_ sampling: Sampling) throws(CommandError) -> String {
    let next = try NextSymbol(trace.model)
    if let fill = next.alphabet.fill {
      throw .message(
        "texts for \(next.input.name) are filled up to \(fill.length) symbols: there is no place behind them to go on at"
      )
    }
    var tokens = try startTokens(sampling, next)
    var numbers = SeededNumbers(seed: sampling.seed, name: "sample")
    let first = tokens.count
    for _ in 0..<sampling.count {
      if isInterrupted() { throw .run(.interrupted) }
      let chances = next.numbers.logProbabilities(try expected(next, after: tokens))
      guard let drawn = sampling.draw(chances, numbers.unit()) else {
        throw .message("\(next.quantity.name) holds no number to draw by after \(tokens.count) symbols")
      }
      tokens.append(Int32(drawn))
    }
    let (drawn, name) = (tokens, next.input.name)
    _ = try refeed { $0.feed.give([.loaded(LoadedInput(content: .tokens(drawn)), to: name)]) }
    return tokens[first...].map { next.alphabet.symbols[Int($0)] }.joined()
  }

  private func startTokens(_ sampling: Sampling, _ next: NextSymbol) throws(CommandError) -> [Int32] {
    if let start = sampling.start { return try fed(start, next) }
    guard case .tokens(let tokens) = values.inputs[next.input.id], !tokens.isEmpty else {
      throw .message("nothing is fed to \(next.input.name) that it could go on from: say from \"TEXT\"")
    }
    return tokens
  }

  private func fed(_ text: String, _ next: NextSymbol) throws(CommandError) -> [Int32] {
    do throws(CatalogueError) {
      return try next.input.fed(text).tokens ?? []
    } catch {
      throw .catalogue(error)
    }
  }

  /// Whether the model is made for one length of an input's sequence.
  private func isMeasured(_ input: Input) -> Bool {
    trace.model.stages.contains { $0.id == input.stage && trace.model.readsWhole($0) }
  }

  /// The vector behind the last of some symbols.
  private func expected(_ next: NextSymbol, after tokens: [Int32]) throws(CommandError) -> [Float] {
    guard !isMeasured(next.input) else {
      // Its sizes are lengths: the model is made for each of them.
      var material = material
      material.feed.give([.loaded(LoadedInput(content: .tokens(tokens)), to: next.input.name)])
      let run = try Variant(material, pins: pins.map(\.text), isInterrupted).trace
      guard let quantity = run.model.quantity(named: next.quantity.name), run.has(quantity) else { return [] }
      return run.values(of: quantity, at: tokens.count - 1)
    }
    var values = trace.values
    values.inputs[next.input.id] = .tokens(tokens)
    // Answers are as long as what was fed before.
    for input in trace.model.inputs where input.stage == next.input.stage && input.id != next.input.id {
      values.inputs[input.id] = .missing
    }
    do throws(RunError) {
      let run = try Trace(Plan(trace.model, missing: values.missingInputs, runsInPart: true), values)
      return run.values(of: next.quantity, at: tokens.count - 1)
    } catch {
      throw .run(error)
    }
  }
}
