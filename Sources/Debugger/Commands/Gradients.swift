// grad, triangle, gamma: how far back a loss reaches.

internal import Equations
internal import Evaluation

extension Command {
  static let grad: Command = Command(
    "grad", operands: "[NAME] [of EXPRESSION]", completes: .quantity,
    summary: "how the loss, or another number, changes with a quantity: the length at each step, or all entries at one",
    details: """
      grad h                   the length of ∂loss/∂h at each step
      grad h of loss@7         of the loss of step 7 alone
      grad h@3 of norm(h)@7    every entry at step 3, of another number
      grad p                   of the nodes of a tree, the mean on each level below the root too
      grad Â                   every entry of what is worked out once
      grad h@3 of h@7          the matrix ∂h₇/∂h₃, a row for each unit of step 7
      Where the sheet's loss lacks its target, name another number: grad h of norm(h).
      """,
    example: "grad h of norm(h)@8"
  ) { session, text throws(CommandError) in
    Reply(try session.alongside.gradient(text))
  }

  static let triangle: Command = Command(
    "triangle", operands: "[NAME] [of EXPRESSION]", completes: .quantity,
    summary:
      "the length of ∂L_t/∂h_k for every step t of the loss and every step k: what each step's loss says to each",
    example: "triangle h of norm(h)"
  ) { session, text throws(CommandError) in
    let session = session.alongside
    let question = try session.question(text, for: .triangle)
    guard question.step == nil else { throw .message("a triangle shows all steps: name none") }
    let steps = try question.target.triangleSteps(of: question.quantity, in: session.trace)
    let rows = TriangleReport.rows(of: steps)
    let lengths = try session.running { values, options throws(RunError) in
      try Gradient(
        question.target.model, of: question.target.quantity, isWeighted: true, missing: values.missingInputs
      ).triangle(by: question.quantity, values, from: rows, options: options)
    }
    let title = "‖∂\(question.target.text)ₜ/∂\(question.quantity.name)ₖ‖"
    return Reply([.triangle(TriangleReport(title: title, steps: steps, rows: rows, lengths: lengths))])
  }

  static let gamma: Command = Command(
    "gamma", operands: "[STATE]", completes: .quantity,
    summary: "how much each step stretches what flows back through a state, and the spectral radii behind it",
    details: """
      For h = tanh(W x + U h[t-1] + b) this is ‖Diag(f′(z)) U‖ of each step. The product of the norms bounds the length
      of the true product: below 1 it vanishes, above it may explode. set radius U = 0.9 scales U to that radius.
      What a state's equations read of another state's past belongs to its step: of an LSTM that of [h; c] is told.
      """,
    example: "gamma h"
  ) { session, text throws(CommandError) in
    let session = session.alongside
    let state = try session.state(named: text, for: .gamma)
    let matrices = try session.running { values, options throws(RunError) in
      try Gradient.stepJacobians(
        of: state.id, in: session.trace.model, values, missing: values.missingInputs, most: 512, options: options)
    }
    guard let matrices else {
      let isTree = session.model.stages[state.stage].isTree
      throw .message(
        isTree
          ? "\(state.name) reads its children, and no last value of its own: grad \(state.name) tells its levels"
          : "\(state.name) does not read its own last value")
    }
    guard !matrices.matrices.isEmpty else {
      let names = matrices.states.map { session.model.quantities[$0].name }.joined(separator: " and ")
      throw .message("\(names) have more than 512 entries: matrices of more rows take too long")
    }
    return Reply([.growth(session.growth(matrices.states.map { session.model.quantities[$0] }, matrices.matrices))])
  }
}

/// What is asked: of what, by what, at which step (from 0).
private struct GradientQuestion {
  var target: GradientTarget
  var quantity: Quantity
  var step: Int?
}

extension Session {
  /// Runs something on this session's numbers.
  func running<T>(
    _ body: (RunValues<Float>, RunOptions<Float>) throws(RunError) -> T
  ) throws(CommandError) -> T {
    do throws(RunError) {
      return try body(values, RunOptions(isInterrupted: isInterrupted))
    } catch {
      throw .run(error)
    }
  }

  /// The state with a name; without one the first that there is.
  func state(named text: String, for command: Command) throws(CommandError) -> Quantity {
    guard !text.isEmpty else {
      guard let state = model.quantities.first(where: { $0.isState && trace.has($0) }) else {
        throw .message("the model has no state: name a quantity")
      }
      return state
    }
    let (name, _) = try PinReader.target(
      text, model, otherwise: .message("\(text.clipped) is no name of a quantity, such as h"))
    guard let quantity = model.quantity(named: name) else { throw noGradient(by: name, for: command) }
    try checkHas(quantity)
    return quantity
  }

  /// What to say of a name that no equation defines.
  private func noGradient(by name: String, for command: Command) -> CommandError {
    if model.parameter(named: name) != nil {
      return .message(
        "\(name) is a parameter, and \(command.name) takes what an equation defines: shares \(name), or unroll grad, "
          + "gives the gradient by a parameter")
    }
    guard model.input(named: name) != nil || model.constant(named: name) != nil else {
      return PinReader.unknown(name, model)
    }
    return .message("\(name) is no equation of the sheet: \(command.name) takes only what an equation defines")
  }

  fileprivate func question(
    _ text: String, for command: Command, takesTensors: Bool = false
  ) throws(CommandError) -> GradientQuestion {
    let (by, of) = GradientTarget.split(text)
    let parts = by.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map { String($0).trimmed }
    let quantity = try state(named: parts.first ?? "", for: command)
    var step: Int?
    if parts.count > 1 {
      step = try StepReader.step(parts[1], of: trace.stepCount(of: quantity))
    }
    let target = try GradientTarget(
      of.isEmpty ? gradientTarget : of, trace.model, takesTensors: takesTensors && step != nil)
    try target.checkStep(in: trace)
    return GradientQuestion(target: target, quantity: quantity, step: step)
  }

  fileprivate func gradient(_ text: String) throws(CommandError) -> [Report] {
    let question = try question(text, for: .grad, takesTensors: true)
    let (target, quantity) = (question.target, question.quantity)
    let shape = target.model.quantities[target.quantity].shape
    if let step = question.step, !shape.isScalar {
      guard let of = target.step else { throw .message("say which step of \(target.text): grad … of \(target.text)@7") }
      let matrix = try running { values, options throws(RunError) in
        try Gradient(target.model, of: target.quantity, isWeighted: true, missing: values.missingInputs)
          .jacobian(of: of, by: quantity, at: step, values, options: options)
      }
      let form = Shape.matrix(Dimension(shape.count), Dimension(quantity.shape.count))
      let value = ShownValue(
        name: "∂\(target.text)/∂\(quantity.name)@\(step + 1)", step: nil, shape: form,
        numbers: matrix.numbers.map { Float($0) })
      return [.value(value)]
    }
    let run = try running { values, options throws(RunError) in
      try Gradient(
        target.model, of: target.quantity, isWeighted: target.step != nil, missing: values.missingInputs
      ).trace(values, weights: target.step.map { Gradient.Weights(entries: [1], step: $0) }, options: options)
    }
    let title = "∂\(target.text)/∂\(quantity.name)"
    let isOnce = trace.model.stages[quantity.stage].steps == .once
    guard run.model.adjoints[quantity.id] != nil else {
      return [
        .text("\(target.text) does not depend on \(quantity.name): \(title) is 0\(isOnce ? "" : " at every step")")
      ]
    }
    if let step = question.step ?? (isOnce ? 0 : nil) {
      let numbers = run.gradient(by: quantity, at: step)
      return [
        .value(ShownValue(name: title, step: isOnce ? nil : step + 1, shape: quantity.shape, numbers: numbers))
      ]
    }
    let symbols = (0..<trace.stepCount(of: quantity)).map { symbol(of: quantity.stage, at: $0) }
    let levels = trace.levelMeans(of: [quantity], run.norms).map { lengths in
      LengthsReport(title: "its mean on each level, from the root down", axis: "level", lengths: lengths, first: 0)
    }
    let lengths = LengthsReport(
      title: "‖\(title)‖", axis: "step", lengths: run.norms(of: quantity), first: 1, symbols: symbols)
    return ([lengths] + (levels.map { [$0] } ?? [])).map { .lengths($0) }
  }

  /// - `states`: those whose step it is: one, or all that carry one another on.
  fileprivate func growth(_ states: [Quantity], _ matrices: [MeasuredMatrix]) -> GrowthReport {
    guard let state = states.first else { return GrowthReport(name: "", variable: "", rows: [], radii: []) }
    let isForward = model.stages[state.stage].scans.first { $0.quantities.contains(state.id) }?.direction == .forward
    var rows: [GrowthReport.Row] = []
    var product = 1.0
    var whole: MeasuredMatrix?
    // From the loss back: first the step that comes last.
    for step in isForward ? Array(matrices.indices.reversed()) : Array(matrices.indices) {
      let norm = matrices[step].norm
      product *= norm
      let through = whole.map { $0 * matrices[step] } ?? matrices[step]
      whole = through
      rows.append(.init(step: step + 1, norm: norm, product: product, whole: through.norm))
    }
    let radii = model.parameters.filter { parameter in states.contains { multiplies(parameter, pastOf: $0) } }
      .compactMap { parameter in
        square(parameter).map { (parameter.name, $0.radius) }
      }
    let name = states.count > 1 ? "[\(states.map(\.name).joined(separator: "; "))]" : state.name
    let variable = model.stages[state.stage].variable
    return GrowthReport(name: name, variable: variable, rows: rows.sorted { $0.step < $1.step }, radii: radii)
  }

  /// Whether an equation has the parameter before a state of another step, or of a child: `U h[t-1]`.
  func multiplies(_ parameter: Parameter, pastOf state: Quantity) -> Bool {
    model.quantities.contains { quantity in
      var found = false
      quantity.expression.visit { part in
        guard case .apply(.product, let operands) = part.kind, case .read(let read) = operands[0].kind,
          read.source == .parameter(parameter.id)
        else { return }
        found =
          found || operands[1].reads.contains { $0.source == .quantity(state.id) && ($0.at.offset != 0 || $0.at.isKin) }
      }
      return found
    }
  }

  /// A square parameter, of a size that its radius can be found of.
  func square(_ parameter: Parameter) -> MeasuredMatrix? {
    guard case .matrix(let rows, let columns) = parameter.shape, rows == columns, rows.count <= 512 else { return nil }
    return MeasuredMatrix(
      rows: rows.count, columns: columns.count, numbers: values.parameters[parameter.id].map { Double($0) })
  }
}
