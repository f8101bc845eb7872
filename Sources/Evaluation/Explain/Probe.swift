// Expressions asked of a finished trace: what is printed, watched and drawn. They run on the same kernels as the model.

package import Equations

/// An expression, compiled against a trace, to be worked out at any of its steps.
package struct Probe<Number: Scalar> {
  package let expression: Expression
  private let trace: Trace<Number>
  private let bound: BoundPlan<Number>
  private let scan: ScanPlan
  private let arguments: [Argument]
  private let argumentCount: Int

  /// A value that the expression reads, and where it is gathered.
  private struct Argument {
    var read: Read
    var offset: Int
    var shape: Shape
  }

  /// - `expression`: checked against the trace's model, with `Model.expression`.
  /// - Throws: `RunError.leftOut` if it reads what the trace left out.
  package init(
    _ expression: Expression, in trace: Trace<Number>, arithmetic: Arithmetic<Number> = Number.arithmetic
  )
    throws(RunError)
  {
    let model = trace.model
    var arguments: [Argument] = []
    var count = 0
    var wanted: Set<Int> = []
    let padded = expression.padded.scaled
    for (read, shape) in padded.shapedReads {
      switch read.source {
      case .quantity(let id):
        try trace.checkHas(model.quantities[id])
      case .input(let id):
        if case .missing = trace.values.inputs[id] { throw .missingInput(model.inputs[id].name) }
      case .series, .length: break
      case .parameter(let id):
        wanted.insert(id)
        continue
      case .constant, .step: continue
      }
      guard !arguments.contains(where: { $0.read == read }) else { continue }
      arguments.append(Argument(read: read, offset: count, shape: shape))
      count += shape.count
    }
    var plan = trace.plan
    plan.values = ValuesLayout(model, parameters: wanted)
    let values = plan.values
    let places = arguments
    var compiler = ScanCompiler(direction: .forward, values: values, packed: []) { read in
      switch read.source {
      case .parameter(let id): .place(.values, offset: values.parameters[id])
      case .constant(let id): .place(.values, offset: values.constants[id])
      case .step: .step
      case .quantity, .input, .series, .length:
        .place(.gathered, offset: places.first { $0.read == read }?.offset ?? 0)
      }
    }
    compiler.add(
      [.init(expression: padded, region: .results, offset: 0, shape: padded.shape)], isWhole: { _ in false })
    plan.values = compiler.values
    plan.packed = compiler.packed
    try plan.checkMemory(probe: compiler.plan, arguments: count, result: expression.shape.count, Number.self)
    self.expression = expression
    self.trace = trace
    self.arguments = arguments
    argumentCount = count
    scan = compiler.plan
    assert(plan.verify(probe: scan, arguments: count, result: expression.shape.count).isEmpty)
    bound = BoundPlan(plan, trace.values, arithmetic, parameters: wanted)
  }

  /// How many steps it can be asked at: those of the stage that it reads, or 1.
  ///
  /// What moves by the number of the step alone can be asked wherever the longest stage is.
  package var stepCount: Int {
    arguments.filter(\.read.at.isMoving).map { argument in
      switch argument.read.source {
      case .quantity(let id): trace.stepCount(of: trace.model.quantities[id])
      case .input(let id): trace.values.inputs[id].stepCount ?? 1
      case .series(let number): trace.model.series[number].members.count
      case .parameter, .constant, .step, .length: 1
      }
    }.max() ?? (readsStepNumber ? trace.stages.map(\.steps).max() : nil) ?? 1
  }

  private var readsStepNumber: Bool {
    expression.reads.contains { if case .step = $0.source { true } else { false } }
  }

  /// Its value at a step, from 0, row-major, with zeros in places that are not filled.
  package func value(at step: Int) -> [Number] {
    var result: [Number] = []
    forEach(in: step..<(step + 1)) { _, numbers in result = Array(numbers) }
    return result
  }

  /// Its value at each step of a range, in order, until `body` says false.
  @specialized(where Number == Float)
  @specialized(where Number == Double)
  package func search(in steps: StrideTo<Int>, _ body: (Int, UnsafeBufferPointer<Number>) -> Bool) {
    var inputs = [Number](repeating: 0, count: argumentCount + 16)
    var outputs = [Number](repeating: 0, count: expression.shape.count + 16)
    inputs.withUnsafeMutableBufferPointer { inputs in
      outputs.withUnsafeMutableBufferPointer { outputs in
        guard let input = inputs.baseAddress, let output = outputs.baseAddress else { return }
        let memory = ScanMemory(
          bound: bound, scan: scan, inputs: trace.values.inputs, frameCount: 0, stepsAtOnce: 1,
          arguments: input, results: output)
        let gatherer = Gatherer(model: trace.model, stages: trace.stages, values: trace.values, trace: trace)
        for argument in arguments where !argument.read.at.isMoving {
          gatherer.write(argument.read, argument.shape, at: 0, to: input + argument.offset)
        }
        var room: [Number] = []
        memory.withMachine(in: &room) { machine in
          for step in steps {
            for argument in arguments where argument.read.at.isMoving {
              gatherer.write(argument.read, argument.shape, at: step, to: input + argument.offset)
            }
            for case .each(let range) in scan.segments {
              machine.run(range, from: step, count: 1, frame: output, index: 0)
            }
            guard body(step, UnsafeBufferPointer(start: output, count: expression.shape.count)) else { return }
          }
        }
      }
    }
  }

  package func forEach(in steps: Range<Int>, _ body: (Int, UnsafeBufferPointer<Number>) -> Void) {
    search(in: stride(from: steps.lowerBound, to: steps.upperBound, by: 1)) { step, numbers in
      body(step, numbers)
      return true
    }
  }
}

extension Trace {
  /// The shape that a value has at a step, from 0: of an open axis what is filled there.
  package func shape(_ shape: Shape, at step: Int) -> Shape {
    guard shape.isOpen else { return shape }
    return shape.mapAxes { $0.isOpen ? Dimension(filledCount($0.extent, at: step), label: $0.name) : $0 }
  }

  /// The numbers of a value at a step without those of places that are not filled.
  package func filledPart(_ numbers: [Number], of shape: Shape, at step: Int) -> [Number] {
    guard shape.isOpen else { return numbers }
    let (part, width) = (self.shape(shape, at: step), shape.columns.count)
    return (0..<part.rows.count).flatMap { row in (0..<part.columns.count).map { numbers[row * width + $0] } }
  }

  /// How many places of an open axis are filled at a step, from 0.
  package func filledCount(_ extent: Dimension.Extent, at step: Int) -> Int {
    switch extent {
    case .all: 0
    case .steps(_, let shift): max(0, step + 1 + shift)
    case .ran(let walk): model.stage(ofWalk: walk).map { stages[$0].steps } ?? 0
    }
  }
}
