// What is otherwise in one variant than in another, in the words with which one would make it so.

internal import Catalogue
internal import Equations
internal import Evaluation
internal import Formats

extension Variant {
  /// What this one has that another of the same sheet has not: sizes, constants, equations, numbers, pins.
  func differences(from other: Variant) -> [String] {
    var list = settings(unlike: other)
    if seedMatters, material.seed != other.material.seed { list.append("seed \(material.seed)") }
    if material.trained != other.material.trained || material.weights?.path != other.material.weights?.path {
      list.append(origin)
    }
    var lines: Set<ItemPath> = []
    for quantity in model.quantities where lines.insert(quantity.item).inserted {
      if other.model.quantity(named: quantity.name)?.text != quantity.text { list.append(quantity.text) }
    }
    list += edits(unlike: other)
    let held = Set(other.pins.map(\.text))
    return list + pins.map(\.text).filter { !held.contains($0) }
  }

  /// Sizes and constants that were set, and are not the same in another model.
  func settings(besides other: Variant) -> [String] {
    material.settings.sorted { $0.key < $1.key }
      .filter { name, number in
        let dimension = other.model.dims.first { $0.name == name }
        return model.knows(name) && dimension.map { Double($0.count) } != number
      }
      .map { "\($0.key) = \(ValueText.significant($0.value, digits: 6))" }
  }

  private func settings(unlike other: Variant) -> [String] {
    let names = Set(material.settings.keys).union(other.material.settings.keys)
    let dims = model.dims.filter { dimension in
      names.contains(dimension.name) && other.model.dims.first { $0.name == dimension.name }?.count != dimension.count
    }
    let constants = model.constants.filter { constant in
      constant.value != nil && other.model.constant(named: constant.name)?.value != constant.value
    }
    return dims.map { "\($0.name) = \($0.count)" }
      + constants.map { "\($0.name) = \(ValueText.significant($0.value ?? 0, digits: 6))" }
  }

  private var seedMatters: Bool {
    material.weights == nil
      || model.inputs.contains { if case .signal(.noise, _)? = $0.example { true } else { false } }
  }

  private var origin: String {
    material.trained?.words ?? material.weights.map {
      "weights \($0.path.split(separator: "/").last.map(String.init) ?? $0.path)"
    }
      ?? "a random start"
  }

  /// Parameters and tensors that were edited here or there, as far as they hold other numbers here.
  private func edits(unlike other: Variant) -> [String] {
    let names = Set(material.edits.keys).union(other.material.edits.keys)
    var list: [String] = []
    for parameter in model.parameters where names.contains(parameter.name) {
      guard let old = other.model.parameter(named: parameter.name) else { continue }
      list += edit(
        parameter.name, parameter.shape, values.parameters[parameter.id], other.values.parameters[old.id])
    }
    for constant in model.constants where names.contains(constant.name) {
      guard let old = other.model.constant(named: constant.name) else { continue }
      list += edit(constant.name, constant.shape, values.constants[constant.id], other.values.constants[old.id])
    }
    let fed = Set(material.given.keys).union(other.material.given.keys)
    for input in model.inputs where fed.contains(input.name) {
      guard let old = other.model.input(named: input.name), case .given(let now) = values.inputs[input.id],
        case .given(let before) = other.values.inputs[old.id]
      else { continue }
      list += edit(input.name, input.shape, now, before)
    }
    return list
  }

  private func edit(_ name: String, _ shape: Shape, _ now: [Float], _ before: [Float]) -> [String] {
    guard now.count == before.count else { return [] }
    let places = now.indices.filter { now[$0] != before[$0] }
    guard let first = places.first else { return [] }
    if now.allSatisfy({ $0 == now[0] }) { return ["\(name) = \(ValueText.short(now[0]))"] }
    let columns = max(1, shape.columns.count)
    guard places.count == 1 || isOneTie(places, columns, now) else { return ["\(name) at \(places.count) entries"] }
    let entry = shape.axes.count == 2 ? "\(first / columns + 1),\(first % columns + 1)" : "\(first + 1)"
    return ["\(name)[\(entry)] = \(ValueText.short(now[first]))"]
  }

  /// Whether two entries lie across from each other in a square and are equal, as the ends of one tie.
  private func isOneTie(_ places: [Int], _ columns: Int, _ numbers: [Float]) -> Bool {
    guard places.count == 2, numbers.count == columns * columns, numbers[places[0]] == numbers[places[1]] else {
      return false
    }
    return places[1] == places[0] % columns * columns + places[0] / columns
  }
}
