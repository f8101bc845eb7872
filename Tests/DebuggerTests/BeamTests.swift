// Beam search, held against all sequences there are, and against what a model writes by itself.

import Debugger
import Equations
import Evaluation
import Formats
import Foundation
import Testing

@Suite struct `A beam` {
  /// A chain: what is likely next depends on the last symbol alone, so that all sequences can be added up by hand.
  private static func chain(_ choice: String = "y = W onehot(k[t-1], V)\n  k = argmax(y)") throws -> Session {
    try Sessions.typed(
      """
      dims     V = 3
      param    W: V×V
      state    k = 1
      alphabet k: "a" "b" "."
      over t in 1..4 until k == 3:
        \(choice)
      """)
  }

  private static let writers = ["g2p", "netra", "dates", "a chain"]

  private static func writer(_ name: String) throws -> Session {
    switch name {
    case "a chain": try chain()
    case "dates": try Sessions.trained(name)
    default: try Sessions.open(name)
    }
  }

  /// What the session's run writes.
  private static func written(_ session: Session) throws -> [Int] {
    let choice = try #require(session.trace.model.quantity(named: "k"))
    return (0..<session.trace.stepCount(of: choice)).map { Int(session.trace.value(of: choice, 0, at: $0)) }
  }

  /// Every sequence of the chain with the logarithm of its probability.
  private static func all(_ session: Session) -> [(choices: [Int], total: Double)] {
    let weights = session.values.parameters[0].map(Double.init)
    func logShare(_ next: Int, after last: Int) -> Double {
      let column = (0..<3).map { weights[$0 * 3 + last - 1] }
      return column[next - 1] - log(column.reduce(0) { $0 + exp($1) })
    }
    var (open, done): ([(choices: [Int], total: Double)], [(choices: [Int], total: Double)]) = ([([], 0)], [])
    for step in 1...4 {
      let longer = open.flatMap { choices, total in
        (1...3).map { (choices + [$0], total + logShare($0, after: choices.last ?? 1)) }
      }
      done += longer.filter { $0.0.last == 3 || step == 4 }
      open = longer.filter { $0.0.last != 3 }
    }
    return done.sorted { $0.total > $1.total }
  }

  @Test(arguments: writers)
  func `of one is what the model writes by itself`(_ name: String) throws {
    var session = try Self.writer(name)
    let own = try Self.written(session)
    _ = try session.say("beam 1")
    let search = try #require(session.beam)
    #expect(search.hypotheses.map(\.choices) == [own])
    #expect(search.greedy.choices == own && abs(search.greedy.total - search.hypotheses[0].total) < 1e-4)
    #expect(search.steps.count == own.count)
  }

  @Test(arguments: [
    "y = W onehot(k[t-1], V)\n  k = argmax(y)", "y = softmax(W onehot(k[t-1], V))\n  k = argmax(y)",
    "k = argmax(W onehot(k[t-1], V))", "k = argmax(softmax(W onehot(k[t-1], V)))",
  ])
  func `as wide as there are sequences finds each of them, likeliest first`(_ choice: String) throws {
    var session = try Self.chain(choice)
    _ = try session.say("beam 81")
    let found = try #require(session.beam?.hypotheses)
    let all = Self.all(session)
    #expect(found.map(\.choices) == all.map(\.choices))
    #expect(zip(found, all).allSatisfy { abs($0.total - $1.total) < 1e-5 })
    #expect(abs(found.reduce(0) { $0 + exp($1.total) } - 1) < 1e-5)
    #expect(found.allSatisfy { $0.isEnded == ($0.choices.last == 3) })
  }

  @Test(arguments: writers)
  func `of four goes on at each step from what was alive before, and tells what each choice adds`(_ name: String) throws
  {
    var session = try Self.writer(name)
    _ = try session.say("beam 4")
    let steps = try #require(session.beam).steps
    for (before, after) in zip(steps, steps.dropFirst()) {
      for hypothesis in after.alive + after.dropped {
        let parent = before.alive[hypothesis.from]
        #expect(hypothesis.choices.starts(with: parent.choices))
        #expect(abs(parent.total + hypothesis.logProbability - hypothesis.total) < 1e-9)
        #expect((hypothesis.choices == parent.choices) == parent.isEnded)
      }
      let totals = (after.alive + after.dropped).map(\.total)
      #expect(totals == totals.sorted(by: >))
    }
  }

  @Test(arguments: writers)
  func `gives the session what is chosen of it, which undo takes back`(_ name: String) throws {
    var session = try Self.writer(name)
    let own = try Self.written(session)
    _ = try session.say("beam 3")
    let found = try #require(session.beam).hypotheses.map(\.choices)
    let other = try #require(found.lastIndex { $0 != own })
    _ = try session.say("beam choose \(other + 1)")
    #expect(try Self.written(session) == found[other])
    let choice = try #require(session.model.quantity(named: "k"))
    let ghost = try #require(session.ghost)
    #expect((0..<ghost.stepCount(of: choice)).map { Int(ghost.values(of: choice, at: $0)[0]) } == own)
    // The beam stays, and another of it takes the place of the first.
    _ = try session.say("beam choose 1")
    #expect(try Self.written(session) == found[0])
    _ = try session.say("undo 2")
    #expect(try Self.written(session) == own && session.ghost == nil)
  }

  @Test func `is told with its symbols, what the model writes by itself, and what was alive`() throws {
    var session = try Sessions.open("g2p")
    let lines = try session.say("beam 3")
    #expect(lines.contains { $0.hasPrefix("  1 ") && $0.hasSuffix("TH R UW1 </s>  (what it writes by itself)") })
    #expect(lines.filter { $0.contains("→R ") }.count == 1)
    #expect(try session.say("beam") == lines)
    let step = try session.say("goto k@2", "beam step")
    #expect(try session.say("beam step 2") == step)
    #expect(step[0].hasPrefix("step 2/") && step.contains("  let go of") && step[1].hasSuffix("1→ TH R"))
  }

  @Test func `is written as JSON`() throws {
    var session = try Self.chain()
    let search = try session.reply(to: ["beam 2"]).json(command: "beam 2")["reports"]
    let step = try session.reply(to: ["beam step 1"]).json(command: "beam step 1")["reports"]
    guard case .array(let searches)? = search, case .array(let steps)? = step else {
      Issue.record("no reports")
      return
    }
    #expect(searches[0]["kind"] == .string("beam") && searches[0]["width"] == .integer(2))
    #expect(steps[0]["kind"] == .string("beamStep") && steps[0]["step"] == .integer(1))
    guard case .array(let found)? = searches[0]["hypotheses"], case .array(let letGo)? = steps[0]["letGo"] else {
      Issue.record("no hypotheses")
      return
    }
    #expect(found.count == 2 && letGo.count == 1)
    #expect(found[0]["total"] == session.beam.map { JSON.double($0.hypotheses[0].total) })
  }

  @Test func `is over when the run becomes another`() throws {
    var session = try Sessions.trained("dates")
    _ = try session.say("beam 2", "feed 1 may 1990")
    #expect(session.complaint("beam") == "no beam was searched on this run: beam 4 follows the four likeliest")
  }

  @Test func `keeps to pins of other quantities`() throws {
    var session = try Self.chain("v = onehot(k[t-1], V)\n  y = W v\n  k = argmax(y)")
    _ = try session.say("pin v = 0", "beam 81")
    // Nothing tells the symbols apart any more.
    let totals = try #require(session.beam).hypotheses.map { $0.total / Double($0.choices.count) }
    #expect(totals.allSatisfy { abs($0 + log(3)) < 1e-6 })
  }

  @Test func `stops when it is interrupted`() throws {
    var session = try Self.chain()
    session.isInterrupted = { true }
    #expect(session.complaint("beam 4") == "interrupted")
    #expect(session.beam == nil)
  }

  @Test(arguments: [
    ("beam 0", "a beam is from 1 to 1000 wide, not 0"), ("beam 1001", "a beam is from 1 to 1000 wide, not 1001"),
    ("beam 2 of y", "y is no choice that is fed back; k is"),
    ("beam step 9", "there is no step 9: steps go from 1 to 4"),
    ("beam step x", "a step is a whole number from 1, not x"),
    ("beam choose 3", "the beam has no place 3: they go from 1 to 2"),
    ("beam wide", "beam takes [WIDTH [of NAME], step [STEP] or choose PLACE], not wide"),
  ])
  func `says what is wrong with a command`(_ line: String, _ complaint: String) throws {
    var session = try Self.chain()
    _ = try session.say("set W[3,1] = -90", "set W[3,2] = -90", "beam 2")
    #expect(session.complaint(line) == complaint)
  }

  @Test(arguments: ["gru", "seq2seq", "transformer-encoder"])
  func `is refused by a model that reads nothing again that it writes`(_ name: String) throws {
    var session = try Sessions.open(name)
    #expect(
      session.complaint("beam 4")?.hasPrefix("the model writes nothing that it reads again: a beam needs") == true)
  }

  @Test func `is refused where it would take too long`() throws {
    var session = try Sessions.typed(
      "dims V = 2\nparam W: V×V\nstate k = 1\nover t in 1..2000:\n  y = W onehot(k[t-1], V)\n  k = argmax(y)\n")
    #expect(session.complaint("beam 4")?.hasPrefix("a beam of 4 over up to 2000 steps would take too long") == true)
  }
}
