// What each step is called: the symbol that was fed, or its number.

internal import Equations
internal import Evaluation

extension Session {
  /// The symbol that a stage reads at a step, from 0, or writes if it reads none; nil where there is none.
  package func symbol(of stage: Int, at step: Int) -> String? {
    Self.symbol(of: stage, at: step, in: trace, of: model, values)
  }

  /// The same in the run that a lens shows; for a difference in either that comes so far.
  package func symbol(of stage: Int, at step: Int, through lens: Lens) -> String? {
    switch lens {
    case .now: symbol(of: stage, at: step)
    case .before: ghost.flatMap { ghostSymbol(of: stage, at: step, in: $0) }
    case .difference: symbol(of: stage, at: step) ?? symbol(of: stage, at: step, through: .before)
    }
  }

  private func ghostSymbol(of stage: Int, at step: Int, in ghost: Ghost) -> String? {
    guard let old = ghostStage(of: stage, in: ghost) else { return nil }
    return Self.symbol(of: old, at: step, in: ghost.trace, of: ghost.trace.model, ghost.trace.values)
  }

  /// The stage of the untouched model that works out what this one does.
  private func ghostStage(of stage: Int, in ghost: Ghost) -> Int? {
    model.quantities.lazy.filter { $0.stage == stage }.compactMap { ghost.counterpart(of: $0)?.stage }.first
  }

  /// The steps of a stage in the run that a lens shows; for a difference those of the longer one.
  package func stepCount(of stage: Int, through lens: Lens) -> Int {
    let now = trace.stages.indices.contains(stage) ? trace.stages[stage].steps : 0
    guard lens != .now, let ghost, let old = ghostStage(of: stage, in: ghost),
      ghost.trace.stages.indices.contains(old)
    else { return now }
    let before = ghost.trace.stages[old].steps
    return lens == .before ? before : max(now, before)
  }

  private static func symbol(
    of stage: Int, at step: Int, in trace: Trace<Float>, of model: Model, _ values: RunValues<Float>
  ) -> String? {
    // What ends itself writes; what is fed beside it is only compared.
    model.stages[stage].steps.until == nil
      ? fedSymbol(of: stage, at: step, of: model, values) ?? writtenSymbol(of: stage, at: step, in: trace, of: model)
      : writtenSymbol(of: stage, at: step, in: trace, of: model) ?? fedSymbol(of: stage, at: step, of: model, values)
  }

  private static func fedSymbol(of stage: Int, at step: Int, of model: Model, _ values: RunValues<Float>) -> String? {
    for input in model.inputs where input.stage == stage {
      guard case .token(let alphabet?) = input.kind, case .tokens(let tokens) = values.inputs[input.id],
        tokens.indices.contains(step), alphabet.symbols.indices.contains(Int(tokens[step]))
      else { continue }
      return alphabet.symbols[Int(tokens[step])]
    }
    for input in model.inputs where input.stage == stage {
      if let symbol = markedSymbol(of: input, at: step, of: model, values) { return symbol }
    }
    return nil
  }

  private static func writtenSymbol(
    of stage: Int, at step: Int, in trace: Trace<Float>, of model: Model
  ) -> String? {
    for quantity in model.quantities where quantity.stage == stage && trace.has(quantity) {
      guard let alphabet = quantity.alphabet, step >= 0, step < trace.stepCount(of: quantity),
        let place = Int(exactly: trace.value(of: quantity, 0, at: step)), alphabet.symbols.indices.contains(place - 1)
      else { continue }
      return alphabet.symbols[place - 1]
    }
    return nil
  }

  /// The name of the one entry that is 1 where all others are 0, of a vector along a dimension whose entries have names.
  private static func markedSymbol(
    of input: Input, at step: Int, of model: Model, _ values: RunValues<Float>
  ) -> String? {
    guard case .vector(let axis) = input.shape, case .stream(let numbers, let steps) = values.inputs[input.id],
      (0..<steps).contains(step),
      let names = model.dims.first(where: { $0.name == axis.label && $0.count == axis.count })?.entryNames
    else { return nil }
    let entries = numbers[step * axis.count..<(step + 1) * axis.count]
    guard let place = entries.firstIndex(of: 1), entries.allSatisfy({ $0 == 0 || $0 == 1 }), entries.reduce(0, +) == 1
    else { return nil }
    return names[place - entries.startIndex]
  }

  /// What was fed, for the title line: the symbols, or how many steps of what.
  package var feedDescription: String {
    let stages = model.stages.indices.filter { trace.stages[$0].steps > 0 && symbol(of: $0, at: 0) != nil }
    guard let stage = stages.first else {
      let steps = trace.stages.map(\.steps).max() ?? 0
      return "\(steps) step\(steps == 1 ? "" : "s")"
    }
    let steps = trace.stages[stage].steps
    let filled = filling(of: stage)
    let (read, most) = (steps - filled.count, 200)
    let shown = (0..<min(read, most)).compactMap { symbol(of: stage, at: $0) }.map(SymbolText.printable)
    let text = shown.joined(separator: shown.contains { $0.count > 1 && !$0.hasPrefix("<") } ? " " : "")
    guard read <= most else { return "\"\(text)…\", \(read) steps" }
    return "\"\(text)\"" + (filled.count > 0 ? " + \(filled.count) \(SymbolText.printable(filled.symbol))" : "")
  }

  /// The symbol that a shorter text was filled up with, and how often it stands at the end of what a stage reads.
  private func filling(of stage: Int) -> (symbol: String, count: Int) {
    for input in model.inputs where input.stage == stage {
      guard case .token(let alphabet?) = input.kind, let fill = alphabet.fill,
        case .tokens(let tokens) = values.inputs[input.id], alphabet.symbols.indices.contains(fill.symbol)
      else { continue }
      return (alphabet.symbols[fill.symbol], tokens.reversed().prefix { Int($0) == fill.symbol }.count)
    }
    return ("", 0)
  }
}
