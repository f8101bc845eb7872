// A model without what some of its quantities do not need.

internal import Equations

extension Model {
  /// The model with those quantities alone that `target` depends on, numbered anew.
  func pruned(to target: Int) -> Model { pruned(to: [target]).model }

  /// The same for several targets, with the new number of each quantity that stays.
  func pruned(to targets: [Int]) -> (model: Model, numbers: [Int: Int]) {
    // What ends a stage is needed wherever one of its quantities may be.
    var needed = Set(targets + stages.compactMap(\.steps.until))
    var queue = Array(needed)
    while let id = queue.popLast() {
      for source in quantities[id].sources {
        if case .quantity(let other) = source, needed.insert(other).inserted { queue.append(other) }
      }
    }
    let kept = quantities.map(\.id).filter(needed.contains)
    let number = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    var copy = self
    copy.quantities = kept.enumerated().map { new, old in
      var quantity = quantities[old]
      quantity.id = new
      quantity.expression = quantity.expression.renumbered(number)
      quantity.initial = quantity.initial?.renumbered(number)
      quantity.leaf = quantity.leaf.flatMap { number[$0] }
      return quantity
    }
    for stage in copy.stages.indices {
      copy.stages[stage].steps = stages[stage].steps.renumbered(number)
      for scan in copy.stages[stage].scans.indices {
        copy.stages[stage].scans[scan].quantities = stages[stage].scans[scan].quantities.compactMap { number[$0] }
      }
    }
    for walk in copy.walks.indices { copy.walks[walk].steps = walks[walk].steps.renumbered(number) }
    copy.loss = loss.flatMap { number[$0] }
    return (copy, number)
  }
}

extension IndexSet {
  fileprivate func renumbered(_ number: [Int: Int]) -> IndexSet {
    guard case .range(let lower, let upper, let inputs, let until?) = self else { return self }
    return .range(lower: lower, upper: upper, inputs: inputs, until: number[until])
  }
}

extension Expression {
  fileprivate func renumbered(_ number: [Int: Int]) -> Expression {
    var copy = self
    switch kind {
    case .number: break
    case .read(var read):
      if case .quantity(let id) = read.source, let new = number[id] { read.source = .quantity(new) }
      copy.kind = .read(read)
    case .apply(let primitive, let operands): copy.kind = .apply(primitive, operands.map { $0.renumbered(number) })
    }
    return copy
  }
}
