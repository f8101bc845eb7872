// backward and forward: the way back, stepped through as the way there is.

internal import Equations
internal import Evaluation

extension Command {
  static let backward: Command = Command(
    "backward", ["bw"], operands: "[of EXPRESSION]", completes: .expression,
    summary: "go on with the way back: from the loss, or another number, to all that it depends on, step by step",
    details: """
      backward               from the loss; backward of norm(h)@7 from another number, at one step or over all
      next, step, rn, rs     go on and back as before: behind the last step come those of the way back
      d/h[3]@5               the gradient by h[3] at step 5, wherever an address may stand; ∂h[3]@5 is the same
      d/h[t-1]               what of it flows back through h[t-1] at a step; d/U the gradient by a parameter
      d/h[t-1][t+1]          in equations: what the next step sends back so, to the h of this one
      explain d/h[3]@5       who read h[3], and what each of them says; terms and rest sum exactly to it
      break if norm(d/h) < 0.001, view units d/h, export d/h h.csv and all else take gradients likewise
      forward leaves it; print, explain, uses and export know gradients without it, too.
      """,
    example: "backward of norm(h)@8"
  ) { session, text throws(CommandError) in
    let (rest, of) = GradientTarget.split(text)
    guard rest.isEmpty else { throw Command.backward.usage(text) }
    let pass = try session.wayBack(from: of)
    try session.show(pass)
    session.gradientTarget = pass.text
    let first = session.timeline.parts.first { part in
      part.quantities.contains { pass.isBackward(session.model.quantities[$0]) }
    }
    guard let first else { throw .message("\(pass.title) depends on nothing that an equation works out") }
    session.move(to: session.timeline.endOfStep(at: first.start))
    return Reply([.text("back from \(pass.title)")] + session.arrived)
  }

  static let forward: Command = Command(
    "forward", ["fw"], summary: "leave the way back: the run alone is stepped through", example: "forward"
  ) { session, _ throws(CommandError) in
    guard session.backward != nil else { throw .message("the way back is not open; backward opens it") }
    let stops = session.stops.count
    try session.show(nil as BackwardPass?)
    let lost = stops - session.stops.count
    let note = "\(lost) stop\(lost == 1 ? "" : "s") at gradients taken away"
    return Reply((lost > 0 ? [.text(note)] : []) + session.arrived)
  }
}
