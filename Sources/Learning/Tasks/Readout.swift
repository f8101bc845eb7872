// The lines that turn what a sheet knows into an answer, and measure it: a linear readout, its loss, its mistakes.

internal import Equations
internal import Evaluation

/// What a task adds to a sheet that has no loss of the task's kind.
struct Readout {
  /// Names that the sheet does not have yet.
  struct Names {
    var target = "target"
    var counts = "counts"
    var weights = "V_out"
    var offset = "c_out"
    var output = "output"
    var measure = "measure"

    init() {}

    init(avoiding taken: Set<String>) {
      func free(_ name: String) -> String {
        var candidate = name
        while taken.contains(candidate) { candidate += "_task" }
        return candidate
      }
      target = free(target)
      counts = free(counts)
      weights = free(weights)
      offset = free(offset)
      output = free(output)
      measure = free(measure)
    }
  }

  let task: LearningTask
  /// The vector that is read, as an equation says it, and its size.
  let quantity: String
  let size: String
  let names: Names
  /// Inputs that only the sheet's own loss reads, and the equations that go with it.
  private let replacedInputs: Set<Int>
  private let replacedQuantities: Set<Int>
  /// The sheet's own loss, where it is kept.
  private let own: OwnLoss?
  /// Whether the sheet has all these lines already, from a training before.
  private let isThere: Bool

  private struct OwnLoss {
    /// What stands behind its sign of equality.
    var text: String
    /// The name of the input that it compares with.
    var target: String
    /// Whether sequences may be longer than what counts in them.
    var isCounted: Bool
  }

  /// - Parameters:
  ///   - task: what is to be answered.
  ///   - model: the sheet without it, in the sizes that the task needs.
  ///   - ownTarget: what the sheet's own loss compares with, if that loss stays, over the steps that count.
  ///   - mapping: what the user chose.
  /// - Throws: where there is nothing to read an answer from.
  init(_ task: LearningTask, for model: Model, ownTarget: Input?, _ mapping: Mapping) throws(FittingError) {
    self.task = task
    isThere = ownTarget == nil ? model.hasReadout(for: task) : model.countsAnswers
    if isThere {
      names = Names()
      own = ownTarget.map { OwnLoss(text: "", target: $0.name, isCounted: true) }
      (replacedInputs, replacedQuantities, size) = ([], [], "")
      let asksWhat = own != nil && task.metric == .wrongShare
      quantity = try asksWhat ? model.compared(by: model.loss, mapping).name : ""
      return
    }
    names = Names(avoiding: model.allNames)
    if let ownTarget, let loss = model.loss {
      let text = model.quantities[loss].text.split(separator: "=", maxSplits: 1).last.map { String($0).trimmed }
      own = OwnLoss(text: text ?? "", target: ownTarget.name, isCounted: task.companions.isEmpty)
      (replacedInputs, replacedQuantities) = ([], task.companions.isEmpty ? [loss] : [])
      size = ""
      // Only a share of wrong answers has to know what the loss compares.
      guard task.metric == .wrongShare else {
        quantity = ""
        return
      }
      quantity = try model.compared(by: loss, mapping).name
      return
    }
    own = nil
    replacedInputs = model.loss == nil ? [] : model.inputsOfLossAlone
    replacedQuantities = model.quantities(blockedBy: replacedInputs).union([model.loss].compactMap { $0 })
    let read = try model.quantityToRead(
      comparedBy: replacedQuantities, at: { model.stages[$0.stage].steps != .once }, mapping)
    quantity = read.name
    size = read.shape.rows.label
  }

  /// The sheet with these lines in place of its own loss.
  func added(to sheet: Sheet, _ model: Model) throws(FittingError) -> Sheet {
    if isThere { return sheet }
    let inputs = replacedInputs.map { model.inputs[$0].name }
    let quantities = replacedQuantities.map { model.quantities[$0] }
    return try sheet.removing(Set(quantities.map(\.item)), names: Set(inputs + quantities.map(\.name)))
      .adding(lines)
  }

  /// The lines, if it is they that answer: not a loss of the sheet that stays.
  var addedLines: String? { isThere || own != nil ? nil : lines }

  /// The same with a line that measures the answers, beside the loss, in its block.
  ///
  /// Only a training needs it: whoever runs the sheet without answers would lack what it reads. A loss that is the metric itself needs none.
  func measured(_ sheet: Sheet, _ bindings: Bindings) throws(FittingError) -> Sheet {
    guard own == nil || task.metric == .wrongShare else { return sheet }
    let line = "\(names.measure) = \(measure)"
    do throws(SheetErrors) {
      let model = try Model(sheet, bindings)
      guard let loss = model.loss else { return sheet }
      let text = sheet.inserting(
        try SheetParser.parse(line, name: sheet.name).items, after: model.quantities[loss].item)
      return try SheetParser.parse(text.printed, name: sheet.name)
    } catch {
      throw .sheet(error)
    }
  }

  private var measure: String {
    if let own { return counted(wrong(quantity, own.target)) }
    return switch task.target {
    case .numbers, .once: measureOfNumbers
    case .symbols: measureOfSymbols
    }
  }

  /// 1 where an answer is wrong.
  private func wrong(_ output: String, _ target: String) -> String {
    switch task.target {
    case .symbols: "(argmax(\(output)) ≠ argmax(\(target)))"
    case .numbers(1): "(abs(\(output) - \(target)) ≥ 0.5)"
    case .numbers, .once: "(max(abs(\(output) - \(target))) ≥ 0.5)"
    }
  }

  private func counted(_ text: String) -> String { own?.isCounted == false ? text : "\(names.counts) ⊙ \(text)" }

  var lines: String {
    let n = names
    if let own {
      guard own.isCounted else { return "" }
      return "input \(n.counts)  # 1 where the answer counts, else 0\nloss = \(counted("(\(own.text))"))"
    }
    switch task.target {
    case .numbers, .once:
      return """
        input \(n.target)  # what the answer should be
        input \(n.counts)  # 1 where the answer counts, else 0
        param \(n.weights): \(size)
        param \(n.offset)
        \(n.output) = \(n.weights)ᵀ \(quantity) + \(n.offset)  # the answer
        \(task.target.lossLine(n))
        """
    case .symbols(let symbols):
      return """
        input \(n.target): \(symbols.count)  # what the answer should be: 1 in its place
        input \(n.counts)  # 1 where the answer counts, else 0
        param \(n.weights): \(symbols.count)×\(size)
        param \(n.offset): \(symbols.count)
        \(n.output) = \(n.weights) \(quantity) + \(n.offset)  # the larger, the likelier that answer
        \(task.target.lossLine(n))
        """
    }
  }

  private var measureOfNumbers: String {
    switch task.metric {
    case .meanSquaredError, .halfSquaredDistance, .bitsPerSymbol, .loss:
      "\(names.counts) ⊙ (\(names.output) - \(names.target))^2"
    case .wrongShare: counted(wrong(names.output, names.target))
    }
  }

  private var measureOfSymbols: String {
    switch task.metric {
    case .bitsPerSymbol, .meanSquaredError, .halfSquaredDistance, .loss: "loss / log(2)"
    case .wrongShare: counted(wrong(names.output, names.target))
    }
  }
}

extension LearningTask.Port {
  /// What is minimised where these are the answers.
  fileprivate func lossLine(_ names: Readout.Names) -> String {
    switch self {
    case .numbers, .once: "loss = \(names.counts) ⊙ (\(names.output) - \(names.target))^2 / 2"
    case .symbols: "loss = -\(names.counts) ⊙ log(max(\(names.target)ᵀ softmax(\(names.output)), 1e-30))"
    }
  }
}

extension Model {
  /// Whether the sheet compares a readout with answers of the task's kind and size already.
  fileprivate func hasReadout(for task: LearningTask) -> Bool {
    let names = Readout.Names()
    guard let loss, let output = quantity(named: names.output), input(named: names.counts) != nil,
      input(named: names.target)?.shape.count == task.target.width, output.shape.count == task.target.width
    else { return false }
    return quantities[loss].text.filter { !$0.isWhitespace } == task.target.lossLine(names).filter { !$0.isWhitespace }
  }

  /// Whether the loss counts some steps alone, as it does after a training.
  var countsAnswers: Bool {
    let counts = Readout.Names().counts
    guard let loss, input(named: counts) != nil else { return false }
    return quantities[loss].text.filter { !$0.isWhitespace }.hasPrefix("loss=\(counts)⊙(")
  }

  /// The input that says which steps count, if the loss reads it.
  var countsInput: Int? { countsAnswers ? input(named: Readout.Names().counts)?.id : nil }

  /// What a loss compares with answers.
  fileprivate func compared(by loss: Int?, _ mapping: Mapping) throws(FittingError) -> Quantity {
    try quantityToRead(comparedBy: Set([loss].compactMap { $0 }), at: { _ in true }, mapping)
  }
}

extension Sheet {
  fileprivate func adding(_ lines: String) throws(FittingError) -> Sheet {
    do throws(SheetErrors) {
      return try SheetParser.parse(printed + lines + "\n", name: name)
    } catch {
      throw .sheet(error)
    }
  }
}

extension Model {
  /// Inputs without which all runs but the loss.
  fileprivate var inputsOfLossAlone: Set<Int> {
    Set(inputs.filter { input in input.isStream && (try? Plan(self, missing: [input.id])) != nil }.map(\.id))
  }

  /// What cannot be worked out without these inputs.
  fileprivate func quantities(blockedBy missing: Set<Int>) -> Set<Int> {
    ((try? Plan(self, missing: missing))?.omitted.keys).map { Set($0) } ?? []
  }

  /// Names as declarations say them, without indices.
  fileprivate var allNames: Set<String> {
    let names =
      quantities.map(\.name) + inputs.map(\.name) + parameters.map(\.name) + constants.map(\.name)
      + dims.map(\.name)
    return Set(names.map { String($0.prefix { $0 != "[" }) })
  }

  /// The vector that the user named; else the last one that a loss compared; else the last state; else the last one.
  fileprivate func quantityToRead(
    comparedBy losses: Set<Int>, at suits: (Quantity) -> Bool, _ mapping: Mapping
  ) throws(FittingError) -> Quantity {
    let vectors = quantities.filter { quantity in
      guard case .vector = quantity.shape, suits(quantity) else { return false }
      return !losses.contains(quantity.id)
    }
    if let name = mapping.read {
      guard let chosen = vectors.first(where: { $0.name == Symbols.normalForm(name) }) else {
        throw .noSuchQuantity(name, among: vectors.map(\.name))
      }
      return chosen
    }
    let compared = Set(
      losses.flatMap { quantities[$0].expression.reads }.compactMap { read in
        if case .quantity(let id) = read.source { id } else { nil }
      })
    let best = vectors.last { compared.contains($0.id) } ?? vectors.last { $0.isState } ?? vectors.last
    guard let best else { throw .nothingToRead }
    return best
  }
}
