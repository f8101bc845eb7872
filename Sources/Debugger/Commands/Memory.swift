// decay and ledger: what remains of the past, and who wrote what is there now.

internal import Equations
internal import Evaluation

extension Command {
  static let decay: Command = Command(
    "decay", operands: "[NAME or ADDRESS] [in all]", completes: .quantity,
    summary: "what remains of each step's state at this step, and the half-life",
    details: """
      A state that is linear in its own past, h = a ⊙ h[t-1] + …, keeps the product of its coefficients: μ^(t-k) of a
      leaky unit, Π f of a cell, Π z of a gated unit. What it is multiplied with is taken as given.
      decay h in all   what remains through all equations together: how much of a small change of the state at each
                       step is there at this one. So it is told of every other state, such as a simple recurrent one.
      """,
    example: "decay h"
  ) { session, text throws(CommandError) in
    let inAll = text == "in all" || text.hasSuffix(" in all")
    let named = inAll ? String(text.dropLast("in all".count)).trimmed : text
    let session = session.alongside
    let (quantity, entry, step) = try session.state(named)
    guard let carry = inAll ? nil : Carry(quantity) else {
      return Reply([.decay(try session.decayInAll(of: quantity, entry, at: step, wanted: inAll))])
    }
    return Reply([.decay(try session.decay(carry, entry, at: step))])
  }

  static let ledger: Command = Command(
    "ledger", operands: "ADDRESS", completes: .quantity,
    summary: "who wrote what is now in a state, step by step; the entries sum exactly to it", example: "ledger h[3]@7"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.ledger.usage("") }
    let session = session.alongside
    let (quantity, entry, step) = try session.address(text, for: .ledger)
    return Reply(try session.ledger(of: quantity, entry, at: step))
  }
}

extension Session {
  /// `h`, `h[3]`, `h[3]@7`; without a name the state that is shown.
  fileprivate func state(_ text: String) throws(CommandError) -> (Quantity, Entry?, Int) {
    let named = text.split(separator: "@", omittingEmptySubsequences: false).first.map { String($0).trimmed } ?? ""
    let (name, entry) =
      named.isEmpty
      ? (defaultState?.name ?? "", []) : try PinReader.target(named, model, otherwise: Command.decay.noAddress(text))
    guard !name.isEmpty else { throw .message("the model has no state") }
    if !entry.isEmpty {
      let (quantity, place, step) = try address(text, for: .decay)
      return (quantity, place, step)
    }
    guard let quantity = trace.model.quantity(named: name) else { throw PinReader.unknown(name, model) }
    let count = trace.stepCount(of: quantity)
    guard text.contains("@") else { return (quantity, nil, min(moment?.step ?? 0, count - 1)) }
    let step = text.split(separator: "@", omittingEmptySubsequences: false).last.map { String($0).trimmed } ?? ""
    return (quantity, nil, try StepReader.step(step, of: count))
  }

  private var defaultState: Quantity? {
    trace.model.quantities.first { $0.isState && trace.has($0) && Carry($0) != nil }
      ?? trace.model.quantities.first { $0.isState && trace.has($0) }
  }

  fileprivate func decay(_ carry: Carry, _ entry: Entry?, at step: Int) throws(CommandError) -> DecayReport {
    let quantity = carry.quantity
    let columns = quantity.shape.columns.count
    let entries = entry.map { [$0] } ?? (0..<quantity.shape.count).map { Entry($0 / columns, $0 % columns) }
    let count = trace.stepCount(of: quantity)
    var remaining = [Double](repeating: 1, count: entries.count)
    var rows: [DecayRow] = []
    var from = step
    while from >= 0, from < count, rows.count < Self.mostRows {
      let mean = remaining.reduce(0, +) / Double(remaining.count)
      rows.append(
        DecayRow(
          step: from + 1, mean: mean, least: remaining.min() ?? mean, most: remaining.max() ?? mean,
          symbol: symbol(of: quantity.stage, at: from)))
      if isInterrupted() { throw .run(.interrupted) }
      let evaluator = EntryEvaluator(trace, at: from)
      for (index, place) in entries.enumerated() { remaining[index] *= carry.coefficient(place, evaluator) }
      from += carry.past.at.offset
    }
    return DecayReport(
      name: name(quantity, entry), step: step + 1, isInAll: false, lag: abs(carry.past.at.offset), rows: rows,
      leftOut: Self.left(from: from, by: carry.past.at.offset, of: count))
  }

  /// Reading further back would take long.
  private static let mostRows = 10_000

  /// The steps that are left, from one on, by a way that leads out of the sequence.
  private static func left(from step: Int, by offset: Int, of count: Int) -> Int {
    guard step >= 0, step < count, offset != 0 else { return 0 }
    return (offset < 0 ? step : count - 1 - step) / abs(offset) + 1
  }

  /// Each row is a run of its own.
  private static let mostRuns = 100

  /// - `wanted`: whether it was asked for, rather than for want of a direct path.
  fileprivate func decayInAll(
    of quantity: Quantity, _ entry: Entry?, at step: Int, wanted: Bool
  ) throws(CommandError) -> DecayReport {
    try checkHas(quantity)
    guard let part = timeline.parts.first(where: { $0.quantities.contains(quantity.id) }), part.steps > 1 else {
      throw .message("\(quantity.name) has no steps through which something could remain")
    }
    let back = part.direction == .forward ? -1 : 1
    var report = DecayReport(
      name: name(quantity, entry), step: step + 1, isInAll: true, lag: 1, rows: [],
      remark: wanted ? nil : "nothing of it is carried over as it is: \(quantity.text)")
    report.isOfNodes = trace.model.stages[quantity.stage].isTree
    do throws(RunError) {
      let sensitivity = try Sensitivity(
        of: quantity, entry, in: trace, upTo: step, isInterrupted: isInterrupted)
      let steps =
        report.isOfNodes ? nodes(below: step) : Array(stride(from: step, to: back < 0 ? -1 : part.steps, by: back))
      for from in steps.prefix(Self.mostRuns) {
        guard let share = try sensitivity.remaining(from: from, to: step) else { continue }
        report.rows.append(
          DecayRow(
            step: from + 1, mean: share, least: share, most: share, symbol: symbol(of: quantity.stage, at: from)))
      }
      report.leftOut = max(0, steps.count - Self.mostRuns)
    } catch {
      throw .run(error)
    }
    guard report.rows.count < 2 || report.rows.contains(where: { $0.step != step + 1 && $0.mean != 0 }) else {
      throw .message("nothing of \(report.name) remains at another step: no equation hands it on")
    }
    guard !report.rows.isEmpty else {
      throw .message("\(report.name) is zero up to step \(step + 1): nothing can remain")
    }
    return report
  }

  /// A node of a tree and all inner nodes below it, by their steps from 0, the last first.
  private func nodes(below step: Int) -> [Int] {
    guard let tree = trace.tree else { return [step] }
    var (found, open) = ([step], [step])
    while let next = open.popLast() {
      let inner = [tree.left[next], tree.right[next]].filter { $0 >= tree.leafCount }.map { $0 - tree.leafCount }
      found += inner
      open += inner
    }
    return found.sorted(by: >)
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
    guard let past = LinearPast(quantity) else {
      guard !trace.model.stages[quantity.stage].isTree else {
        throw .message(
          "\(quantity.name) is made of its children, and has no past that a ledger could be kept of; explain tells them"
        )
      }
      let others = trace.model.quantities.filter { trace.has($0) && LinearPast($0) != nil }.map(\.name)
      throw .message(
        "\(quantity.name) is not linear in its own past (\(quantity.text)): nobody's part in it can be told apart"
          + (others.isEmpty ? "" : "; those of \(others.joined(separator: ", ")) can"))
    }
    let ledger: Ledger
    do throws(RunError) {
      ledger = try Ledger(past, entry, in: trace, at: step, isInterrupted: isInterrupted)
    } catch {
      throw .run(error)
    }
    let index = entry.row * quantity.shape.columns.count + entry.column
    let rows = ledger.rows.map { row in
      LedgerRow(
        step: row.step + 1, written: row.written, kept: row.kept, contribution: row.contribution,
        symbol: symbol(of: quantity.stage, at: row.step))
    }
    return [
      .ledger(
        LedgerReport(
          name: "\(name(quantity, entry))@\(step + 1)", value: Double(trace.value(of: quantity, index, at: step)),
          rows: rows, start: ledger.start))
    ]
  }
}
