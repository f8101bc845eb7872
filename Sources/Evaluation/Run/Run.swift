// From a plan and numbers to a trace, stage after stage.

internal import Equations

/// What may be asked of a run.
package struct RunOptions<Number: Scalar>: Sendable {
  package var arithmetic: Arithmetic<Number>
  /// Asked between blocks; true stops the run.
  package var isInterrupted: @Sendable () -> Bool
  /// How many frames lie in a block; nil for as many as fit in a cache.
  ///
  /// No bit of the result depends on it.
  package var framesPerBlock: Int?
  /// For how many steps the segments of a scan run by turns; nil for as many as fit in a nearer cache.
  ///
  /// No bit either.
  package var stepsAtOnce: Int?

  package init(
    arithmetic: Arithmetic<Number> = Number.arithmetic, isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    self.arithmetic = arithmetic
    self.isInterrupted = isInterrupted
  }
}

extension Trace {
  /// Runs a plan.
  ///
  /// - `plan`: the compiled model.
  /// - `values`: numbers for its parameters, constants and inputs.
  /// - `previous`: an earlier trace of a model that differs in `changes` alone. All that they cannot reach is taken from
  ///   it, if it ran on the same numbers in the same order of equations; else all runs.
  /// - `changes`: for quantities whose equation is another now, the steps (from 0) at which it matters.
  /// - Throws: `RunError` for numbers that do not fit, a trace larger than memory, or an interruption.
  package init(
    _ plan: Plan, _ values: RunValues<Number>, options: RunOptions<Number> = RunOptions(),
    previous: Trace<Number>? = nil, changes: [Int: ClosedRange<Int>] = [:]
  ) throws(RunError) {
    try plan.checkMemory(steps: try values.stepCounts(plan.model), Number.self)
    let bound = BoundPlan(plan, values, options.arithmetic)
    try self.init(bound, values, options: options, previous: previous, changes: changes)
  }

  /// The same with parameters that are laid out already: `values` brings the inputs.
  @specialized(where Number == Float)
  @specialized(where Number == Double)
  package init(
    _ bound: BoundPlan<Number>, _ values: RunValues<Number>, options: RunOptions<Number> = RunOptions(),
    previous: Trace<Number>? = nil, changes: [Int: ClosedRange<Int>] = [:]
  ) throws(RunError) {
    let plan = bound.plan
    let steps = try values.stepCounts(plan.model)
    for id in plan.needed.sorted() where values.inputs[id] == .missing {
      throw .missingInput(plan.model.inputs[id].name)
    }
    try plan.checkMemory(steps: steps, Number.self)
    let previous = previous.flatMap { $0.plan.model.stages == plan.model.stages && $0.values == values ? $0 : nil }
    var stages: [StageTrace<Number>] = []
    // What is computed once is read at every step.
    var onceChanged = false
    for (stage, count) in zip(plan.model.stages, steps) {
      var runner = StageRunner(
        bound, stage, steps: count, values: values, once: Self.onceFrame(plan, stages), options: options)
      var ran: Bool?
      if let old = previous?.stages[stage.id], !onceChanged { ran = try runner.run(from: old, changes) }
      if ran == nil { try runner.run() }
      if stage.steps == .once, ran != false { onceChanged = true }
      stages.append(runner.trace)
    }
    self.plan = plan
    self.values = values
    self.stages = stages
  }

  private static func onceFrame(_ plan: Plan, _ stages: [StageTrace<Number>]) -> [Number]? {
    guard let stage = plan.model.stages.first(where: { $0.steps == .once }), stages.indices.contains(stage.id) else {
      return nil
    }
    let trace = stages[stage.id]
    let start = trace.position(of: 0).offset
    return Array(trace.blocks[0][start..<start + trace.layout.count])
  }
}
