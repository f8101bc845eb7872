// To which class each node of a graph belongs, where a quantity says so by its form: the likeliest of the probabilities that a
// node has, the place of a largest entry, an answer of yes or no.

import Cells
import Debugger
import Equations

/// Nodes by class.
struct NodeClasses {
  /// What the classes are called.
  let names: [String]
  /// The class of each node, from 0; nil for a node that is in none.
  let classes: [Int?]

  /// Whether they are called by more than numbers.
  var areNamed: Bool { names.contains { Int($0) == nil } }

  /// Nil for a quantity that is no class, and while there are no numbers of it.
  init?(_ nodes: NodeValues) {
    guard nodes.values.lens != .difference, nodes.unit == nil,
      let names = Self.names(nodes.quantity, nodes.axis, nodes.values.session),
      (2...Palette.mostClasses).contains(names.count),
      nodes.values.hasHappened(nodes.quantity.id, at: nodes.step)
    else { return nil }
    let numbers = nodes.values.values(nodes.quantity.id, at: nodes.step)
    let (units, count) = (nodes.units, nodes.graph.nodes.count)
    guard numbers.count == units * count else { return nil }
    self.names = names
    let first = Self.isAnswer(nodes.quantity.expression) ? 0 : 1
    classes = (0..<count).map { node in
      let own = (0..<units).map { numbers[nodes.entry(of: node, unit: $0)] }
      guard own.allSatisfy(\.isFinite) else { return nil }
      let place = units > 1 ? own.largestFirst[0] : Int(own[0]) - first
      return names.indices.contains(place) ? place : nil
    }
  }

  /// The classes of a quantity, by the form of its equation.
  private static func names(_ quantity: Quantity, _ axis: NodeAxis, _ session: Session) -> [String]? {
    guard case .matrix(let rows, let columns) = quantity.shape else {
      if isAnswer(quantity.expression) { return ["0", "1"] }
      guard let entries = chosen(quantity.expression) else { return nil }
      return quantity.alphabet?.symbols ?? names(of: entries, session)
    }
    // Weights over the nodes themselves are no classes of theirs.
    let (classes, nodes) = axis == .columns ? (rows, columns) : (columns, rows)
    guard Session.isDistribution(quantity.expression), classes.label != nodes.label,
      isTurned(quantity.expression) == (axis == .rows)
    else { return nil }
    return names(of: classes, session)
  }

  private static func names(of axis: Dimension, _ session: Session) -> [String] {
    let names = EntryNames(session, axis)
    return (0..<min(axis.count, Palette.mostClasses + 1)).map { names.name(of: $0) }
  }

  private static func isTurned(_ expression: Expression) -> Bool {
    if case .apply(.transpose, _) = expression.kind { true } else { false }
  }

  /// Whether it is 0 or 1 by its form, at each of its entries.
  private static func isAnswer(_ expression: Expression) -> Bool {
    guard case .apply(let primitive, let operands) = expression.kind else { return false }
    switch primitive {
    case .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .and, .or, .not: return true
    case .stack, .transpose: return operands.allSatisfy(isAnswer)
    default: return false
    }
  }

  /// What the largest entry is chosen among, where it is places of largest entries.
  private static func chosen(_ expression: Expression) -> Dimension? {
    guard case .apply(let primitive, let operands) = expression.kind else { return nil }
    switch primitive {
    case .argmax: return operands[0].shape.stored.rows
    case .stack, .transpose:
      let all = operands.map(chosen)
      return all.contains(nil) ? nil : all.first ?? nil
    default: return nil
    }
  }
}
