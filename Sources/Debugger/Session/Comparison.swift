// Two runs in lock step on one input: where they first part, and by how much since.

internal import Catalogue
internal import Equations
internal import Evaluation

/// How one quantity of two runs differs.
package struct ComparedQuantity: Sendable {
  package var name: String
  /// The first step (from 1) at which an entry differs by more than the bound, and by how much.
  package var first: (step: Int, difference: Double)?
  /// The largest difference at any step, and where.
  package var most: (step: Int, difference: Double)
  package var isIdentical: Bool { most.difference == 0 }
}

/// What `compare` found.
package struct ComparisonReport: Sendable {
  package var one: String
  package var other: String
  package var bound: Double
  package var quantities: [ComparedQuantity]
}

/// Compares traces, quantity by quantity.
struct TraceComparison {
  let one: Trace<Float>
  let other: Trace<Float>
  let bound: Double

  /// Pairs of quantities of the same shape over as many steps; names of the first are shown.
  func compare(_ pairs: [(Quantity, Quantity)]) -> [ComparedQuantity] {
    pairs.map { a, b in
      var result = ComparedQuantity(
        name: a.name == b.name ? a.name : "\(a.name) and \(b.name)", first: nil, most: (1, 0))
      for step in 0..<one.stepCount(of: a) {
        let difference = self.difference(one.values(of: a, at: step), other.values(of: b, at: step))
        if difference > result.most.difference { result.most = (step + 1, difference) }
        if difference > bound, result.first == nil { result.first = (step + 1, difference) }
      }
      return result
    }
  }

  /// The largest difference of two vectors; infinite where only one of two entries is a number.
  private func difference(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { most, pair in
      if pair.0 == pair.1 || (pair.0.isNaN && pair.1.isNaN) { return most }
      let difference = abs(Double(pair.0) - Double(pair.1))
      return max(most, difference.isNaN ? .infinity : difference)
    }
  }

  /// Quantities of both that have one name, one shape and as many steps.
  var sameNames: [(Quantity, Quantity)] {
    one.model.quantities.compactMap { a in
      guard let b = other.model.quantity(named: a.name), matches(a, b) else { return nil }
      return (a, b)
    }
  }

  func matches(_ a: Quantity, _ b: Quantity) -> Bool {
    one.has(a) && other.has(b) && a.shape == b.shape && one.stepCount(of: a) == other.stepCount(of: b)
  }
}

extension Session {
  /// Another model on this session's input, with parameters taken from this model: those of the same name, and those
  /// that `mapping` names (its name: ours).
  package func partner(_ material: Material, mapping: [String: String]) throws(CommandError) -> Session {
    var copy = material
    copy.feed = self.material.feed
    copy.seed = self.material.seed
    for dimension in model.dims
    where material.settings[dimension.name] == nil && material.sheet.declares(dimension.name) {
      copy.settings[dimension.name] = Double(dimension.count)
    }
    var partner = try Session(copy, isInterrupted: isInterrupted)
    var values = partner.values
    for (theirs, ours) in mapping {
      guard let parameter = partner.model.parameter(named: theirs) else {
        throw .message("\(copy.sheet.name) has no parameter \(theirs)")
      }
      guard let own = model.parameter(named: ours) else { throw .message("this model has no parameter \(ours)") }
      guard own.shape == parameter.shape else {
        throw .message("\(theirs) is \(parameter.shape.described), \(ours) is \(own.shape.described)")
      }
    }
    for parameter in partner.model.parameters {
      let name = mapping[parameter.name] ?? parameter.name
      guard let own = model.parameter(named: name), own.shape == parameter.shape else { continue }
      values.parameters[parameter.id] = self.values.parameters[own.id]
    }
    for input in partner.model.inputs {
      guard let own = model.inputs.first(where: { $0.name == input.name && $0.shape == input.shape }) else { continue }
      values.inputs[input.id] = self.values.inputs[own.id]
    }
    try partner.use(values)
    return partner
  }
}

extension Sheet {
  fileprivate func declares(_ dimension: String) -> Bool {
    items.contains { item in
      if case .dims(let list) = item.kind { list.contains { $0.name == dimension } } else { false }
    }
  }
}

extension ComparisonReport {
  package var lines: [String] {
    let head = "\(one) beside \(other)"
    guard !quantities.isEmpty else { return [head, "  no quantity has the same name and shape in both"] }
    let width = quantities.map(\.name.count).max() ?? 0
    return [head]
      + quantities.map { quantity in
        let name = quantity.name + String(repeating: " ", count: width - quantity.name.count)
        guard !quantity.isIdentical else { return "  \(name)  the same to the last bit at every step" }
        let most = "at most \(ValueText.significant(quantity.most.difference, digits: 3)) (step \(quantity.most.step))"
        guard let first = quantity.first else {
          return "  \(name)  the same within \(ValueText.significant(bound, digits: 3)): \(most)"
        }
        return "  \(name)  part at step \(first.step) by \(ValueText.significant(first.difference, digits: 3)), \(most)"
      }
  }
}
