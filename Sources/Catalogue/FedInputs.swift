// Inputs out of what is fed: what is newest as it is, what was given before where it fits beside it, and else what the sheet
// shows.

package import Equations
import Formats

extension LoadedInputs {
  /// Reads what is fed, over what the sheet shows.
  ///
  /// - Throws: what is wrong with the newest, an input that fits no longer and without which nothing runs.
  package init(_ model: Model, _ feed: Feed, seed: UInt64) throws(CatalogueError) {
    guard let newest = feed.givings.last else {
      try self.init(exampleFor: model, seed: seed)
      return
    }
    var reader = FedInputs(model, newest: feed.givings.count - 1, seed)
    for (age, parts) in feed.givings.enumerated() {
      for part in parts { try reader.take(part, age) }
    }
    reader.showExamples()
    reader.fitLengths()
    // A file is complete, or names what it lacks.
    let isTyped = newest.allSatisfy { if case .tensors = $0 { false } else { true } }
    try reader.addNoise(forUnknown: isTyped)
    self = try reader.loaded
  }
}

/// What each input has, as far as it is known.
struct FedInputs {
  struct Held {
    var input: LoadedInput
    /// The number of the giving; below 0 for what the sheet shows.
    var age: Int
    var origin: InputOrigin?
  }

  /// Why something cannot stay.
  enum Misfit: Equatable {
    /// So many steps it has, and why these are too many or too few.
    case length(Int, String)
    case other(String)

    /// - `count`: of how many inputs it is told.
    func words(of count: Int) -> String {
      switch self {
      case .length(let steps, let reason): "\(count == 1 ? "it has" : "they have") \(steps) steps, and \(reason)"
      case .other(let reason): reason
      }
    }
  }

  static let shown = -1
  static let noise = -2

  let model: Model
  let newest: Int
  private let seed: UInt64
  /// By the number of the input.
  private(set) var held: [Held?]
  /// Why what an input had cannot stay, by its number.
  private(set) var misfits: [Int: Misfit] = [:]
  /// The ties that a matrix was made of.
  private(set) var ties: [Int: EdgeList] = [:]

  init(_ model: Model, newest: Int, _ seed: UInt64) {
    (self.model, self.newest, self.seed) = (model, newest, seed)
    held = model.inputs.map { _ in nil }
  }

  // MARK: what was given

  mutating func take(_ part: Feed.Part, _ age: Int) throws(CatalogueError) {
    switch part {
    case .typed(let text, let name):
      guard let input = try input(called: name, for: text, age) else { return }
      hold(try attempt(age) { () throws(CatalogueError) in try typed(text, for: input) }, input, age)
      ties[input.id] = input.isSquare && EdgeList.isTyped(text) ? try? EdgeList(typed: text, for: input.name) : nil
    case .loaded(let loaded, let name):
      guard let input = try input(called: name, age) else { return }
      let found = try attempt(age) { () throws(CatalogueError) in
        try input.checkShape(of: loaded)
        return [input.id: loaded]
      }
      hold(found, input, age)
    case .edges(let list):
      guard let input = model.graphInput else {
        guard age < newest else { throw .edges(path: list.path, "the sheet has no graph: an input A: N×N") }
        return
      }
      let found = try attempt(age) { () throws(CatalogueError) in
        [input.id: try input.tied(by: list, model.names(along: input.shape.rows))]
      }
      hold(found, input, age, InputOrigin(path: list.path, names: [input.name], nodes: list.names))
      ties[input.id] = list
    case .tensors(let tensors):
      let file = try InputFile(tensors)
      if age == newest { try file.checkNames(model) }
      for input in model.inputs {
        let found = try attempt(age) { () throws(CatalogueError) in
          try file.loaded(input).map { [input.id: $0] } ?? [:]
        }
        hold(found, input, age, file.origin)
      }
    }
  }

  /// The input that something is for; nil where it was for another sheet's.
  private func input(called name: String?, for text: String = "", _ age: Int) throws(CatalogueError) -> Input? {
    if let input = model.input(for: text, named: name) { return input }
    guard age == newest else { return nil }
    guard let name else { throw .nothingToFeed }
    throw .noSuchInput(name, nearest: nearestName(to: name, among: model.inputs.map(\.name)))
  }

  /// What was typed for an input, with the tree that brackets in it make.
  private func typed(_ text: String, for input: Input) throws(CatalogueError) -> [Int: LoadedInput] {
    var values: [LoadedInput?] = model.inputs.map { _ in nil }
    try values.feed(text, to: input, of: model)
    var result: [Int: LoadedInput] = [:]
    for (id, value) in values.enumerated() { result[id] = value }
    return result
  }

  /// What is read for some inputs, or why it cannot be, which is an error of the newest alone.
  private func attempt(
    _ age: Int, _ read: () throws(CatalogueError) -> [Int: LoadedInput]
  ) throws(CatalogueError) -> Result<[Int: LoadedInput], CatalogueError> {
    do throws(CatalogueError) {
      return .success(try read())
    } catch {
      guard age < newest else { throw error }
      return .failure(error)
    }
  }

  private mutating func hold(
    _ found: Result<[Int: LoadedInput], CatalogueError>, _ input: Input, _ age: Int, _ origin: InputOrigin? = nil
  ) {
    switch found {
    case .success(let values):
      for (id, value) in values {
        held[id] = Held(input: value, age: age, origin: origin)
        (misfits[id], ties[id]) = (nil, nil)
      }
    case .failure(let error): misfits[input.id] = .other(error.description)
    }
  }

  // MARK: what the sheet shows

  mutating func showExamples() {
    for input in model.inputs where held[input.id] == nil && misfits[input.id] == nil {
      guard let example = input.example else {
        if model.sheet.showsExample(of: input.name) {
          misfits[input.id] = .other("what the sheet shows is of another size")
        }
        continue
      }
      do throws(CatalogueError) {
        var found: [Int: LoadedInput] = [:]
        if case .text(let text) = example {
          found = try typed(text, for: input)
        } else {
          found[input.id] = try input.shown(example, seed)
        }
        for (id, value) in found where held[id] == nil { held[id] = Held(input: value, age: Self.shown) }
      } catch {
        misfits[input.id] = .other(error.description)
      }
    }
  }

  /// Noise for streams without which nothing runs and of which nothing is known, and in the place of what is shown in
  /// another size.
  mutating func addNoise(forUnknown: Bool) throws(CatalogueError) {
    let length = model.inputs.first { $0.stage != nil && held[$0.id] != nil }.flatMap { held[$0.id]?.input.steps }
    for input in model.inputs where held[input.id] == nil {
      let isUnknown = misfits[input.id] == nil && input.stage != nil && !model.canRun(without: [input.id])
      guard isUnknown && forUnknown || isShownInAnotherSize(input) else { continue }
      let beside = model.inputs.first { $0.stage == input.stage && held[$0.id] != nil }
      let steps = beside.flatMap { held[$0.id]?.input.steps } ?? length ?? 24
      held[input.id] = Held(input: try input.signal(.noise, [Double(steps)], seed), age: Self.noise)
    }
  }

  /// Whether any numbers may stand for an example of another size: not for a graph, nor for what only the loss needs.
  private func isShownInAnotherSize(_ input: Input) -> Bool {
    input.example == nil && model.sheet.showsExample(of: input.name) && input.kind == .tensor && !input.isSquare
      && input.terms.isEmpty && !model.isForLossAlone(input)
  }

  // MARK: what fits beside what is newest

  mutating func fitLengths() {
    if let (left, right, leaves) = model.treeInputs { fitTree(left, right, leaves) }
    for stage in model.stages {
      switch stage.steps {
      case .once: break
      case .sequence(let streams): align(streams)
      case .tree(let left, let right, _): align([left, right])
      case .range(_, _, let streams, _):
        for id in streams {
          guard let one = held[id], one.age < newest, one.input.steps > stage.length.count else { continue }
          drop(id, .length(one.input.steps, "there are at most \(stage.length.count)"))
        }
      }
    }
  }

  /// New leaves have a tree of their own; a new tree takes as many leaves as it has.
  private mutating func fitTree(_ left: Int, _ right: Int, _ leaves: [Int]) {
    guard let nodes = held[left] ?? held[right], let newestLeaves = leaves.compactMap({ held[$0]?.age }).max() else {
      return
    }
    if nodes.age < newestLeaves {
      (held[left], held[right]) = (nil, nil)
    } else if nodes.age > newestLeaves {
      align(leaves, to: nodes.input.steps + 1, nodes.age, "the tree takes \(nodes.input.steps + 1)")
    }
  }

  /// Drops those of some streams that are older than the newest of them, and of another length.
  private mutating func align(_ streams: [Int]) {
    guard let leader = streams.filter({ held[$0] != nil }).max(by: { age($0) < age($1) }), let one = held[leader] else {
      return
    }
    align(streams, to: one.input.steps, one.age, "\(model.inputs[leader].name) has \(one.input.steps)")
  }

  private mutating func align(_ streams: [Int], to steps: Int, _ age: Int, _ reason: String) {
    for id in streams {
      guard let one = held[id], one.age < age, one.input.steps != steps else { continue }
      let input = model.inputs[id]
      // A signal goes on as long as it is wanted.
      if one.age == Self.shown, case .signal(let signal, _)? = input.example,
        let longer = try? input.signal(signal, [Double(steps)] + input.exampleNumbers.dropFirst(), seed)
      {
        held[id]?.input = longer
      } else {
        drop(id, .length(one.input.steps, reason))
      }
    }
  }

  private func age(_ id: Int) -> Int { held[id]?.age ?? Self.noise }

  private mutating func drop(_ id: Int, _ reason: Misfit) { (held[id], misfits[id]) = (nil, reason) }

  // MARK: what comes of it

  var loaded: LoadedInputs {
    get throws(CatalogueError) {
      do throws(CatalogueError) {
        var loaded = try LoadedInputs(held.map { $0?.input }, for: model, from: held.map { $0?.origin })
        loaded.notes = notes
        return loaded
      } catch {
        guard case .missingInputs(let names, _, _, _) = error else { throw error }
        let reasons = names.compactMap { name in
          model.input(named: name).flatMap { misfits[$0.id] }.map { (name, $0.words(of: 1)) }
        }
        guard let first = reasons.first else { throw error }
        throw .noLongerFits(first.0, reason: first.1, all: reasons.map(\.0))
      }
    }
  }
}

extension Input {
  /// - Throws: numbers where it takes symbols, symbols that it has not, numbers in another shape.
  fileprivate func checkShape(of loaded: LoadedInput) throws(CatalogueError) {
    switch (kind, loaded.content) {
    case (.token, .tokens(let tokens)):
      guard tokens.allSatisfy({ $0 >= 0 && $0 < shape.count }) else {
        throw .wrongNumbers(name, expected: "symbols up to \(shape.count)", found: "others")
      }
    case (.tensor, .numbers(let tensor)):
      guard tensor.shape.suffix(shape.axes.count) == shape.axes[...] else {
        throw .wrongNumbers(
          name, expected: shape.described, found: tensor.shape.map(String.init).joined(separator: "×"))
      }
    case (.token, .numbers), (.tensor, .tokens):
      throw .wrongNumbers(name, expected: "what it was fed before", found: "another kind of input")
    }
  }
}

extension Model {
  /// The input that a list of edges is for.
  var graphInput: Input? { sheet.graphInput.flatMap { input(named: $0) } }
}

extension Sheet {
  /// Whether a line shows something for an input.
  fileprivate func showsExample(of input: String) -> Bool {
    items.contains { item in
      if case .example(let target, _) = item.kind { Symbols.normalForm(target.spelled) == input } else { false }
    }
  }
}
