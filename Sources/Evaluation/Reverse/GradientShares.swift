// The gradient by a parameter before it is summed: what each step adds to it, each level of a tree, and what came over each
// distance from what is differentiated.

package import Equations

extension Gradient {
  /// What the steps add to the gradient by a parameter, before it is summed.
  package struct Shares: Sendable {
    /// The stages whose steps read the parameter, and the length of what each of these adds: of δ_k h_{k-1}ᵀ for a
    /// recurrent matrix.
    package var stages: [(stage: Int, byStep: [Double])]
    /// Of a tree the length of what all nodes so far below the root add together; nil for what is none.
    package var byLevel: [Double]?
    /// The length of the sum of all that passed so many steps between a loss and the parameter; the first passed none.
    ///
    /// In a tree they are levels. Nil where the two have no steps in common.
    package var byDistance: [Double]?
  }

  /// The gradient by a parameter in parts; nil if no step reads the parameter.
  ///
  /// The gradient must be weighted; it runs once for each step of the target, or for every `apart`-th.
  package func shares<Number: Scalar>(
    of parameter: Parameter, _ values: RunValues<Number>, every apart: Int = 1,
    options: RunOptions<Number> = RunOptions()
  ) throws(RunError) -> Shares? {
    let sums = (model.sums[parameter.id] ?? []).compactMap { id in
      model.model.quantities[id].total.map { (expression: model.model.quantities[id].expression, stage: $0) }
    }
    guard !sums.isEmpty else { return nil }
    let whole = try trace(values, options: options).trace
    var shares = Shares(stages: [])
    var levels = LengthsOfSums()
    for (expression, stage) in sums {
      let depths = whole.levels(ofStage: stage)
      var byStep: [Double] = []
      try Probe(expression, in: whole, arithmetic: options.arithmetic).forEach(in: 0..<whole.stages[stage].steps) {
        byStep.append(length(of: Array($1)))
        if let depths { levels.add($1, at: depths[$0]) }
      }
      shares.stages.append((stage, byStep))
    }
    if !levels.isEmpty { shares.byLevel = levels.lengths }
    let ways = sums.compactMap { sum in distance(to: sum.stage, in: whole).map { (sum.expression, sum.stage, $0) } }
    guard ways.count == sums.count else { return shares }
    let farthest = ways.map { whole.stages[$0.1].steps }.max() ?? 0
    try parameter.checkMemory(sums: farthest, called: "what came over each distance")
    var distances = LengthsOfSums()
    var bound = BoundGradient(self, values, options: options)
    for step in stride(from: 0, to: try targetSteps(values), by: max(apart, 1)) {
      let run = try bound.trace(all(from: step)).trace
      for (expression, stage, distance) in ways {
        try Probe(expression, in: run, arithmetic: options.arithmetic).forEach(in: 0..<run.stages[stage].steps) {
          distances.add($1, at: distance(step, $0))
        }
      }
    }
    shares.byDistance = distances.lengths
    return shares
  }

  /// How far a step of the target is from one of a stage; nil where they do not lie on one way.
  private func distance<Number: Scalar>(to stage: Int, in trace: Trace<Number>) -> ((Int, Int) -> Int)? {
    let target = model.model.quantities[model.target]
    if let levels = trace.levels(ofStage: stage) {
      // From the root alone they are the levels.
      return trace.levels(ofStage: target.stage).map { own in { abs(levels[$1] - own[$0]) } }
    }
    if target.stage == stage { return { abs($0 - $1) } }
    guard model.model.stages[target.stage].steps == .once, readsOnlyLast(of: stage) else { return nil }
    let last = trace.stages[stage].steps - 1
    return { last - $1 }
  }

  /// Whether a target that is worked out once comes from the last step of a stage, and from nothing else that has steps.
  private func readsOnlyLast(of stage: Int) -> Bool {
    var seen: Set<Int> = [model.target]
    var open = [model.target]
    while let id = open.popLast() {
      for read in model.model.quantities[id].expression.reads {
        guard case .quantity(let other) = read.source else { continue }
        let source = model.model.quantities[other]
        if model.model.stages[source.stage].steps != .once {
          guard source.stage == stage, read.at == .last else { return false }
        } else if seen.insert(other).inserted {
          open.append(other)
        }
      }
    }
    return true
  }
}

/// Sums of tensors of one size at some places, of which the lengths are wanted.
private struct LengthsOfSums {
  private var sums: [[Double]] = []

  var isEmpty: Bool { sums.isEmpty }
  var lengths: [Double] { sums.map { length(of: $0) } }

  mutating func add<Number: Scalar>(_ numbers: UnsafeBufferPointer<Number>, at place: Int) {
    while sums.count <= place { sums.append(Array(repeating: 0, count: numbers.count)) }
    for index in numbers.indices { sums[place][index] += Double(numbers[index]) }
  }
}
