// decay and ledger: what remains of the past, and who wrote what is there now.

internal import Equations
internal import Evaluation

extension Command {
  static let decay: Command = Command(
    "decay", operands: "[NAME or ADDRESS]", completes: .quantity,
    summary: "what remains of each step's state at this step, and the half-life",
    details: """
      A state that is linear in its own past, h = a ⊙ h[t-1] + …, keeps the product of its coefficients: μ^(t-k) of a
      leaky unit, Π f of a cell, Π z of a gated unit. What it is multiplied with is taken as given.
      """,
    example: "decay h"
  ) { session, text throws(CommandError) in
    let (quantity, entry, step) = try session.state(text)
    return Reply(try session.decay(of: quantity, entry, at: step))
  }

  static let ledger: Command = Command(
    "ledger", operands: "ADDRESS", completes: .quantity,
    summary: "who wrote what is now in a state, step by step; the entries sum exactly to it", example: "ledger h[3]@7"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.ledger.usage("") }
    let (quantity, entry, step) = try session.address(text)
    return Reply(try session.ledger(of: quantity, entry, at: step))
  }
}

extension Session {
  /// `h`, `h[3]`, `h[3]@7`; without a name the state that is shown.
  fileprivate func state(_ text: String) throws(CommandError) -> (Quantity, Entry?, Int) {
    let named = text.split(separator: "@", omittingEmptySubsequences: false).first.map { String($0).trimmed } ?? ""
    let (name, entry) = named.isEmpty ? (defaultState?.name ?? "", []) : try PinReader.target(named, model)
    guard !name.isEmpty else { throw .message("the model has no state") }
    if !entry.isEmpty {
      let (quantity, place, step) = try address(text)
      return (quantity, place, step)
    }
    guard let quantity = trace.model.quantity(named: name) else { throw PinReader.unknown(name, model) }
    let count = trace.stepCount(of: quantity)
    guard text.contains("@") else { return (quantity, nil, min(moment?.step ?? 0, count - 1)) }
    guard let number = Int(text.split(separator: "@").last ?? ""), number >= 1, number <= count else {
      throw .run(.noSuchStep(Int(text.split(separator: "@").last ?? "") ?? 0, count: count))
    }
    return (quantity, nil, number - 1)
  }

  private var defaultState: Quantity? {
    trace.model.quantities.first { $0.isState && trace.has($0) && Carry($0) != nil }
      ?? trace.model.quantities.first { $0.isState && trace.has($0) }
  }

  private func carry(of quantity: Quantity) throws(CommandError) -> Carry {
    guard trace.has(quantity) else { throw .run(.notEverywhere(quantity.name)) }
    guard let carry = Carry(quantity) else {
      throw .message(
        "\(quantity.name) is not linear in its own past (\(quantity.text)): nothing of it is carried over as it is")
    }
    return carry
  }

  fileprivate func decay(of quantity: Quantity, _ entry: Entry?, at step: Int) throws(CommandError) -> [Report] {
    let carry = try carry(of: quantity)
    let columns = quantity.shape.columns.count
    let entries = entry.map { [$0] } ?? (0..<quantity.shape.count).map { Entry($0 / columns, $0 % columns) }
    let back = carry.past.at.offset
    let count = trace.stepCount(of: quantity)
    var remaining = [Double](repeating: 1, count: entries.count)
    var rows: [DecayRow] = []
    var from = step
    // Further back than this nothing is left to see, and long sequences stay quick.
    while from >= 0, from < count, rows.count < 10_000 {
      let mean = remaining.reduce(0, +) / Double(remaining.count)
      rows.append(
        DecayRow(
          step: from + 1, mean: mean, least: remaining.min() ?? mean, most: remaining.max() ?? mean,
          symbol: symbol(of: quantity.stage, at: from)))
      if isInterrupted() { throw .run(.interrupted) }
      let evaluator = EntryEvaluator(trace, at: from)
      for (index, place) in entries.enumerated() { remaining[index] *= carry.coefficient(place, evaluator) }
      from += back
    }
    return [.decay(DecayReport(name: entry == nil ? quantity.name : name(quantity, entry), step: step + 1, rows: rows))]
  }

  private func name(_ quantity: Quantity, _ entry: Entry?) -> String {
    guard let entry else { return quantity.name }
    switch quantity.shape {
    case .scalar: return quantity.name
    case .vector, .row: return "\(quantity.name)[\(entry.row + 1)]"
    case .matrix: return "\(quantity.name)[\(entry.row + 1),\(entry.column + 1)]"
    }
  }

  fileprivate func ledger(of quantity: Quantity, _ entry: Entry, at step: Int) throws(CommandError) -> [Report] {
    let carry = try carry(of: quantity)
    let back = carry.past.at.offset
    let count = trace.stepCount(of: quantity)
    let index = entry.row * quantity.shape.columns.count + entry.column
    var factor = 1.0
    var lines: [LedgerRow] = []
    var from = step
    while from >= 0, from < count {
      if isInterrupted() { throw .run(.interrupted) }
      let evaluator = EntryEvaluator(trace, at: from)
      let keep = carry.coefficient(entry, evaluator)
      let value = Double(trace.value(of: quantity, index, at: from))
      let before = Double(trace.value(of: quantity, index, at: from + back))
      let written = value - keep * before
      lines.append(
        LedgerRow(
          step: from + 1, written: written, kept: factor, contribution: factor * written,
          symbol: symbol(of: quantity.stage, at: from)))
      factor *= keep
      from += back
    }
    let start = Double(trace.value(of: quantity, index, at: from))
    let value = Double(trace.value(of: quantity, index, at: step))
    return [
      .ledger(
        LedgerReport(
          name: "\(name(quantity, entry))@\(step + 1)", value: value, rows: lines, start: factor * start,
          kept: factor))
    ]
  }
}
