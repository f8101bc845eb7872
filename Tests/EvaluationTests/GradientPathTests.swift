// The gradient by a state in parts, by the ways on which it comes to a step.

import Catalogue
import Equations
import Evaluation
import TestSupport
import Testing

@Suite struct `Ways of a gradient` {
  private func run(
    _ name: String, _ state: String, _ target: String
  ) throws -> (model: GradientModel, run: GradientTrace<Double>, state: Quantity) {
    let sheet = try Catalogue(.at("\(Checkout.root)/Resources")).sheet(name)
    let plain = try Model(sheet)
    let syntax = try SheetParser.expression(target)
    let (model, added) = try plain.adding(target, try plain.expression(syntax, text: target))
    let state = try #require(model.quantity(named: state))
    func numbers(_ count: Int, _ seed: Int) -> [Double] {
      (0..<count).map { Double(($0 * 37 + seed * 13) % 101) / 101 - 0.5 }
    }
    let values = RunValues<Double>(
      parameters: model.parameters.map { numbers($0.shape.count, $0.id) },
      constants: model.constants.map { $0.value.map { [$0] } ?? numbers($0.shape.count, 3) },
      inputs: model.inputs.map { input in
        input.stage == nil
          ? .given(numbers(input.shape.count, 5)) : .stream(numbers(24 * input.shape.count, input.id + 7), steps: 24)
      })
    let gradient = try Gradient(model, of: added, splitting: state.id)
    return (gradient.model, try gradient.trace(values), state)
  }

  @Test(arguments: [
    ("rnn", "h", "norm(h)"), ("rnn", "z", "norm(h)"), ("gru", "h", "norm(h)"), ("lstm", "c", "norm(h)"),
    ("lstm", "h", "sum(h)"), ("lstm-peephole", "c", "norm(h)"), ("skip", "h", "sum(h)"), ("leaky", "h", "norm(h)"),
    ("rnn-bidirectional", "b", "norm(h)"), ("fista", "s", "norm(s)"), ("rnn-stacked", "h[1]", "norm(h[2])"),
    ("gru", "h", "norm(h[end])"), ("lstm", "c", "sum(h[:])"),
  ])
  func `its parts sum to it at every step`(sheet: String, state: String, target: String) throws {
    let (model, run, quantity) = try run(sheet, state, target)
    #expect(model.paths.count > 0)
    for step in 0..<run.trace.stepCount(of: quantity) {
      let whole = run.gradient(by: quantity, at: step)
      var sum = Array(repeating: 0.0, count: whole.count)
      for path in model.paths {
        let part = run.trace.values(of: model.model.quantities[path.quantity], at: step)
        for (entry, number) in part.enumerated() { sum[entry] += number }
      }
      #expect(zip(whole, sum).allSatisfy { abs($0 - $1) <= 1e-12 * max(1, abs($0)) })
    }
  }

  @Test func `of a cell there is one for the cell itself, one for each that reads its output, and the loss's own`()
    throws
  {
    let (model, run, cell) = try run("lstm", "c", "norm(h)")
    let readers = model.paths.map { $0.reader.map { model.model.quantities[$0].name } }
    #expect(readers == [nil, "c", "i", "f", "o", "c̃"])
    let kept = try #require(model.paths.dropFirst().first)
    let forget = try #require(model.model.quantity(named: "f"))
    for step in 0..<23 {
      // Through the cell itself comes f ⊙ d/c of the next step, and nothing else.
      let expected = zip(
        run.trace.values(of: forget, at: step + 1), run.gradient(by: cell, at: step + 1)
      ).map { $0 * $1 }
      let part = run.trace.values(of: model.model.quantities[kept.quantity], at: step)
      #expect(zip(part, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    }
  }

  @Test func `a connection that skips steps is a way of its own`() throws {
    let (model, _, _) = try run("skip", "h", "norm(h)")
    #expect(model.paths.map { $0.read?.at } == [nil, .offset(-1), .offset(-3)])
  }
}
