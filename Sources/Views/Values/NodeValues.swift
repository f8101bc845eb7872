// What a quantity is at each node of a graph: a number for a color, and where it is kept; and how much ties matter.

import Cells
import Debugger
import Equations

/// Numbers of nodes and ties.
struct NodeValues {
  let values: LensedValues
  let graph: NodeGraph
  let quantity: Quantity
  let axis: NodeAxis
  /// The unit that is looked at, from 0; nil for the norm of all, or for the number itself where there is one alone.
  let unit: Int?
  /// From 0.
  let step: Int

  /// Units that each node has.
  var units: Int {
    let shape = quantity.shape.stored
    return axis == .columns ? shape.rows.count : shape.columns.count
  }

  /// The entry of a node, from 0, in the quantity.
  func entry(of node: Int, unit: Int) -> Int {
    axis == .columns ? unit * graph.nodes.count + node : node * units + unit
  }

  /// A number for each node; none while they are not worked out.
  var numbers: [Float] {
    guard values.hasHappened(quantity.id, at: step) else { return [] }
    let all = values.values(quantity.id, at: step)
    guard all.count == units * graph.nodes.count else { return [] }
    return (0..<graph.nodes.count).map { node in
      if let unit = unit ?? (units == 1 ? 0 : nil) { return all[entry(of: node, unit: unit)] }
      var sum: Float = 0
      for unit in 0..<units {
        let value = all[entry(of: node, unit: unit)]
        sum += value * value
      }
      return sum.squareRoot()
    }
  }

  /// Whether the other axis runs over waves on the graph.
  private var isOfWaves: Bool {
    values.session.waveSides(of: quantity).contains(axis == .columns ? .rows : .columns)
  }

  /// "norm", "unit 3", "wave 3, λ[3] = 0.586"; nil where each node has one number.
  var name: String? {
    guard let unit else { return units == 1 ? nil : "norm" }
    guard isOfWaves else { return "unit \(unit + 1)" }
    guard let spectrum = values.session.spectrum(of: quantity), values.lens != .difference,
      values.hasHappened(spectrum.id, at: step)
    else { return "wave \(unit + 1)" }
    let value = values.value(spectrum.id, entry: unit, at: step)
    return "wave \(unit + 1), \(spectrum.name)[\(unit + 1)] = \(ValueText.short(value))"
  }

  /// A norm's from 0; a unit's as its quantity's.
  func scale(_ numbers: [Float]) -> ValueScale {
    guard unit == nil, units > 1 else {
      return QuantityScale(values: values).scale(of: quantity.id, showing: step..<step + 1)
    }
    return .sequential(from: 0, to: QuantityScale.tight(numbers.reduce(0) { $1.isFinite ? max($0, $1) : $0 }))
  }

  // MARK: - Ties

  /// The attention of nodes to each other: of the head that is turned to, or the first.
  private var attention: AttentionPicture? {
    let session = values.session
    for attention in session.attentions.reversed() where attention.form != .steps {
      guard attention.keys.label == graph.nodes.label, attention.queries?.label == graph.nodes.label,
        let head = attention.heads.first(where: { $0.id == session.turnedTo?.id }) ?? attention.heads.first
      else { continue }
      let count = values.stepCount(head.id)
      let layer = min(step, max(count - 1, 0))
      if values.has(head.id), values.hasHappened(head.id, at: layer) {
        return AttentionPicture(head: head.id, layer: layer)
      }
    }
    return nil
  }

  /// What ties are drawn by, and the number of each: attention, the larger of both directions; nil where there is none.
  var ties: (name: String, weights: [Float])? {
    guard let attention, let head = values.quantity(attention.head) else { return nil }
    let count = graph.nodes.count
    let weights = graph.edges.map { edge in
      max(
        abs(values.value(head.id, entry: edge.first * count + edge.second, at: attention.layer)),
        abs(values.value(head.id, entry: edge.second * count + edge.first, at: attention.layer)))
    }
    return (head.name, weights)
  }
}
