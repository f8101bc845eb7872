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
    try plan.checkLayout(Number.self)
    try plan.checkMemory(steps: try values.stepCounts(plan.model), Number.self, layout: true)
    let bound = BoundPlan(plan, values, options.arithmetic)
    try self.init(bound, values, options: options, previous: previous, changes: changes)
  }

  /// The same with parameters that are laid out already: `values` brings the inputs.
  package init(
    _ bound: BoundPlan<Number>, _ values: RunValues<Number>, options: RunOptions<Number> = RunOptions(),
    previous: Trace<Number>? = nil, changes: [Int: ClosedRange<Int>] = [:]
  ) throws(RunError) {
    var memory = TraceMemory<Number>()
    try self.init(bound, values, options: options, previous: previous, changes: changes, memory: &memory)
  }

  /// The same in memory that another run has left, as far as that fits.
  @specialized(where Number == Float)
  @specialized(where Number == Double)
  package init(
    _ bound: BoundPlan<Number>, _ values: RunValues<Number>, options: RunOptions<Number> = RunOptions(),
    previous: Trace<Number>? = nil, changes: [Int: ClosedRange<Int>] = [:], memory: inout TraceMemory<Number>
  ) throws(RunError) {
    let plan = bound.plan
    let steps = try values.stepCounts(plan.model)
    for id in plan.needed.sorted() where values.inputs[id] == .missing {
      throw .missingInput(plan.model.inputs[id].name)
    }
    try plan.checkMemory(steps: steps, Number.self, layout: false)
    let tree = try Tree(plan.model, values)
    var stages = zip(plan.model.stages, steps).map { stage, count in
      var trace = StageTrace<Number>(plan, stage, steps: count, framesPerBlock: options.framesPerBlock)
      if trace.hasOutside(stage) { trace.start() }
      trace.blocks = memory.lend(stage.id, trace)
      return trace
    }
    let canBuildOn = previous.map { $0.values == values && $0.isSound(for: plan, stages) } ?? false
    if canBuildOn, let previous { stages = previous.stages }
    var touched: [Int: ClosedRange<Int>] = [:]
    for pass in plan.model.passes {
      let scan = plan.stages[pass.stage].scans[pass.scan]
      if let over = scan.over {
        var runner = TotalRunner(
          bound, pass, over: over, stages, tree, values: values, options: options, room: memory.lendRoom())
        stages[over].blocks = []
        runner.frame = stages[pass.stage].lendFrame()
        try runner.run()
        stages[over] = runner.trace
        stages[pass.stage].take(frame: runner.frame)
        memory.keep(room: runner.room)
        continue
      }
      var runner = StageRunner(bound, pass, stages, tree, values: values, options: options, room: memory.lendRoom())
      stages[pass.stage].blocks = []
      if canBuildOn {
        try runner.run(changes: changes, touched: &touched)
      } else {
        try runner.run()
      }
      stages[pass.stage] = runner.trace
      memory.keep(room: runner.room)
    }
    for stage in stages.indices {
      for block in stages[stage].blocks.indices where stages[stage].blocks[block].isEmpty {
        stages[stage].blocks[block] = Array(repeating: 0, count: stages[stage].size(ofBlock: block))
      }
    }
    self.plan = plan
    self.values = values
    self.stages = stages
    self.tree = tree
  }

  /// Whether a run of a plan can begin with this trace and do over only what has changed.
  ///
  /// Where a condition ends a stage, a change may give it another number of steps: then all runs.
  private func isSound(for plan: Plan, _ fresh: [StageTrace<Number>]) -> Bool {
    let (old, new) = (model, plan.model)
    return old.stages == new.stages && old.passes == new.passes && new.stages.allSatisfy { $0.steps.until == nil }
      && new.quantities.allSatisfy { $0.total == nil }
      && zip(stages, fresh).allSatisfy { old, new in
        old.layout == new.layout && old.steps == new.steps && old.framesPerBlock == new.framesPerBlock
          && old.lead == new.lead && old.trail == new.trail
      }
  }
}
