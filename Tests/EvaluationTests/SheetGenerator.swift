// Random expressions of a wanted shape, over names that are declared when they are first wanted. Arguments of roots,
// logarithms and quotients are kept where the function is defined, so that values stay of order one.

import Chance

/// What a random sheet is made with.
struct SheetGenerator {
  struct Quantity {
    var name: String
    var form: GeneratedForm
    var layer: Int
    var isState: Bool
  }

  var numbers: SeededNumbers
  var declarations: [String] = []
  let sizes: [GeneratedSize]
  /// Which quantities may be read now: those of layers below, and those of this layer that are here already.
  var quantities: [Quantity] = []
  /// States of this layer, which may be read at steps that the scan has passed.
  var ahead: [Quantity] = []
  /// 0 is what is worked out once.
  var layer = 0
  /// -1 where this layer's states are read at earlier steps, 1 at later ones, 0 where it has none.
  var direction = 0
  /// Whether what was made last changes from step to step.
  private(set) var isTimed = false
  private var parameters: [GeneratedForm: [String]] = [:]
  private let streams: [(name: String, form: GeneratedForm)]
  private let given: (name: String, form: GeneratedForm)

  init(seed: UInt64) {
    numbers = SeededNumbers(seed: seed, name: "sheet")
    let counts = [1, 2, 3, 4, 5, 7, 8, 9, 11]
    let large = [15, 16, 17, 31, 33, 66]
    func count(_ numbers: inout SeededNumbers, _ likely: Bool) -> Int {
      numbers.unit() < (likely ? 0.2 : 0.05)
        ? large[numbers.index(below: large.count)] : counts[numbers.index(below: counts.count)]
    }
    let (a, b, v) = (count(&numbers, true), count(&numbers, false), count(&numbers, false))
    let (sizeA, sizeB) = (GeneratedSize(text: "A", count: a), GeneratedSize(text: "B", count: b))
    let sizeV = GeneratedSize(text: "V", count: v)
    sizes = [
      sizeA, sizeA, sizeA, sizeB, sizeB, sizeV, GeneratedSize(text: "2", count: 2), .one,
      GeneratedSize(text: "A+B", count: a + b), GeneratedSize(text: "2A", count: 2 * a),
    ]
    declarations = ["dims A = \(a), B = \(b), V = \(v)", "const g = 0.7"]
    declarations += ["input x: A", "input y", "input k: token(V)", "input u: 1", "input G: B×A"]
    streams = [("x", .vector(sizeA)), ("y", .scalar), ("k", .vector(sizeV)), ("u", .vector(.one))]
    given = ("G", .matrix(sizeB, sizeA))
  }

  // MARK: chance

  mutating func chance(_ probability: Double) -> Bool { numbers.unit() < probability }

  mutating func pick<T>(_ list: [T]) -> T { list[numbers.index(below: list.count)] }

  mutating func size() -> GeneratedSize { pick(sizes) }

  mutating func anyForm() -> GeneratedForm {
    switch numbers.index(below: 10) {
    case 0: .scalar
    case 1: .row(size())
    case 2, 3, 4: .matrix(size(), size())
    default: .vector(size())
    }
  }

  // MARK: names

  mutating func parameter(_ form: GeneratedForm) -> String {
    let known = parameters[form] ?? []
    if !known.isEmpty && chance(0.5) { return pick(known) }
    let name = "w\(parameters.values.reduce(0) { $0 + $1.count })"
    declarations.append("param \(name)\(form.declared)")
    parameters[form, default: []].append(name)
    return name
  }

  /// A name that has the form, perhaps at another step.
  mutating func leaf(_ form: GeneratedForm) -> String {
    var found: [String] = []
    for quantity in quantities where quantity.form == form && (layer > 0 || quantity.layer == 0) {
      found.append(quantity.name)
      guard layer > 0 && quantity.layer > 0 else { continue }
      let shift = quantity.layer == layer ? direction * (1 + numbers.index(below: 5)) : pick([-5, -3, -2, -1, 1, 2])
      if shift != 0 { found.append("\(quantity.name)[t\(shift < 0 ? "-" : "+")\(abs(shift))]") }
    }
    for state in ahead where state.form == form {
      let step = "\(state.name)[t\(direction < 0 ? "-" : "+")\(pick([1, 1, 1, 2, 3]))]"
      found += [step, step]
    }
    if layer > 0 {
      for stream in streams where stream.form == form {
        found += [stream.name, stream.name, "\(stream.name)[t\(pick(["-1", "-3", "+1", "+2"]))]"]
      }
    }
    if given.form == form { found.append(given.name) }
    if !found.isEmpty && chance(0.75) {
      let name = pick(found)
      if name != given.name && !name.hasPrefix("o") { isTimed = true }
      return name
    }
    switch form {
    case .scalar:
      if layer > 0 && chance(0.15) {
        isTimed = true
        return "(t / 10)"
      }
      return chance(0.6) ? pick(["g", "A", "0.3", "1.5"]) : parameter(.scalar)
    case .row(let n): return "(\(leaf(.vector(n)))ᵀ)"
    case .vector, .matrix: return parameter(form)
    }
  }

  // MARK: expressions

  /// An expression that changes from step to step.
  mutating func timed(_ form: GeneratedForm, depth: Int) -> String {
    isTimed = false
    let value = expression(form, depth: depth)
    return isTimed ? value : "(\(value) ⊙ cos(y))"
  }

  /// Keeps a recurrence from growing.
  mutating func bounded(_ value: String, _ form: GeneratedForm) -> String {
    switch numbers.index(below: 5) {
    case 0: "σ(\(value))"
    case 1: "sin(\(value))"
    case 2: "clip(\(value), -1, 0.9)"
    default: "tanh(\(value))"
    }
  }

  mutating func expression(_ form: GeneratedForm, depth: Int) -> String {
    if depth <= 0 || chance(0.1) { return leaf(form) }
    let value = chance(0.55) ? elementwise(form, depth: depth - 1) : structure(form, depth: depth - 1)
    return value ?? elementwise(form, depth: depth - 1)
  }

  private mutating func elementwise(_ form: GeneratedForm, depth: Int) -> String {
    if chance(0.02) { return chain(form) }
    let a = expression(form, depth: depth)
    switch numbers.index(below: 28) {
    case 0: return "(-\(a))"
    case 1: return "σ(\(a))"
    case 2: return "tanh(\(a))"
    case 3: return pick(["relu(\(a))", "softplus(\(a))", "abs(\(a))", "sign(\(a))", "floor(\(a))", "(not \(a))"])
    case 4: return "exp(tanh(\(a)))"
    case 5: return "log(abs(\(a)) + 0.5)"
    case 6: return "√(abs(\(a)) + 0.1)"
    case 7: return pick(["sin(\(a))", "cos(\(a))"])
    case 8: return chance(0.5) ? "(\(a)^\(pick(["2", "3"])))" : "((abs(\(a)) + 0.5)^tanh(\(beside(form, depth))))"
    case 9: return "leakyrelu(\(a), \(beside(form, depth)))"
    case 10: return "shrink(\(a), 0.3)"
    case 11: return "\(pick(["max", "min"]))(\(a), \(beside(form, depth)))"
    case 12: return "(\(a) \(pick(["<", "≤", ">", "≥", "==", "≠", "and", "or"])) \(beside(form, depth)))"
    case 13: return "clip(\(a), \(beside(form, depth)), 1.2)"
    case 14: return "choose(\(beside(form, depth)) > 0, \(a), \(beside(form, depth)))"
    case 15: return "(\(a) / (abs(\(beside(form, depth))) + 0.5))"
    case 16: return "(\(expression(.scalar, depth: depth)) \(a))"
    case 17, 18: return "(\(beside(form, depth)) - \(a))"
    case 19...23: return "(\(a) ⊙ \(beside(form, depth)))"
    default: return "(\(a) + \(beside(form, depth)))"
    }
  }

  /// What may stand beside a value of this form without changing it: the same, a number, a column or row of a matrix.
  private mutating func beside(_ form: GeneratedForm, _ depth: Int) -> String {
    switch form {
    case .scalar: return expression(.scalar, depth: depth)
    case .matrix(let r, let c):
      switch numbers.index(below: 8) {
      case 0: return expression(.scalar, depth: depth)
      case 1, 2: return expression(.vector(r), depth: depth)
      case 3, 4: return expression(.row(c), depth: depth)
      default: break
      }
    case .vector, .row:
      switch numbers.index(below: 8) {
      case 0: return expression(.scalar, depth: depth)
      // Beside a row of one it would be taken for the vector.
      case 1 where form != .row(.one): return expression(.vector(.one), depth: depth)
      default: break
      }
    }
    return expression(form, depth: depth)
  }

  /// More values at once than there are registers.
  private mutating func chain(_ form: GeneratedForm) -> String {
    let names = (0..<6).map { _ in leaf(form) }
    var value = names[0]
    for index in 1...36 { value = "(sin(\(names[index % 6]) + 0.\(10 + index)) ⊙ (0.5 + \(value) / 2))" }
    return value
  }

  private mutating func structure(_ form: GeneratedForm, depth: Int) -> String? {
    switch form {
    case .scalar: toScalar(depth)
    case .vector(let n): toVector(n, depth)
    case .row(let n): toRow(n, depth)
    case .matrix(let r, let c): toMatrix(r, c, depth)
    }
  }

  private mutating func toScalar(_ depth: Int) -> String? {
    let (n, m) = (size(), size())
    switch numbers.index(below: 9) {
    case 0: return "(\(expression(.row(n), depth: depth)) @ \(expression(.vector(n), depth: depth)))"
    case 8: return "\(leaf(.vector(n)))[\(1 + numbers.index(below: n.count))]"
    case 1: return "argmax(\(expression(.vector(n), depth: depth)))"
    case 2: return "entropy(softmax(\(expression(.vector(n), depth: depth))))"
    case 3: return "\(parameter(.vector(n)))[\(1 + numbers.index(below: n.count))]"
    case 4:
      // An index that speaks of the step would be taken for one.
      if layer > 0 { isTimed = true }
      let index = layer > 0 ? "argmax(x)" : "1"
      return "\(parameter(.matrix(sizes[0], m)))[\(index), \(m.count)]"
    case 5:
      let stack = stack(n, m, depth)
      return "\(pick(["sum", "mean", "max", "min", "norm"]))(\(stack))"
    default:
      let form: GeneratedForm = pick([.vector(n), .row(n), .matrix(n, m)])
      return "\(pick(["sum", "mean", "max", "min", "norm"]))(\(expression(form, depth: depth)))"
    }
  }

  private mutating func stack(_ n: GeneratedSize, _ m: GeneratedSize, _ depth: Int) -> String {
    "[\(expression(.vector(n), depth: depth)); \(expression(.scalar, depth: depth)); \(expression(.vector(m), depth: depth))]"
  }

  private mutating func toVector(_ n: GeneratedSize, _ depth: Int) -> String? {
    let m = size()
    switch numbers.index(below: 21) {
    case 16: return "fill(\(expression(.scalar, depth: depth)), \(n.text))"
    case 17: return "rowsum(\(expression(.matrix(n, m), depth: depth)))"
    case 18:
      let name = pick(["sortby", "unsort"])
      return "\(name)(\(expression(.vector(n), depth: depth)), \(expression(.vector(n), depth: depth)))"
    case 19:
      guard m.count <= n.count else { return nil }
      return "circcorr(\(expression(.vector(n), depth: depth)), \(expression(.vector(m), depth: depth)))"
    case 20:
      guard n.count < m.count else { return nil }
      let first = 1 + numbers.index(below: m.count - n.count)
      return "rows(\(expression(.vector(m), depth: depth)), \(first), \(first + n.count - 1))"
    case 15 where n.count <= m.count:
      return "circdots(\(expression(.vector(m), depth: depth)), \(expression(.vector(m), depth: depth)), \(n.text))"
    case 0...3: return "(\(parameter(.matrix(n, m))) @ \(expression(.vector(m), depth: depth)))"
    case 4: return "(\(parameter(.matrix(m, n)))ᵀ @ \(expression(.vector(m), depth: depth)))"
    case 5: return "(\(expression(.matrix(n, m), depth: depth)) @ \(expression(.vector(m), depth: depth)))"
    case 6: return "(\(expression(.row(n), depth: depth))ᵀ)"
    case 7: return "softmax(\(expression(.vector(n), depth: depth)))"
    case 8:
      return "softmax(\(expression(.vector(n), depth: depth)), where: \(expression(.vector(n), depth: depth)) > 0)"
    case 9: return "layernorm(\(expression(.vector(n), depth: depth)); \(parameter(.vector(n))), \(leaf(.scalar)))"
    case 10:
      return pick(["sort(%)", "topk(%, 2)"]).replacing("%", expression(.vector(n), depth: depth))
    case 11: return "diag(\(expression(.matrix(n, n), depth: depth)))"
    case 12: return "onehot(argmax(\(expression(.vector(m), depth: depth))), \(n.text))"
    case 13: return "cosine(\(expression(.matrix(n, m), depth: depth)), \(expression(.vector(m), depth: depth)))"
    case 14:
      guard m.count <= n.count else { return nil }
      return "circconv(\(expression(.vector(n), depth: depth)), \(expression(.vector(m), depth: depth)))"
    default:
      guard n.text == "A+B" || n.text == "2A" else { return nil }
      let (first, second) = (sizes[0], n.text == "2A" ? sizes[0] : sizes[3])
      return "[\(expression(.vector(first), depth: depth)); \(expression(.vector(second), depth: depth))]"
    }
  }

  private mutating func toRow(_ n: GeneratedSize, _ depth: Int) -> String? {
    let m = size()
    switch numbers.index(below: 8) {
    case 0: return "(\(expression(.row(m), depth: depth)) @ \(parameter(.matrix(m, n))))"
    case 7: return "softmax(\(expression(.row(n), depth: depth)), where: \(expression(.row(n), depth: depth)) > 0)"
    case 1: return "(\(expression(.row(m), depth: depth)) @ \(parameter(.matrix(n, m)))ᵀ)"
    case 2: return "(\(expression(.row(m), depth: depth)) @ \(expression(.matrix(m, n), depth: depth)))"
    case 3: return "softmax(\(expression(.row(n), depth: depth)))"
    case 4:
      return pick(["sort(%)", "topk(%, 2)", "layernorm(%; g, 0.1)"]).replacing("%", expression(.row(n), depth: depth))
    default: return "(\(expression(.vector(n), depth: depth))ᵀ)"
    }
  }

  private mutating func toMatrix(_ r: GeneratedSize, _ c: GeneratedSize, _ depth: Int) -> String? {
    let m = size()
    func of(_ generator: inout SheetGenerator, _ form: GeneratedForm) -> String {
      generator.expression(form, depth: depth)
    }
    switch numbers.index(below: 13) {
    case 0: return "(\(parameter(.matrix(r, m))) @ \(of(&self, .matrix(m, c))))"
    case 1: return "(\(of(&self, .matrix(r, m))) @ \(parameter(.matrix(c, m)))ᵀ)"
    case 2: return "(\(of(&self, .matrix(r, m))) @ \(of(&self, .matrix(m, c))))"
    case 3: return "(\(of(&self, .matrix(m, r)))ᵀ @ \(of(&self, .matrix(m, c))))"
    case 4, 5: return "(\(of(&self, .vector(r))) @ \(of(&self, .row(c))))"
    case 6: return "(\(of(&self, .matrix(c, r)))ᵀ)"
    case 7 where r == c: return "diag(\(of(&self, .vector(r))))"
    case 8 where r.text == "2": return "[\(of(&self, .row(c))); \(of(&self, .row(c)))]"
    case 8 where r.text == "A+B": return "[\(of(&self, .matrix(sizes[0], c))); \(of(&self, .matrix(sizes[3], c)))]"
    // The slow evaluator takes a matrix of one row for a row.
    case 9 where r.count > 1: return "softmax(\(of(&self, .matrix(r, c))))"
    case 10 where r.count > 1: return "softmax(\(of(&self, .matrix(r, c))), where: \(of(&self, .matrix(r, c))) > 0)"
    case 11 where r.count > 1:
      return pick(["sort(%)", "topk(%, 3)"]).replacing("%", of(&self, .matrix(r, c)))
    case 12 where r.count > 1:
      return "layernorm(\(of(&self, .matrix(r, c))); \(leaf(.scalar)), \(of(&self, .vector(r))))"
    default: return nil
    }
  }
}

extension String {
  fileprivate func replacing(_ mark: Character, _ text: String) -> String {
    split(separator: mark, omittingEmptySubsequences: false).joined(separator: text)
  }
}
