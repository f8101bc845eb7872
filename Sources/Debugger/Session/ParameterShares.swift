// The gradient by a parameter before it is summed, as lists that are told or drawn.

package import Equations
internal import Evaluation

/// What the gradient by a parameter is made of.
package struct ParameterShares: Sendable {
  /// Lengths that belong together.
  package struct List: Sendable {
    /// What each of them is of.
    package enum Kind: Sendable {
      case step, leaf, node, level, distance
      /// A distance in a tree, in levels.
      case descent

      /// What one of them is called.
      package var name: String {
        switch self {
        case .step: "step"
        case .leaf: "leaf"
        case .node: "node"
        case .level: "level"
        case .distance, .descent: "distance"
        }
      }
      /// Whether each is of a step of the run.
      package var isOfSteps: Bool { self == .step || self == .leaf || self == .node }
      /// The number of the first.
      package var first: Int { isOfSteps ? 1 : 0 }
    }

    package var kind: Kind
    package var lengths: [Double]
    /// The symbols of the steps, where they have some.
    package var symbols: [String?] = []
    /// What the stage walks over, where several stages read the parameter.
    package var stageName: String?
    /// The place, from 0, that each step of the nodes has in the list.
    package var placeOfStep: [Int]?
  }

  package var target: String
  package var parameter: String
  /// One whose steps those of the first list are.
  package var quantity: Quantity
  package var lists: [List]
  /// Of how many steps the distances are told: of each, of every second.
  package var every: Int
}

extension Session {
  /// Runs of the way back that one look may take.
  private static let mostRuns = 128

  /// The shares of a parameter, as a view shows them; without a name of the first that stands before a state of another
  /// step.
  package func parameterShares(_ name: String?, of text: String) throws(CommandError) -> ParameterShares {
    let text = text.isEmpty ? gradientTarget : text
    return try studies.value("shares \(name ?? "") of \(text)") { () throws(CommandError) in
      let steps = present.trace.stages.map(\.steps).max() ?? 1
      return try shares(of: name, from: text, every: max(1, (steps + Self.mostRuns - 1) / Self.mostRuns))
    }
  }

  /// The shares of a parameter, one run for every so many steps of `text`, what is differentiated.
  func shares(of name: String?, from text: String, every: Int) throws(CommandError) -> ParameterShares {
    let parameter = try sharedParameter(name)
    let target = try GradientTarget(text.isEmpty ? gradientTarget : text, present.trace.model)
    let shares = try running { values, options throws(RunError) in
      try Gradient(target.model, of: target.quantity, isWeighted: true, missing: values.missingInputs)
        .shares(of: parameter, values, every: every, options: options)
    }
    guard let shares, let first = shares.stages.first,
      let quantity = present.model.quantities.last(where: { $0.stage == first.stage })
    else { throw .message(unshared(parameter, target.text)) }
    var lists = shares.stages.map { list(of: $0.stage, $0.byStep, isAlone: shares.stages.count == 1) }
    let levels = present.trace.levels(ofStage: first.stage)
    if let byLevel = shares.byLevel {
      lists.append(ParameterShares.List(kind: .level, lengths: byLevel, placeOfStep: levels))
    }
    if let byDistance = shares.byDistance {
      lists.append(ParameterShares.List(kind: levels == nil ? .distance : .descent, lengths: byDistance))
    }
    return ParameterShares(
      target: target.text, parameter: parameter.name, quantity: quantity, lists: lists, every: every)
  }

  private func list(of stage: Int, _ lengths: [Double], isAlone: Bool) -> ParameterShares.List {
    let pair = present.model.treeStages
    let kind: ParameterShares.List.Kind =
      pair?.leaves.id == stage ? .leaf : pair?.nodes.id == stage ? .node : .step
    let symbols = lengths.indices.map { symbol(of: stage, at: $0) }
    let name = isAlone || kind != .step ? nil : present.model.stages[stage].variable
    return ParameterShares.List(kind: kind, lengths: lengths, symbols: symbols, stageName: name)
  }

  /// Why a parameter has no shares.
  private func unshared(_ parameter: Parameter, _ target: String) -> String {
    for series in present.model.series {
      guard let step = series.members.firstIndex(of: parameter.id) else { continue }
      return "step \(step + 1) alone reads \(parameter.name): all of d/\(parameter.name) is its share"
    }
    return "no step reads \(parameter.name) on the way to \(target): where nothing has steps there are no shares, and "
      + "backward works d/\(parameter.name) out as a whole"
  }

  private func sharedParameter(_ name: String?) throws(CommandError) -> Parameter {
    guard let name else {
      let states = present.model.quantities.filter(\.isState)
      let parameter = present.model.parameters.first { parameter in
        states.contains { multiplies(parameter, pastOf: $0) }
      }
      guard let parameter = parameter ?? present.model.parameters.first else {
        throw .message("the model has no parameter")
      }
      return parameter
    }
    guard let parameter = present.model.parameter(named: name) else {
      if present.model.knows(name) {
        throw .message(
          "\(name) is no parameter: shares tells how the gradient by something that is learned comes about")
      }
      throw .unknown(name, nearest: nearestName(to: name, among: present.model.parameters.map(\.name)))
    }
    return parameter
  }
}
