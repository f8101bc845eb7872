// print: any expression of the sheet language, at the current step or another.

internal import Equations
internal import Evaluation

extension Command {
  static let print: Command = Command(
    "print", ["p"], operands: "EXPRESSION", completes: .expression,
    summary: "the value of any expression, at this step or another",
    details: """
      An expression is what may stand in a sheet: print norm(h - h[t-1]), print max(z).
      An address is a name, an entry and a step: print z[12]@4. Entries and steps count from 1.
      """,
    example: "print z[12]@4"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.print.usage("") }
    return Reply([.value(try session.value(of: text))])
  }
}

extension Session {
  /// Works out an expression at the current step.
  package func value(of text: String) throws(CommandError) -> ShownValue {
    let syntax: Syntax
    let expression: Expression
    do throws(SheetErrors) {
      syntax = try SheetParser.expression(text)
      expression = try trace.model.expression(syntax, text: text)
    } catch {
      throw .sheet(error)
    }
    try checkSteps(expression)
    let step = moment?.step ?? 0
    do throws(RunError) {
      let probe = try Probe(expression, in: trace)
      let moves = expression.reads.contains { $0.isMoving(in: model) }
      return ShownValue(
        name: syntax.spelled, step: moves ? step + 1 : nil, shape: expression.shape,
        numbers: probe.value(at: min(step, max(0, probe.stepCount - 1))))
    } catch {
      throw .run(error)
    }
  }

  /// Steps given by number must exist.
  private func checkSteps(_ expression: Expression) throws(CommandError) {
    for read in expression.reads {
      guard case .fixed(let step) = read.at else { continue }
      let count: Int =
        switch read.source {
        case .quantity(let id): trace.stepCount(of: model.quantities[id])
        case .input(let id): values.inputs[id].stepCount ?? 1
        case .parameter, .series, .constant, .step: 1
        }
      guard step >= 1, step <= count else { throw .run(.noSuchStep(step, count: count)) }
    }
  }
}

extension Read {
  /// Whether its value is another at another step.
  fileprivate func isMoving(in model: Model) -> Bool {
    guard at.isMoving else { return false }
    switch source {
    case .quantity(let id): return model.stages[model.quantities[id].stage].steps != .once
    case .input(let id): return model.inputs[id].stage != nil
    case .step, .series: return true
    case .parameter, .constant: return false
    }
  }
}
