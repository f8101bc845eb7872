// A decoder whose first choices are given: what it would choose by at the step behind them.

internal import Equations
internal import Evaluation

/// The model of a session with one choice in hand: compiled once, run for each beginning.
struct ForcedDecoder {
  /// What a run with some given choices comes to.
  struct Outcome {
    /// Whether the last given choice ended the stage.
    var isEnded: Bool
    /// The logarithm of the probability of each entry at the step behind; none where there is no such step.
    var logProbabilities: [Double]
  }

  let choice: FedChoice
  /// The most steps that it can take.
  let mostSteps: Int
  private let scores: Int
  private let bound: BoundPlan<Float>
  private let values: RunValues<Float>
  /// The input that holds the given choices, a number for each step, 0 where the model chooses itself.
  private let forced: Int
  private let isInterrupted: @Sendable () -> Bool

  /// - Throws: a choice that goes round in a circle with its scores, and numbers that do not fit in memory.
  init(_ choice: FedChoice, in session: Session) throws(CommandError) {
    let stage = session.model.stages[choice.quantity.stage]
    var values = session.values
    switch stage.steps {
    case .range: mostSteps = stage.length.count
    case .once, .sequence, .tree: mostSteps = session.trace.stepCount(of: choice.quantity)
    }
    self.choice = choice
    isInterrupted = session.isInterrupted
    let model: Model
    do throws(SheetErrors) {
      let pinned = try session.model.pinned(session.pins.filter { $0.quantity != choice.quantity.id })
      let (scored, scores) = try Self.naming(choice.scores, "scores of \(choice.quantity.name)", in: pinned)
      (model, forced) = try scored.forcing(choice.quantity.id, steps: mostSteps)
      self.scores = scores
    } catch {
      throw .sheet(error)
    }
    values.inputs.append(.given(Array(repeating: 0, count: mostSteps)))
    do throws(RunError) {
      bound = BoundPlan(try Plan(model, missing: values.missingInputs, runsInPart: true), values)
    } catch {
      throw .run(error)
    }
    self.values = values
  }

  /// The quantity that scores are, or one that is added for them.
  private static func naming(
    _ scores: Expression, _ name: String, in model: Model
  ) throws(SheetErrors) -> (model: Model, quantity: Int) {
    if case .read(let read) = scores.kind, case .quantity(let id) = read.source, read.at == .now { return (model, id) }
    return try model.adding(name, scores)
  }

  /// Runs with the first choices given, as places from 1.
  func outcome(of choices: [Int]) throws(CommandError) -> Outcome {
    let trace = try run(choices)
    let quantity = trace.model.quantities[choice.quantity.id]
    let isEnded = !choices.isEmpty && isOver(trace, quantity.stage, at: choices.count - 1)
    guard !isEnded, choices.count < trace.stepCount(of: quantity) else {
      return Outcome(isEnded: isEnded, logProbabilities: [])
    }
    return Outcome(isEnded: false, logProbabilities: logProbabilities(trace, at: choices.count))
  }

  /// What the model chooses by itself, each time the likeliest, and the logarithm of the probability of each.
  func greedy() throws(CommandError) -> (choices: [(place: Int, logProbability: Double)], isEnded: Bool) {
    let trace = try run([])
    let quantity = trace.model.quantities[choice.quantity.id]
    let steps = trace.stepCount(of: quantity)
    let choices = (0..<steps).map { step in
      let place = Int(exactly: trace.value(of: quantity, 0, at: step)) ?? 0
      let list = logProbabilities(trace, at: step)
      return (place, list.indices.contains(place - 1) ? list[place - 1] : -.infinity)
    }
    return (choices, isOver(trace, quantity.stage, at: steps - 1))
  }

  private func logProbabilities(_ trace: Trace<Float>, at step: Int) -> [Double] {
    choice.numbers.logProbabilities(trace.values(of: trace.model.quantities[scores], at: step))
  }

  private func isOver(_ trace: Trace<Float>, _ stage: Int, at step: Int) -> Bool {
    guard let until = trace.model.stages[stage].steps.until else { return false }
    return trace.values(of: trace.model.quantities[until], at: step).contains { $0 != 0 }
  }

  private func run(_ choices: [Int]) throws(CommandError) -> Trace<Float> {
    var values = self.values
    let rest = Array(repeating: Float(0), count: max(0, mostSteps - choices.count))
    values.inputs[forced] = .given(choices.map { Float($0) } + rest)
    do throws(RunError) {
      return try Trace(bound, values, options: RunOptions(isInterrupted: isInterrupted))
    } catch {
      throw .run(error)
    }
  }
}
