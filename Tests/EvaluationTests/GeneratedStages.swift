// Sheets with several stages, made at random as text: sequences that read one another whole or by their last step, ranges
// with parameters of each step, trees, numbers worked out once between them, and a stage that a condition ends.

import Chance

/// A random sheet with stages; the same seed gives the same one.
struct GeneratedStages {
  private(set) var text = ""
  private var numbers: SeededNumbers
  private var declarations = [
    "dims H = 5, D = 3, L = 4", "input x, w: D", "input u: H", "input q: H once", "input G: H×H",
    "param A, B, C: H×H", "param P: H×D", "param b: H", "param R[l]: H×H for l in 1..L",
    "param r[l]: H for l in 1..L",
  ]
  /// Names of vectors that later stages may read whole, or by their last step alone.
  private var whole: [String] = []
  private var last: [String] = []
  /// Names of vectors that are worked out once.
  private var once = ["q", "b"]

  /// What a stage can read at its own steps.
  private struct Place {
    var variable: String
    var now: [String]
    /// Those of `now` that are quantities of the stage.
    var own: [String] = []
    var states: [String] = []
    var hasSeries = false
    var isBackward = false
    var isTree = false
  }

  /// - `hasTree`: whether one of the stages walks over a tree, which needs two leaves or more.
  init(seed: UInt64, hasTree: Bool = false) {
    numbers = SeededNumbers(seed: seed, name: "stages")
    var lines: [String] = []
    var headers = [
      ("t", "over t in x, w:", ["(P x)", "(P w[t-1])"]), ("k", "over k in u:", ["u", "u[k+1]"]),
      ("l", "over l in 1..L:", []),
    ]
    if hasTree { headers.append(("m", "over m in tree:", [])) }
    while !headers.isEmpty {
      let (variable, header, inputs) = headers.remove(at: numbers.index(below: headers.count))
      if chance(0.6) { lines.append(onceLine()) }
      lines += [header] + (variable == "m" ? tree() : stage(variable, inputs))
    }
    if chance(0.5) {
      lines +=
        ["over n in 1..9 until sum(e) > 0.3 or n == \(1 + numbers.index(below: 9)):"] + stage("n", [], isOpen: true)
    }
    lines.append(onceLine())
    lines.append("loss = sum(\(onceVector(2)) ⊙ \(onceVector(1)))")
    text = (declarations + lines).joined(separator: "\n")
  }

  private mutating func chance(_ share: Double) -> Bool { numbers.unit() < share }
  private mutating func pick(_ list: [String]) -> String { list[numbers.index(below: list.count)] }

  // MARK: lines

  private mutating func onceLine() -> String {
    let line = "o\(once.count) = \(onceVector(3))"
    once.append("o\(once.count)")
    return line
  }

  private mutating func stage(_ variable: String, _ inputs: [String], isOpen: Bool = false) -> [String] {
    var place = Place(variable: variable, now: inputs, hasSeries: variable == "l", isBackward: !isOpen && chance(0.3))
    place.states = (1...2).map { "\(variable)s\($0)" }
    declarations.append("state \(place.states[0]): H")
    declarations.append("state \(place.states[1]): H = \(onceVector(1))")
    var lines: [String] = []
    let names = (1...3).map { "\(variable)q\($0)" } + place.states
    for name in names {
      lines.append("  \(name) = tanh(\(vector(3, place)))")
      place.now.append(name)
      place.own.append(name)
    }
    if isOpen { lines.append("  e = \(names[4]) ⊙ \(names[0])") }
    // What only looks at whole sequences of the same stage needs a second scan.
    if !isOpen, chance(0.5) { lines.append("  \(variable)z = \(names[0])[:] softmax(\(names[1])[:]ᵀ \(names[3]))") }
    last += names
    whole += names
    return lines
  }

  /// The nodes of a tree: one state or several that read children, with lines for the leaves, a start, or neither.
  private mutating func tree() -> [String] {
    declarations += ["input v: H", "input left, right", "state ms1: H"]
    var place = Place(variable: "m", now: [], isTree: true)
    place.states = ["ms1"]
    var lines = ["  leaf ms1 = tanh(\(pick(["A", "B", "G"])) v + \(onceVector(2)))"]
    var atLeaves = ["ms1_leaf"]
    if chance(0.5) {
      declarations.append("state ms2: H" + (chance(0.5) ? " = \(onceVector(1))" : ""))
      place.states.append("ms2")
    }
    if chance(0.5) {
      lines.append("  leaf mq1 = σ(\(pick(["A", "ms1_leaf ⊙ B"])) v) - \(onceVector(1))")
      atLeaves.append("mq1_leaf")
      place.states.append("mq1")
    }
    for name in ["mq1", "mq2"] + place.states.filter({ $0 != "mq1" }) {
      lines.append("  \(name) = tanh(\(vector(3, place)) + 0.3 \(leaf(place)))")
      place.now.append(name)
      place.own.append(name)
    }
    last += place.own
    whole += place.own + atLeaves
    return lines
  }

  // MARK: vectors of H

  private mutating func onceVector(_ depth: Int) -> String {
    var choices = once
    choices += last.map { "\($0)[end]" }
    if let sequence = whole.isEmpty ? nil : pick(whole) {
      choices.append("(\(sequence)[:] softmax(\(sequence)[:]ᵀ q))")
    }
    guard depth > 0, chance(0.7) else { return pick(choices) }
    switch numbers.index(below: 4) {
    case 0: return "(\(pick(["A", "B", "C", "G"])) \(onceVector(depth - 1)))"
    case 1: return "(\(onceVector(depth - 1)) ⊙ \(onceVector(depth - 1)))"
    case 2: return "(\(onceVector(depth - 1)) - \(onceVector(depth - 1)))"
    default: return "tanh(\(onceVector(depth - 1)))"
    }
  }

  private mutating func vector(_ depth: Int, _ place: Place) -> String {
    guard depth > 0, chance(0.75) else { return leaf(place) }
    if !place.isBackward, !place.isTree, chance(0.15) { return attention(place) }
    switch numbers.index(below: place.hasSeries ? 7 : 6) {
    case 0: return "(\(pick(["A", "B", "C", "G", "Aᵀ"])) \(vector(depth - 1, place)))"
    case 1: return "(\(vector(depth - 1, place)) ⊙ \(vector(depth - 1, place)))"
    case 2: return "(\(vector(depth - 1, place)) + \(vector(depth - 1, place)))"
    case 3: return "(\(place.variable) \(vector(depth - 1, place)) / 10)"
    case 4 where !whole.isEmpty:
      let sequence = pick(whole)
      return "(\(sequence)[:] softmax(tanh(B \(sequence)[:] + \(vector(depth - 1, place)))ᵀ b))"
    case 6: return "(R[l] \(vector(depth - 1, place)) + r[l])"
    default: return "σ(\(vector(depth - 1, place)))"
    }
  }

  /// What looks at the steps so far: with softmax, mean, norm or maximum over as many as there are.
  private mutating func attention(_ place: Place) -> String {
    let steps =
      place.own.isEmpty || chance(0.5)
      ? "\(pick(place.states))[:\(place.variable)-\(1 + numbers.index(below: 2))]"
      : "\(pick(place.own))[:\(place.variable)]"
    let query = leaf(place)
    switch numbers.index(below: 5) {
    case 0: return "(\(steps) softmax(\(steps)ᵀ \(query)))"
    case 1: return "(\(steps) softmax(tanh(B \(steps) + \(query))ᵀ b - 2))"
    case 2: return "(mean(\(steps)ᵀ \(query) + 1) b + max(exp(\(steps)) - 1) q)"
    case 3: return "(rowsum(σ(\(steps)) ⊙ \(query)) / 9 + norm(\(steps)) b)"
    default: return "(sum(\(steps)ᵀ A \(steps)) / 20 q)"
    }
  }

  private mutating func leaf(_ place: Place) -> String {
    let sign = place.isBackward ? "+" : "-"
    let distance = 1 + numbers.index(below: 2)
    let past =
      place.isTree
      ? place.states.flatMap { ["\($0)[left]", "\($0)[right]"] }
      : place.states.map { "\($0)[\(place.variable)\(sign)\(distance)]" }
    return pick(past + place.now + once + last.map { "\($0)[end]" })
  }
}
