// Random numbers for any model, and how near to the slow evaluator's a run must come.

import Catalogue
import Chance
import Equations
import Evaluation
import Reference

extension ReferenceModel {
  /// Random parameters, constants and inputs of so many steps, exact in single precision.
  ///
  /// - `form`: that of a tree that the model walks over.
  init(_ model: Model, steps: Int, seed: UInt64, scale: Double = 1, form: TreeForm = .random) {
    var numbers = SeededNumbers(seed: seed, name: "numbers")
    func list(_ count: Int) -> [Double] { (0..<count).map { _ in Double(Float(numbers.symmetric(scale))) } }
    // A tree has two leaves or more.
    let tree = model.treeInputs
    let steps = tree == nil ? steps : max(2, steps)
    var forks = SeededNumbers(seed: seed, name: "tree")
    let children = form.children(leaves: steps, &forks)
    self.init(
      model, parameters: model.parameters.map { list($0.shape.count) },
      constants: model.constants.map { constant in
        constant.value.map { Array(repeating: Double(Float($0)), count: constant.shape.count) }
          ?? list(constant.shape.count)
      },
      inputs: model.inputs.map { input in
        guard input.stage != nil else { return .given(list(input.shape.count)) }
        if input.id == tree?.left { return .steps(children.map { [Double($0.left)] }) }
        if input.id == tree?.right { return .steps(children.map { [Double($0.right)] }) }
        if case .token = input.kind {
          return .tokens((0..<(input.filledLength ?? steps)).map { _ in numbers.index(below: input.shape.count) })
        }
        return .steps((0..<steps).map { _ in list(input.shape.count) })
      })
  }
}

/// How the nodes of a tree hang together.
enum TreeForm: CaseIterable, Sendable {
  /// Neighbours join, level by level.
  case balanced
  /// Each leaf joins all before it.
  case chain
  /// Two nodes that have no parent yet get one, again and again.
  case random

  /// The children of each inner node by number, the leaves numbered first.
  func children(leaves: Int, _ numbers: inout SeededNumbers) -> [(left: Int, right: Int)] {
    var open = Array(0..<leaves)
    return (leaves..<max(leaves, 2 * leaves - 1)).map { node in
      let pair: (left: Int, right: Int)
      switch self {
      case .balanced, .chain: pair = (open.removeFirst(), open.removeFirst())
      case .random:
        pair = (
          open.remove(at: numbers.index(below: open.count)), open.remove(at: numbers.index(below: open.count))
        )
      }
      open.insert(node, at: self == .chain ? 0 : open.count)
      return pair
    }
  }
}

extension Sheet {
  /// So many steps for each input, but for those whose texts are all of one length.
  func lengths(_ steps: Int) throws -> [String: Int] {
    let inputs = try Model(self).inputs
    return Dictionary(uniqueKeysWithValues: inputs.map { ($0.name, $0.filledLength ?? steps) })
  }
}

extension Input {
  /// How long every text for it is made, if it is.
  var filledLength: Int? {
    guard case .token(let alphabet?) = kind else { return nil }
    return alphabet.fill?.length
  }
}

extension Trace {
  /// The quantities that are farther than their tolerance from the slow evaluator's, with how far; NaN and infinities
  /// must stand where its do.
  func deviations(from expected: [[[Double]]?], tolerances: [Double]) -> [String] {
    model.quantities.compactMap { quantity in
      guard let steps = expected[quantity.id] else { return has(quantity) ? "\(quantity.name) runs" : nil }
      guard has(quantity) else { return "\(quantity.name) does not run" }
      let error = deviation(doubles(of: quantity), steps.flatMap { $0 })
      return error <= tolerances[quantity.id] ? nil : "\(quantity.name) by \(error)"
    }
  }
}

/// The largest difference in parts of the largest finite magnitude, or of 1 if that is larger; infinite where one is
/// finite and the other is not.
func deviation(_ found: [Double], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  var (magnitude, difference) = (1.0, 0.0)
  for (one, other) in zip(found, expected) {
    if one == other || (one.isNaN && other.isNaN) { continue }
    guard one.isFinite && other.isFinite else { return .infinity }
    magnitude = max(magnitude, abs(other))
    difference = max(difference, abs(one - other))
  }
  return difference / magnitude
}
