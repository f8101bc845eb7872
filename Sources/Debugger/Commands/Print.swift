// print: any expression of the sheet language, at the current step or another, or over some.

internal import Equations
internal import Evaluation

extension Command {
  static let print: Command = Command(
    "print", ["p"], operands: "EXPRESSION [from STEP [to STEP]]", completes: .expression,
    summary: "the value of any expression, at this step, at another or over some",
    details: """
      print max(z)                an expression is what may stand in a sheet, h[t-1] too
      print z[12]@4               an address: a name, an entry, a step; entries and steps count from 1
      print z[9:12]               some entries; of a matrix W_z[3,1:4]
      print z[12]@2:5             an address over some steps
      print norm(h) from 2 to 5   any expression over some steps
      print/6 z[12]               six digits; print/e powers of ten, print/3f three decimals, print/x the bits
      """,
    example: "print z[12]@4", takesFormat: true
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.print.usage("") }
    return Reply([try session.shown(text)])
  }
}

extension Session {
  /// What is shown for the operand of print or display.
  func shown(_ text: String) throws(CommandError) -> Report {
    let request = try PrintRequest(text)
    guard !request.expression.isEmpty else { throw Command.print.usage("") }
    return try seeing(request.expression).shown(request)
  }

  private func shown(_ request: PrintRequest) throws(CommandError) -> Report {
    guard let steps = request.steps else {
      return .value(try cut(try value(of: request.expression), by: request))
    }
    let (expression, spelled) = try Stop.expression(request.expression, trace.model)
    try checkSteps(expression)
    let probe = try self.probe(expression)
    guard expression.reads.contains(where: { $0.isMoving(in: model) }) else {
      throw .message("\(spelled) is the same at every step: print it without steps")
    }
    guard steps.lowerBound <= probe.stepCount else {
      throw .run(.noSuchStep(steps.lowerBound, count: probe.stepCount))
    }
    return .series(try series(probe, spelled, (steps.lowerBound - 1)..<min(steps.upperBound, probe.stepCount), request))
  }

  private func series(
    _ probe: Probe<Float>, _ spelled: String, _ steps: Range<Int>, _ request: PrintRequest
  ) throws(CommandError) -> ShownSeries {
    var values: [ShownValue] = []
    var isStopped = false
    probe.search(in: stride(from: steps.lowerBound, to: steps.upperBound, by: 1)) { step, numbers in
      isStopped = step % 256 == 0 && isInterrupted()
      values.append(
        ShownValue(spelled, step: step + 1, probe.expression.shape, Array(numbers), in: trace))
      return !isStopped
    }
    if isStopped { throw .run(.interrupted) }
    let stage = probe.expression.reads.lazy.compactMap { self.stage(of: $0) }.first
    var rows: [ShownSeries.Row] = []
    for value in values {
      let symbol = stage.flatMap { self.symbol(of: $0, at: (value.step ?? 1) - 1) }
      rows.append(ShownSeries.Row(symbol: symbol, value: try cut(value, by: request)))
    }
    return ShownSeries(name: request.entries.isEmpty ? spelled : request.name, rows: rows)
  }

  func stage(of read: Read) -> Int? {
    switch read.source {
    case .quantity(let id): model.quantities[id].stage
    case .input(let id): model.inputs[id].stage
    case .parameter, .series, .constant, .step, .length: nil
    }
  }

  /// The entries that are asked for, written as it is asked for.
  private func cut(_ value: ShownValue, by request: PrintRequest) throws(CommandError) -> ShownValue {
    var result = value
    result.format = request.format
    guard !request.entries.isEmpty else { return result }
    let axes = value.shape.axes
    guard request.entries.count == axes.count else {
      let example = axes.count == 2 ? "[2,1:4]" : "[1:4]"
      throw .message(
        axes.isEmpty
          ? "\(value.name) is a scalar: it has no entries"
          : "\(value.name) is \(value.shape.described): a slice of it is written \(example)")
    }
    var ranges: [Range<Int>] = []
    for (entry, count) in zip(request.entries, axes) {
      guard entry.first <= count, entry.last ?? count <= count else {
        throw .message("\(value.name) has no entry \(max(entry.first, entry.last ?? 0)): they go from 1 to \(count)")
      }
      ranges.append((entry.first - 1)..<(entry.last ?? count))
    }
    let columns = ranges.count == 2 ? ranges[1] : 0..<1
    let width = ranges.count == 2 ? axes[1] : 1
    result.name = request.name
    result.numbers = ranges[0].flatMap { row in columns.map { value.numbers[row * width + $0] } }
    result.first = (ranges[0].lowerBound + 1, columns.lowerBound + 1)
    result.shape =
      ranges.count == 2
      ? .matrix(Dimension(ranges[0].count), Dimension(columns.count)) : .vector(Dimension(ranges[0].count))
    return result
  }

  /// Works out an expression at the current step.
  package func value(of text: String) throws(CommandError) -> ShownValue {
    let (expression, spelled) = try Stop.expression(text, trace.model)
    try checkSteps(expression)
    let step = moment?.step ?? 0
    let probe = try self.probe(expression)
    let moves = expression.reads.contains { $0.isMoving(in: model) }
    // A scan that is shorter stays at its end.
    let place = min(step, max(0, probe.stepCount - 1))
    return ShownValue(spelled, step: moves ? place + 1 : nil, expression.shape, probe.value(at: place), in: trace)
  }

  private func probe(_ expression: Expression) throws(CommandError) -> Probe<Float> {
    do throws(RunError) {
      return try Probe(expression, in: trace)
    } catch {
      throw .run(error)
    }
  }

  /// - Throws: which input lacks, for a quantity that is left out of the run.
  func checkHas(_ quantity: Quantity) throws(CommandError) {
    do throws(RunError) { try trace.checkHas(quantity) } catch { throw .run(error) }
  }

  /// Steps given by number must exist.
  private func checkSteps(_ expression: Expression) throws(CommandError) {
    for read in expression.reads {
      guard case .fixed(let step) = read.at else { continue }
      let count: Int =
        switch read.source {
        case .quantity(let id): trace.stepCount(of: model.quantities[id])
        case .input(let id): values.inputs[id].stepCount ?? 1
        case .parameter, .series, .constant, .step, .length: 1
        }
      guard step >= 1, step <= count else { throw .run(.noSuchStep(step, count: count)) }
    }
  }
}

extension ShownValue {
  /// What a run has filled of a value at a step, from 1; nil for the last one.
  init(_ name: String, step: Int?, _ shape: Shape, _ numbers: [Float], in trace: Trace<Float>) {
    let place = (step ?? 1) - 1
    self.init(
      name: name, step: step, shape: trace.shape(shape, at: place),
      numbers: trace.filledPart(numbers, of: shape, at: place))
  }
}

extension Read {
  /// Whether its value is another at another step.
  func isMoving(in model: Model) -> Bool {
    guard at.isMoving else { return false }
    switch source {
    case .quantity(let id): return model.stages[model.quantities[id].stage].steps != .once
    case .input(let id): return model.inputs[id].stage != nil
    case .step, .series: return true
    case .length: return false
    case .parameter, .constant: return false
    }
  }
}
