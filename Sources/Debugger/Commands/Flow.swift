// flow and reach: on which ways a gradient comes to a step, and what each step on the way makes of it.

internal import Equations
internal import Evaluation

extension Command {
  static let flow: Command = Command(
    "flow", operands: "[STATE or ADDRESS] [of EXPRESSION]", completes: .quantity,
    summary: "on which ways the gradient comes to a state: through itself, each gate, a connection that skips steps",
    details: """
      flow c of norm(h)       for each step the length of ∂norm(h)/∂c, and what each way has of it; the shares sum to 1
      flow c[3]@7 of norm(h)  one entry: what comes on each way, exactly summed
      A way is an equation of another step that reads the state, or what the state makes within its step: of an LSTM's
      cell the cell itself, and i, f, o and c̃, which read h. view flow c draws them over the steps.
      """,
    example: "flow h of norm(h)"
  ) { session, text throws(CommandError) in
    let (named, of) = GradientTarget.split(text)
    guard named.contains("@") || named.hasSuffix("]"), session.present.model.quantity(named: named) == nil else {
      return Reply([.table(try session.ways(to: named.isEmpty ? nil : named, of: of).table(session))])
    }
    let (quantity, entry, step) = try session.alongside.address(named, for: .flow)
    let ways = try session.ways(to: quantity.name, of: of)
    let index = entry.row * quantity.shape.columns.count + entry.column
    return Reply([.explanation(ways.explanation(of: index, at: step, named))])
  }

  static let reach: Command = Command(
    "reach", operands: "QUANTITY@STEP of EXPRESSION@STEP", completes: .quantity,
    summary:
      "how a gradient gets from one step to another: its length at each step between, and what each has made of it",
    details: """
      reach h@3 of norm(h)@9   ‖∂norm(h)₉/∂h‖ at step 9, 8, … 3; the factors multiply to what has become of it
      grad h@3 of norm(h)@9 prints all entries; backward of norm(h)@9 steps through it.
      """,
    example: "reach h@3 of norm(h)@7"
  ) { session, text throws(CommandError) in
    let (named, of) = GradientTarget.split(text)
    let parts = named.split(separator: "@", omittingEmptySubsequences: false).map { String($0).trimmed }
    guard parts.count == 2, let name = parts.first else { throw Command.reach.usage(text) }
    let target = try GradientTarget(of.isEmpty ? session.gradientTarget : of, session.present.trace.model)
    guard let from = target.step else {
      throw .message("say from which step: reach \(named) of \(target.text)@7")
    }
    let quantity = try session.alongside.state(named: name, for: .reach)
    let back = try session.wayBack(from: target.text)
    let step = try StepReader.step(parts[1], of: back.trace.stepCount(of: quantity))
    return Reply([.table(try session.reach(of: quantity, at: step, from: from, back))])
  }
}

extension Session {
  /// Lengths on the way from one step to another.
  fileprivate func reach(
    of quantity: Quantity, at step: Int, from: Int, _ back: BackwardPass
  ) throws(CommandError) -> LengthTable {
    let way = try way(of: quantity, to: step, from: from, back)
    let norms = way.map { back.norm(of: $0.quantity, at: $0.step) }
    let rows = way.indices.map { index in
      let last = index > 0 ? norms[index - 1] : 0
      return LengthTable.Row(
        number: way[index].step + 1, symbol: symbol(of: way[index].quantity.stage, at: way[index].step),
        values: [norms[index], last > 0 ? norms[index] / last : nil])
    }
    let rest = norms.first.flatMap { first in first > 0 ? norms.last.map { $0 / first } : nil } ?? 0
    let words = [stepKind(of: way.first?.quantity.stage ?? quantity.stage), stepKind(of: quantity.stage)].map(\.name)
    return LengthTable(
      title:
        "‖∂\(back.title)/∂\(quantity.name)‖ on its way from \(words[0]) \(from + 1) to \(words[1]) \(step + 1)",
      axis: words[0], columns: ["length", "factor"], rows: rows,
      notes: ["all factors together: \(ValueText.significant(rest, digits: 4))"])
  }

  /// The steps that a gradient comes through: one after another, in a tree from each node to its child.
  private func way(
    of quantity: Quantity, to step: Int, from: Int, _ back: BackwardPass
  ) throws(CommandError) -> [(quantity: Quantity, step: Int)] {
    guard let tree = treeQuantity(of: quantity), let nodes = trace.tree else {
      guard (0..<back.trace.stepCount(of: quantity)).contains(from) else {
        throw .message("\(quantity.name) and \(back.title) have not the same steps")
      }
      let path = step <= from ? Array((step...from).reversed()) : Array(from...step)
      return path.map { (quantity, $0) }
    }
    let node = quantity.id == tree.nodes.id ? nodes.leafCount + step : step
    guard nodes.left.indices.contains(from), let above = self.nodes(above: node, from: from, in: nodes) else {
      throw .message(
        "\(quantity.name)@\(step + 1) is not below node \(from + 1): nothing of \(back.title) comes to it from there")
    }
    return above.map { (tree.nodes, $0) } + [(quantity, step)]
  }
}

extension GradientWays {
  /// The length of the whole at each step, and the share of each way.
  fileprivate func table(_ session: Session) -> LengthTable {
    let rows = whole.indices.reversed().map { step in
      LengthTable.Row(
        number: step + 1, symbol: session.symbol(of: quantity.stage, at: step),
        values: [whole[step].euclideanLength] + ways.map { share(of: $0, at: step) })
    }
    return LengthTable(
      title: "how ∂\(target)/∂\(quantity.name) comes to each step", axis: "step",
      columns: ["length"] + ways.map(\.name),
      rows: rows, notes: ["a share is a part's projection on the whole: those of a step sum to 1"])
  }

  /// One entry as the sum of what comes on each way.
  fileprivate func explanation(of entry: Int, at step: Int, _ name: String) -> Explanation {
    let parts = ways.map { way in
      Explanation(label: way.name, value: Double(way.parts[step][entry]), relation: .given)
    }
    let value = Double(whole[step][entry])
    let rest = value - parts.reduce(0) { $0 + $1.value }
    let place = name.contains("@") ? name : "\(name)@\(step + 1)"
    return Explanation(
      label: "d/\(place)", value: value, relation: .sum, parts: parts, rest: rest == 0 ? nil : (0, rest))
  }
}
