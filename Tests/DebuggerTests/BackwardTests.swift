// The way back, stepped through and asked as the way there is.

import Catalogue
import Debugger
import Equations
import Evaluation
import TestSupport
import Testing

@Suite struct `The way back` {
  /// Something to differentiate in sheets of all kinds: one number at each step, at one, or once.
  private static let targets: [(String, String)] = [
    ("rnn", "norm(h)"), ("gru", "norm(h)@9"), ("lstm", "sum(h)"), ("skip", "norm(h)@24"),
    ("rnn-bidirectional", "norm(h)"), ("rnn-stacked", "norm(h[2])"), ("leaky-learned", "sum(h)"), ("ista", "norm(s)"),
    ("self-attention", "norm(H)"), ("ntm", "norm(r)"),
  ]

  private func lengths(_ line: String, on session: inout Session) throws -> [Double] {
    switch try session.reply(to: [line]).reports.first {
    case .lengths(let report)?: return report.rows.map(\.length)
    // All entries of what is worked out once.
    case .value(let value)?: return [value.numbers.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()]
    default: return []
    }
  }

  @Test func `it goes on behind the last step, from the last to the first, and says what each equation gives`() throws {
    var session = try Sessions.open("rnn")
    let arrived = try session.say("backward of norm(h)")
    #expect(arrived.prefix(2) == ["back from norm(h)", "step 24/24  equation 4/4  scan 2/2, backward"])
    #expect(try session.say("next").first == "step 23/24  equation 4/4  scan 2/2, backward")
    #expect(try session.say("list").contains { $0.hasPrefix("▶ d/h[t-1] = Uᵀ d/z ") })
    #expect(try session.say("goto 1", "reverse-finish", "rs").first == "step 24/24  equation 3/3  scan 1/2, forward")
    #expect(try session.say("goto d/z@5").first == "step 5/24  equation 3/4  scan 2/2, backward")
    #expect(try session.say("forward").first == "step 5/24  equation 2/2")
    #expect(session.complaint("forward") == "the way back is not open; backward opens it")
  }

  @Test(arguments: targets)
  func `what it works out at each step is the gradient`(sheet: String, target: String) throws {
    var session = try Sessions.open(sheet)
    let state = try #require(session.model.quantities.last { target.contains("(\($0.name))") }).name
    let expected = try lengths("grad \(state) of \(target)", on: &session)
    #expect(expected.contains { $0 > 0 })
    _ = try session.say("backward of \(target)")
    let adjoint = try #require(session.model.quantity(named: "d/\(state)"))
    let isOnce = session.model.stages[adjoint.stage].steps == .once
    for (step, length) in expected.enumerated() {
      let question = isOnce ? "norm(d/\(state))" : "norm(d/\(state)@\(step + 1))"
      guard case .value(let value)? = try session.reply(to: [question]).reports.first else {
        Issue.record("no value was told")
        return
      }
      #expect(abs(Double(value.numbers[0]) - length) <= 1e-5 * length + 1e-12)
    }
  }

  private func visit(_ node: Explanation, _ body: (Explanation) -> Void) {
    body(node)
    for part in node.parts { visit(part, body) }
  }

  @Test(arguments: targets)
  func `every gradient is explained by terms that sum exactly to it`(sheet: String, target: String) throws {
    var session = try Sessions.open(sheet)
    _ = try session.say("backward of \(target)")
    let back = try #require(session.backward)
    var sums = 0
    for quantity in back.model.quantities where back.isBackward(quantity) && !quantity.isUnnamed {
      let columns = quantity.shape.columns.count
      for entry in [0, quantity.shape.count - 1] {
        let place = Entry(entry / columns, entry % columns)
        let step = back.trace.stepCount(of: quantity) / 2
        let explanation = Explainer(back.trace).explain(quantity, place, at: step)
        let isTarget = explanation.relation == .because("it is what is differentiated") && explanation.value == 1
        #expect(!explanation.parts.isEmpty || explanation.value == 0 || isTarget || explanation.relation == .given)
        visit(explanation) { node in
          guard case .sum = node.relation else { return }
          sums += 1
          let made = node.parts.map(\.value).reduce(node.rest?.value ?? 0, +)
          #expect(abs(made - node.value) <= 1e-6 * max(abs(node.value), node.parts.map { abs($0.value) }.max() ?? 0))
        }
      }
    }
    #expect(sums > 0)
  }

  @Test func `gradients are printed, explained and used from the run alone, too`() throws {
    var session = try Sessions.open("gru")
    _ = try session.say("backward of norm(h)")
    let questions = ["explain d/h[3]@5", "print d/h[2:4]@5", "d/h[t-1][2]@5", "uses d/h̃[1]@4", "whatis d/U_h", "d/h@2"]
    let answers = try questions.map { try session.say($0) }
    _ = try session.say("forward")
    for (question, answer) in zip(questions, answers) {
      #expect(try session.say(question) == answer)
      #expect(session.backward == nil)
    }
    #expect(try session.say("explain ∂h~[3]@5") == session.say("explain d/h̃[3]@5"))
    #expect(session.complaint("break if norm(d/h) > 1")?.contains("backward opens it") == true)
  }

  @Test func `a stop at a gradient, a watch and a pane take it, and leave with the way back`() throws {
    var session = try Sessions.open("lstm")
    _ = try session.say("backward of norm(h)@24", "break if norm(d/c) < 0.2", "view units d/c")
    let stopped = try session.say("continue")
    #expect(stopped.first == "stop 1: if norm(d/c) < 0.2")
    #expect(stopped[1].hasSuffix("scan 2/2, backward"))
    #expect(session.panes[session.activePane].text == "units d/c")
    #expect(try session.say("forward").first == "1 stop at gradients taken away")
  }

  @Test func `a pin is followed, with the untouched way back beside it, and undo leaves it open`() throws {
    var session = try Sessions.open("gru")
    let before = try session.say("backward of norm(h)", "d/h[1]@3")
    let pinned = try session.say("pin z = 1 from 4", "d/h[1]@3")
    #expect(pinned != before)
    let ghost = try #require(session.ghost)
    let adjoint = try #require(session.model.quantity(named: "d/h"))
    #expect(ghost.has(adjoint))
    #expect(try session.say("undo", "d/h[1]@3") == before)
    #expect(session.backward != nil && session.ghost == nil)
    #expect(try session.say("redo", "d/h[1]@3") == pinned)
  }

  @Test func `where a sheet has a d of its own, d/h is a quotient as long as only the run is open`() throws {
    var session = try Sessions.open("skip")
    #expect(try session.say("d/h[1]@24") == session.say("3 / h[1]@24").map { $0.replacing("3 / h", with: "d / h") })
    let gradient = try session.say("backward of norm(h)", "d/h[1]@24")
    #expect(try session.say("forward", "∂h[1]@24") == gradient)
  }

  @Test(arguments: [
    (
      "backward",
      "the input y is missing: feed it, or give a file that holds it; or say of what: of norm(h), which needs no target"
    ),
    ("backward of h", "h is 16 (H): a gradient is that of one number, as sum(h) is"),
    ("backward of norm(h)@99", "there is no step 99: steps go from 1 to 24"),
    ("backward h", "backward takes [of EXPRESSION], not h"),
    ("pin d/h = 0", "d/h is a gradient: a pin holds what an equation of the sheet works out"),
  ])
  func `what cannot be had is told`(line: String, message: String) throws {
    var session = try Sessions.open("lstm")
    #expect(session.complaint(line) == message)
  }
}
