// Runs in lock step: where they first part, and by how much since.

internal import Catalogue
internal import Equations
internal import Evaluation

/// Runs to be set side by side; each is held against the first.
struct Comparison {
  let sides: [Variant]
  /// Which of them are the untouched run of the session.
  let isUntouched: [Bool]
  let names: [ComparisonRequest.NamePair]

  /// A quantity of the first run, and what it is set beside in each of the others.
  private struct Row {
    var quantity: Quantity
    var others: [Quantity?]
  }

  /// - Throws: names that no run has, an interruption.
  func report(
    within bound: Double, _ isInterrupted: @escaping Variant.Interruption
  ) throws(CommandError) -> ComparisonReport {
    try checkNames()
    let first = sides[0]
    var quantities: [ComparedQuantity] = []
    for row in rows {
      for (index, other) in row.others.enumerated() {
        guard let other else { continue }
        if isInterrupted() { throw .run(.interrupted) }
        let trace = sides[index + 1].trace
        let difference = TraceDifference(one: first.trace, other: trace, bound: bound)
        quantities.append(difference.compare(row.quantity, other, side: index + 1))
      }
    }
    return ComparisonReport(
      sides: labels, bound: bound, quantities: quantities, unmatched: unmatched, strangers: strangers,
      decays: try decays(isInterrupted), tables: sides.count > 2 ? tables : [])
  }

  /// Numbers that all runs have at each step, at the first, the second, the fourth and so on up to the last.
  private var tables: [LengthTable] {
    let first = sides[0].trace
    return rows.compactMap { row in
      let others = row.others.compactMap { $0 }
      guard row.quantity.shape.isScalar, !first.isOnce(row.quantity), others.count == row.others.count else {
        return nil
      }
      let columns = zip(sides.map(\.trace), [row.quantity] + others).map { trace, quantity in
        (0..<trace.stepCount(of: quantity)).map { Double(trace.value(of: quantity, 0, at: $0)) }
      }
      let most = columns.map(\.count).max() ?? 0
      let steps = Doublings.below(most) + (most > 0 ? [most] : [])
      return LengthTable(
        title: "\(row.quantity.name) at step", axis: "step", columns: sides.indices.map { "run \($0 + 1)" },
        rows: steps.map { step in
          LengthTable.Row(number: step, values: columns.map { $0.indices.contains(step - 1) ? $0[step - 1] : nil })
        })
    }
  }

  // MARK: labels

  /// What each run is, and what is otherwise in it than in the others.
  private var labels: [String] {
    sides.indices.map { index in
      let name = isUntouched[index] ? "the untouched run" : sides[index].model.sheet.name
      let words = differences(of: index)
      return name + (words.isEmpty ? "" : " (\(words.joined(separator: ", ")))")
    }
  }

  /// Of runs of one sheet what they differ in; of different sheets what was set and pinned.
  private func differences(of index: Int) -> [String] {
    let side = sides[index]
    var words: [String] = []
    for (other, variant) in zip(sides.indices, sides) where other != index {
      let isSameSheet = variant.model.sheet.name == side.model.sheet.name
      let more = isSameSheet ? side.differences(from: variant) : side.settings(besides: variant) + side.pins.map(\.text)
      for word in more where !words.contains(word) { words.append(word) }
    }
    return words
  }

  // MARK: quantities

  private var rows: [Row] {
    let first = sides[0].trace
    let quantities = first.model.quantities.filter(first.has)
    let same = quantities.map { quantity in
      Row(quantity: quantity, others: sides.dropFirst().map { counterpart(of: quantity, called: quantity.name, $0) })
    }
    let named = names.compactMap { pair -> Row? in
      guard pair.ours != pair.theirs, let quantity = first.model.quantity(named: pair.ours), first.has(quantity) else {
        return nil
      }
      return Row(
        quantity: quantity, others: sides.dropFirst().map { counterpart(of: quantity, called: pair.theirs, $0) })
    }
    return (same + named).filter { row in row.others.contains { $0 != nil } }
  }

  private func counterpart(of quantity: Quantity, called name: String, _ side: Variant) -> Quantity? {
    guard let other = side.trace.model.quantity(named: name), side.trace.has(other), other.shape == quantity.shape
    else {
      return nil
    }
    let (own, others) = (sides[0].trace.stepCount(of: quantity), side.trace.stepCount(of: other))
    // What a pin has made constant has one step, and the same value at each.
    let isOnce = sides[0].trace.isOnce(quantity) || side.trace.isOnce(other)
    return own == others || isOnce || min(own, others) > 0 ? other : nil
  }

  /// Quantities of each run that are set beside nothing.
  private var unmatched: [[String]] {
    let rows = rows
    return sides.indices.map { index in
      let matched = Set(rows.compactMap { index == 0 ? $0.quantity.name : $0.others[index - 1]?.name })
      let trace = sides[index].trace
      return trace.model.quantities.filter(trace.has).map(\.name).filter { !matched.contains($0) }
    }
  }

  /// Inputs that something needs and the first run feeds nothing to.
  private var strangers: [[String]] {
    sides.enumerated().map { index, side in
      guard index > 0 else { return [] }
      let numbers = side.model.treeInputs.map { [$0.left, $0.right] } ?? []
      return side.model.inputs.filter { input in
        guard side.trace.plan.needed.contains(input.id), !numbers.contains(input.id) else { return false }
        return sides[0].input(for: input, names) == nil
      }.map(\.name)
    }
  }

  private func checkNames() throws(CommandError) {
    for pair in names {
      var isKnown = false
      for side in sides.dropFirst() where side.model.quantity(named: pair.theirs) != nil {
        guard let own = sides[0].model.quantity(named: pair.ours) else { continue }
        guard let other = side.model.quantity(named: pair.theirs), other.shape == own.shape else {
          let shape = side.model.quantity(named: pair.theirs)?.shape ?? .scalar
          throw .message(Variant.misfit(pair, shape, own.shape))
        }
        isKnown = true
      }
      for side in sides.dropFirst() {
        let isParameter =
          side.model.parameter(named: pair.theirs) != nil && sides[0].model.parameter(named: pair.ours) != nil
        let isInput = side.model.input(named: pair.theirs) != nil && sides[0].model.input(named: pair.ours) != nil
        if isParameter || isInput { isKnown = true }
      }
      guard isKnown else {
        let theirs = sides.dropFirst().map(\.model.sheet.name).joined(separator: ", ")
        throw .message(
          "\(pair.theirs) = \(pair.ours): \(theirs) needs a parameter or quantity \(pair.theirs), and "
            + "\(sides[0].model.sheet.name) one of its kind called \(pair.ours)")
      }
    }
  }

  // MARK: decay

  /// What remains at the last step of a state that all runs have, where the runs differ in it.
  private func decays(_ isInterrupted: @escaping Variant.Interruption) throws(CommandError) -> [DecayReport] {
    for quantity in sides[0].trace.model.quantities where quantity.isState {
      var reports: [DecayReport] = []
      for side in sides {
        guard let own = side.trace.model.quantity(named: quantity.name), own.isState, side.trace.has(own) else { break }
        let session = Session(showing: side, isInterrupted)
        guard let report = try session.decayAtEnd(of: own) else { break }
        reports.append(report)
      }
      guard reports.count == sides.count, let first = reports.first else { continue }
      if reports.contains(where: { $0.rows.map(\.mean) != first.rows.map(\.mean) }) { return reports }
    }
    return []
  }
}

extension Session {
  /// Nil for a state that nothing is carried on in.
  fileprivate func decayAtEnd(of quantity: Quantity) throws(CommandError) -> DecayReport? {
    guard Carry(quantity) != nil else { return nil }
    var copy = self
    do throws(CommandError) {
      let isForward = timeline.parts.first { $0.quantities.contains(quantity.id) }?.direction != .backward
      let address = "\(quantity.name)@\(isForward ? trace.stepCount(of: quantity) : 1)"
      let reply = try Command.decay.run(&copy, address)
      guard case .decay(let report)? = reply.reports.first else { return nil }
      return report
    } catch {
      if error == .run(.interrupted) { throw error }
      return nil
    }
  }
}

extension Trace<Float> {
  /// Whether a quantity has one value for all steps.
  fileprivate func isOnce(_ quantity: Quantity) -> Bool { model.stages[quantity.stage].steps == .once }
}

/// How far one quantity is apart in two runs, at the steps that both have.
struct TraceDifference {
  let one: Trace<Float>
  let other: Trace<Float>
  let bound: Double

  func compare(_ a: Quantity, _ b: Quantity, side: Int) -> ComparedQuantity {
    var result = ComparedQuantity(name: a.name == b.name ? a.name : "\(a.name) and \(b.name)", side: side)
    result.isOnce = one.isOnce(a) && other.isOnce(b)
    let counts = (one.stepCount(of: a), other.stepCount(of: b))
    let runsEqually = counts.0 == counts.1 || one.isOnce(a) || other.isOnce(b)
    if !runsEqually { result.stepCounts = counts }
    for step in 0..<(runsEqually ? max(counts.0, counts.1) : min(counts.0, counts.1)) {
      let (left, right) = (one.values(of: a, at: step), other.values(of: b, at: step))
      if zip(left, right).contains(where: { $0.bitPattern != $1.bitPattern }) { result.isIdentical = false }
      let difference = self.difference(left, right)
      if difference > result.most.difference { result.most = (step + 1, difference) }
      if difference > bound, result.first == nil { result.first = (step + 1, difference) }
      result.last = difference
    }
    return result
  }

  /// The largest difference of two vectors; infinite where only one of two entries is a number.
  private func difference(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { most, pair in
      if pair.0 == pair.1 || (pair.0.isNaN && pair.1.isNaN) { return most }
      let difference = abs(Double(pair.0) - Double(pair.1))
      return max(most, difference.isNaN ? .infinity : difference)
    }
  }
}
