// The gradient by a quantity in parts, by the ways on which it came to a step: through each equation of another step that
// reads a value of this one, and from what is differentiated itself. Within the step each part is handed on by itself, by
// the same rules as the whole; those are linear in the gradient, so that the parts sum to it.

extension GradientBuilder {
  /// What comes to a step on one way, by the quantity that it arrives at.
  private struct Way {
    var path: GradientModel.Path
    var arrived: [Int: [Expression]]
  }

  /// - `ordered`: all quantities that the target depends on, each behind all that read it within a step.
  mutating func addPaths(to id: Int, _ ordered: [Int]) {
    guard reached.contains(id), model.quantities[id].stage != once else { return }
    let followers = self.followers(of: id)
    let inStep = ordered.filter(followers.contains)
    for way in ways(to: inStep) { add(way, to: id, inStep) }
  }

  /// The quantity itself and all that is worked out from it within its step.
  private func followers(of id: Int) -> Set<Int> {
    let stage = model.quantities[id].stage
    let candidates = reached.filter { model.quantities[$0].stage == stage }
    var result: Set<Int> = [id]
    var open = [id]
    while let next = open.popLast() {
      let read = Read(.quantity(next))
      for other in candidates where model.quantities[other].expression.reads.contains(read) {
        if result.insert(other).inserted { open.append(other) }
      }
    }
    return result
  }

  /// All that comes to these quantities from outside their step.
  private mutating func ways(to inStep: [Int]) -> [Way] {
    var ways: [Way] = []
    if inStep.contains(target) {
      let path = GradientModel.Path(reader: nil, read: nil, quantity: target)
      ways.append(Way(path: path, arrived: [target: [seedTerm]]))
    }
    for arrival in order {
      guard case .quantity(let id) = arrival.source else { continue }
      let quantity = model.quantities[id]
      guard arrival.at != .now || arrival.stage != quantity.stage else { continue }
      guard inStep.contains(id) || quantity.leaf.map(inStep.contains) ?? false else { continue }
      let heard = sayings.filter { $0.arrival == arrival }
      for reader in Set(heard.map(\.reader)).sorted() {
        let said = heard.filter { $0.reader == reader }.map(\.gradient)
        guard let first = said.first else { continue }
        let read = Read(arrival.source, at: arrival.at)
        let flow = flow(read, quantity, of: reader)
        for (source, term) in terms(of: arrival, said.dropFirst().reduce(first, +), through: flow) {
          guard case .quantity(let to) = source, inStep.contains(to) else { continue }
          ways.append(Way(path: GradientModel.Path(reader: reader, read: read, quantity: to), arrived: [to: [term]]))
        }
      }
    }
    return ways
  }

  /// A place for what one reader alone says to a value of another step.
  private mutating func flow(_ read: Read, _ quantity: Quantity, of reader: Int) -> Int? {
    guard let whole = flows[read] else { return nil }
    return add(
      "\(model.quantities[whole].name) in \(model.quantities[reader].name)", model.quantities[whole].shape,
      stage: model.quantities[whole].stage, caption: nil)
  }

  /// Hands on within the step what came on one way, up to the quantity that is split.
  private mutating func add(_ way: Way, to id: Int, _ inStep: [Int]) {
    var arrived = way.arrived
    let name = "way \(paths.count + 1)"
    for next in inStep {
      guard let terms = arrived[next] else { continue }
      let quantity = model.quantities[next]
      let part = add("d/\(quantity.name) on \(name)", quantity.shape, stage: quantity.stage, caption: nil)
      define(part, by: terms)
      guard next != id else {
        var path = way.path
        path.quantity = part
        return paths.append(path)
      }
      found = [:]
      let gradient = stored(.quantity(part), quantity.shape, as: quantity.expression.shape)
      walk(quantity.expression, gradient, Place(stage: quantity.stage, quantity: next, name: quantity.name))
      for (reached, gradients) in found ?? [:] { arrived[reached, default: []] += gradients }
      found = nil
    }
  }

  /// Keeps what a walk within a step arrives at.
  mutating func find(_ read: Read, _ gradient: Expression) {
    guard case .quantity(let id) = read.source, read.at == .now else { return }
    found?[id, default: []].append(gradient)
  }
}
