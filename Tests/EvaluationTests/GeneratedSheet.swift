// Sheets made at random, as text, so that one that fails can be read and tried by hand. Layers of quantities stand on one
// another: what is worked out once, then scans that run forwards or backwards, each reading what lies below at any step.

import Chance

/// The size of an axis, as a sheet writes it.
struct GeneratedSize: Hashable {
  var text: String
  var count: Int

  static let one = GeneratedSize(text: "1", count: 1)
}

/// What shape a generated expression has.
enum GeneratedForm: Hashable {
  case scalar
  case vector(GeneratedSize)
  case row(GeneratedSize)
  case matrix(GeneratedSize, GeneratedSize)

  /// As a declaration writes it.
  var declared: String {
    switch self {
    case .scalar: ""
    case .vector(let n), .row(let n): ": \(n.text)"
    case .matrix(let r, let c): ": \(r.text)×\(c.text)"
    }
  }

  /// A row that is given a name is kept as a vector.
  var stored: GeneratedForm {
    if case .row(let n) = self { return .vector(n) }
    return self
  }
}

/// A random sheet; the same seed gives the same one.
struct GeneratedSheet {
  private(set) var text = ""
  /// A line for each equation, before they are shuffled.
  private var equations: [String] = []
  private var states: [String] = []
  var generator: SheetGenerator

  init(seed: UInt64) {
    generator = SheetGenerator(seed: seed)
    writeOnce()
    let layers = generator.pick([1, 1, 2, 2, 3])
    for layer in 1...layers { write(layer: layer) }
    if generator.chance(0.3) { writeFamily(layer: layers + 1) }
    if generator.chance(0.5) {
      generator.layer = layers + 2
      generator.direction = 0
      equations.append("loss = \(generator.timed(.scalar, depth: 3))")
    }
    var lines = generator.declarations + states
    var rest = equations
    while !rest.isEmpty { lines.append(rest.remove(at: generator.numbers.index(below: rest.count))) }
    text = lines.joined(separator: "\n")
  }

  // MARK: layers

  /// Quantities without a step.
  private mutating func writeOnce() {
    generator.layer = 0
    for index in 0..<generator.pick([0, 1, 2]) {
      let form = generator.anyForm()
      equations.append("o\(index) = \(generator.expression(form, depth: 3))")
      generator.quantities.append(.init(name: "o\(index)", form: form.stored, layer: 0, isState: false))
    }
  }

  /// A scan, or a part of one.
  private mutating func write(layer: Int) {
    generator.layer = layer
    generator.direction = generator.pick([-1, -1, 1, 0])
    let count = 1 + generator.numbers.index(below: 4)
    var members: [SheetGenerator.Quantity] = []
    for index in 0..<count {
      let isState = generator.direction != 0 && generator.chance(0.6)
      members.append(
        .init(name: "q\(layer)\(index)", form: generator.anyForm(), layer: layer, isState: isState))
    }
    generator.ahead = members.filter(\.isState).map { member in
      var stored = member
      stored.form = member.form.stored
      return stored
    }
    for member in generator.ahead { declare(member) }
    for member in members {
      let depth = generator.pick([2, 3, 4, 5])
      let value = generator.timed(member.form, depth: depth)
      equations.append("\(member.name) = \(generator.direction == 0 ? value : generator.bounded(value, member.form))")
      var stored = member
      stored.form = member.form.stored
      generator.quantities.append(stored)
    }
    generator.ahead = []
  }

  private mutating func declare(_ state: SheetGenerator.Quantity) {
    var line = "state \(state.name)\(state.form.declared)"
    if generator.chance(0.5) {
      let layer = generator.layer
      let ahead = generator.ahead
      (generator.layer, generator.ahead) = (0, [])
      let form = generator.chance(0.4) ? .scalar : state.form
      line += " = \(generator.expression(form, depth: 2))"
      (generator.layer, generator.ahead) = (layer, ahead)
    }
    states.append(line)
  }

  /// A family whose members read one another, with parameters of their own.
  private mutating func writeFamily(layer: Int) {
    generator.layer = layer
    generator.direction = -1
    let (n, m) = (generator.size(), generator.size())
    let isState = generator.chance(0.6)
    generator.declarations += ["param P[m]: \(n.text)×\(m.text) for m in 1..3", "param p[m]: \(n.text) for m in 1..3"]
    generator.declarations.append("param R[m]: \(n.text)×\(n.text) for m in 2..3")
    if isState { states.append("state f[m]: \(n.text) for m in 1..3") }
    let past = isState ? " + p[m] ⊙ f[m][t-1]" : ""
    let shared = generator.timed(.vector(m), depth: 2)
    equations.append("f[m] = tanh(P[m] @ \(shared) + R[m] @ f[m-1] + p[m]\(past)) for m in 2..3")
    equations.append("f[1] = tanh(P[1]ᵀ' @ \(shared)\(isState ? " + f[1][t-2] + f[3][t-1]" : ""))")
    for member in 1...3 {
      generator.quantities.append(.init(name: "f[\(member)]", form: .vector(n), layer: layer, isState: isState))
    }
  }
}
