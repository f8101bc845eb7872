// race: whose gradient reaches back how far, models side by side on one input.

internal import Catalogue
internal import Equations
internal import Evaluation

extension Command {
  static let race: Command = Command(
    "race", operands: "SHEET, SHEET, … [of EXPRESSION]", completes: .run,
    summary:
      "whose gradient reaches back how far: models on this input, from the last step's state to each earlier one",
    details: """
      race rnn, skip, leaky, gru, lstm    each from the length of its last state at the last step
      race rnn, gru of sum(h)             from another number of the last step that all have
      race balanced, chain                one model on trees of two forms over the same leaves, by levels below the root
      now stands for the present run with its pins. The length of the gradient by all states together is told for each
      number of steps back, or on average over each level of a tree, 1 at the last step itself. Sizes of one name, and parameters of one name and shape, are
      the present run's; the rest starts at random from one seed. view race draws it.
      """,
    example: "race g2p-encoder"
  ) { session, text throws(CommandError) in
    let request = try RaceRequest(text)
    guard request.sheets.allSatisfy(session.isOpen) else { return Reply(effects: [.race(request)]) }
    return Reply(try session.race(request, sheets: [:]))
  }
}

/// What stands behind `race`, read.
package struct RaceRequest: Sendable, Equatable {
  package var names: [String]
  /// What is differentiated, at the last step; empty for the length of each model's last state.
  package var target: String

  private static let most = 8

  init(_ text: String) throws(CommandError) {
    let (list, of) = GradientTarget.split(text)
    names = list.split { $0 == "," || $0.isWhitespace }.map(String.init)
    target = of
    guard !names.isEmpty else { throw Command.race.usage(text) }
    guard names.count <= Self.most else { throw .message("\(Self.most) models can be set side by side at once") }
  }

  /// The sheets that must be there.
  package var sheets: [String] { names.filter { $0 != "now" && TreeChoice(rawValue: $0) == nil } }
}

/// How far the gradients of several models reach back.
package struct Race: Sendable {
  package struct Runner: Sendable {
    package var name: String
    /// ‖∂L_T/∂h_k‖ by the steps from k to T, or by the levels between in a tree, the first of them 1.
    package var lengths: [Double]
    /// How many leaves its tree has; nil for a sequence.
    var leaves: Int?

    /// Nil for a sequence.
    var depthWords: String? {
      guard let leaves, let last = lengths.last else { return nil }
      let levels = lengths.count - 1
      return "\(name): \(leaves) leaves, the farthest \(levels) level\(levels == 1 ? "" : "s") down, where "
        + "\(ValueText.significant(last, digits: 3)) is left"
    }

    /// The steps back after which a share is not reached any more; nil if it is always.
    func reach(_ share: Double) -> Int? { lengths.lastIndex { $0 >= share }.map { $0 + 1 }.flatMap(within) }

    private func within(_ steps: Int) -> Int? { steps < lengths.count ? steps : nil }
  }

  /// What is differentiated.
  package var target: String
  package var runners: [Runner]

  private var title: String { "‖∂L/∂state‖ by \(axis), of \(target) at the last step" }

  /// What is counted: steps, or levels of trees.
  private var axis: String {
    let trees = runners.filter { $0.leaves != nil }.count
    return trees == 0 ? "steps back" : trees == runners.count ? "levels down" : "steps back or levels down"
  }

  package var curves: LengthCurves {
    LengthCurves(
      title: title, lines: runners.map { LengthCurves.Line(name: $0.name, lengths: $0.lengths) }, quantity: nil,
      axis: axis)
  }

  var table: LengthTable {
    let most = runners.map(\.lengths.count).max() ?? 0
    let ages = [0] + Doublings.below(most - 1) + (most > 1 ? [most - 1] : [])
    let rows = ages.map { age in
      LengthTable.Row(number: age, values: runners.map { $0.lengths.indices.contains(age) ? $0.lengths[age] : nil })
    }
    let notes = runners.map { runner in
      let told = [(0.5, "half"), (0.1, "a tenth"), (0.01, "a hundredth")].map { share, name in
        runner.reach(share).map { "less than \(name) after \($0)" }
          ?? "\(name) to the \(runner.leaves == nil ? "first step" : "farthest leaf")"
      }
      return "\(runner.name): \(told.joined(separator: ", "))"
    }
    return LengthTable(
      title: title, axis: axis, columns: runners.map(\.name), rows: rows,
      notes: notes + runners.compactMap(\.depthWords) + ["view race draws it"])
  }
}

extension Session {
  /// Runs the models on this session's input, and keeps how far their gradients reach for the views.
  ///
  /// - Parameters:
  ///   - request: which models, and of what.
  ///   - sheets: material for the sheets that are not open, by the names in the request.
  /// - Returns: the table of them.
  /// - Throws: models that cannot run on the input or have no state, an interruption.
  package mutating func race(
    _ request: RaceRequest, sheets: [String: Material]
  ) throws(CommandError) -> [Report] {
    var runners: [Race.Runner] = []
    for name in request.names {
      let variant: Variant
      if name == "now" {
        variant = present
      } else if let tree = TreeChoice(rawValue: name) {
        variant = try present.walking(over: tree, isInterrupted)
      } else if isOpen(name), sheets[name] == nil {
        // By its name it is the one that was opened, in the sizes and on what is fed now.
        let isResized = baseline.model.dims.map(\.count) != present.model.dims.map(\.count)
        variant = isResized ? try present.partner(baseline.material, [], [], isInterrupted) : baseline
      } else {
        guard let material = sheets[name] else { throw .message("no sheet is called \(name)") }
        variant = try present.partner(material, [], [], isInterrupted)
      }
      runners.append(try variant.runner(name, of: request.target, isInterrupted))
    }
    let what = request.target.isEmpty ? "the last state" : request.target
    let race = Race(target: what, runners: runners)
    self.race = race
    return [.table(race.table)]
  }
}

extension Variant {
  /// How far the gradient of a number at the last step reaches back over all states of its stage together.
  fileprivate func runner(
    _ name: String, of text: String, _ isInterrupted: @escaping Interruption
  ) throws(CommandError) -> Race.Runner {
    let run = trace
    let states = run.model.quantities.filter {
      $0.isState && run.has($0) && run.model.stages[$0.stage].steps != .once
    }
    // A number beside vectors is a count or a measure of them.
    guard let last = states.last(where: { !$0.shape.isScalar }) ?? states.last else {
      throw .message("\(name) has no state, through which a gradient could reach back")
    }
    let isForward =
      run.model.stages[last.stage].scans.first { $0.quantities.contains(last.id) }?.direction != .backward
    let count = run.stepCount(of: last)
    let end = isForward ? count : 1
    let number = text.isEmpty ? last.shape.isScalar ? "abs(\(last.name))" : "norm(\(last.name))" : text
    let back = try wayBack(from: "\(number)@\(end)", isInterrupted)
    var squares = Array(repeating: 0.0, count: count)
    let joined = states.filter { $0.stage == last.stage && back.gradient.adjoints[$0.id] != nil }
    for state in joined {
      for (step, length) in back.norms(of: state).enumerated() {
        squares[isForward ? count - 1 - step : step] += length * length
      }
    }
    guard let first = squares.first, first > 0 else {
      throw .message("\(number) of \(name) does not change with its state at the last step")
    }
    let names = joined.map(\.name).joined(separator: "; ")
    let title = joined.count > 1 ? "\(name) [\(names)]" : "\(name) \(names)"
    if let tree = run.tree, let levels = run.levelMeans(of: joined, back.norms), let root = levels.first {
      return Race.Runner(name: title, lengths: levels.map { $0 / root }, leaves: tree.leafCount)
    }
    return Race.Runner(name: title, lengths: squares.map { ($0 / first).squareRoot() })
  }

  /// The same run on another tree over its leaves.
  fileprivate func walking(
    over tree: TreeChoice, _ isInterrupted: @escaping Interruption
  ) throws(CommandError) -> Variant {
    var material = self.material
    material.tree = tree
    return try Variant(material, pins: pins.map(\.text), from: self, isInterrupted)
  }
}
