// compare: runs in lock step on one input.

import Catalogue
import Debugger
import Equations
import Evaluation
import TestSupport
import Testing

@Suite struct `Comparisons` {
  private func report(_ opened: Session, _ text: String) throws -> ComparisonReport {
    var session = opened
    let request = try ComparisonRequest(text)
    let catalogue = try Catalogue(ResourceFolder.at("\(Checkout.root)/Resources"))
    var sheets: [String: Material] = [:]
    for name in request.sheets where name != session.material.sheet.name {
      let sheet = try catalogue.sheet(name)
      sheets[name] = Material(sheet: sheet, weights: try catalogue.publishedWeights(for: sheet), feed: .example)
    }
    return try session.compare(request, sheets: sheets)
  }

  private func report(_ session: Session, lines: [String], _ text: String) throws -> ComparisonReport {
    var copy = session
    for line in lines { _ = try copy.say(line) }
    return try report(copy, text)
  }

  // MARK: the lecture's demonstrations

  @Test func `a GRU with its update gate shut and its reset gate open is the simple RNN, to the last bit`() throws {
    let report = try report(
      try Sessions.open("gru"), lines: ["pin z = 0", "pin r = 1"], "rnn with W = W_h, U = U_h, b = b_h, h = h̃")
    let states = report.quantities.filter { ["h", "h̃ and h"].contains($0.name) }
    #expect(states.map(\.name) == ["h", "h̃ and h"])
    for state in states { #expect(state.isIdentical && state.first == nil && state.most.difference == 0) }
    #expect(report.sides == ["gru (z = 0, r = 1)", "rnn"])
    #expect(report.unmatched == [["r"], []])
    #expect(report.lines.contains("  h        the same to the last bit at every step"))
  }

  @Test func `the same in one line, on another sheet that is open`() throws {
    let report = try report(
      try Sessions.open("lstm"), "gru z=0 r=1 rnn with W = W_h, U = U_h, b = b_h by 0")
    #expect(report.sides == ["gru (z = 0, r = 1)", "rnn"])
    #expect(report.quantities.first { $0.name == "h" }?.isIdentical == true)
    #expect(report.quantities.first { $0.name == "z" }?.isIdentical == false)
  }

  @Test func `an LSTM with its forget gate open and its input gate shut copies its cell, and parts there`() throws {
    let report = try report(
      try Sessions.open("lstm"), lines: ["pin f = 1 from 6", "pin i = 0 from 6"], "")
    #expect(report.sides == ["lstm (f = 1 from 6, i = 0 from 6)", "the untouched run"])
    let cell = try #require(report.quantities.first { $0.name == "c" })
    #expect(cell.first?.step == 6 && !cell.isIdentical)
    let copied = try #require(report.decays.first)
    #expect(copied.name == "c" && copied.rows.prefix(19).allSatisfy { $0.mean == 1 })
  }

  @Test func `leaky units with three leaks lie side by side, each with its decay`() throws {
    let report = try report(try Sessions.open("leaky"), "leaky μ=0.5 μ=0.9 μ=0.99")
    #expect(report.sides == ["leaky (μ = 0.5)", "leaky (μ = 0.9)", "leaky (μ = 0.99)"])
    for (decay, rate) in zip(report.decays, [0.5, 0.9, 0.99]) {
      var expected = 1.0
      for row in decay.rows {
        #expect(abs(row.mean - expected) < 1e-6)
        expected *= rate
      }
    }
    #expect(report.lines.contains("  4           0.0625    0.6561  0.9606"))
    #expect(report.lines.contains("  half-life   1         6.58    over 31"))
  }

  // MARK: where runs part

  @Test func `runs of unlike length are compared over the steps that both have`() throws {
    let report = try report(try Sessions.open("g2p"), lines: ["pin z = 0 from 2"], "")
    #expect(report.unmatched == [[], []])
    let state = try #require(report.quantities.first { $0.name == "d" })
    let counts = try #require(state.stepCounts)
    #expect(counts.0 != counts.1 && state.most.step <= min(counts.0, counts.1))
    let extent = "over the first \(min(counts.0, counts.1)) of \(counts.0) and \(counts.1) steps"
    #expect(report.lines.contains { $0.hasPrefix("  d ") && $0.hasSuffix(", " + extent) })
  }

  @Test func `runs part where the first entry differs by more than the bound`() throws {
    let session = try Sessions.open("gru")
    let part = { (text: String) in
      try #require(try report(session, text).quantities.first { $0.name == "h" })
    }
    let exact = try part("h[3]=0 by 0")
    let loose = try part("h[3]=0 by 0.2")
    #expect(exact.first?.step == 1)
    let first = try #require(loose.first)
    #expect(first.step > 1 && first.difference > 0.2 && loose.most.difference >= first.difference)
    #expect(try part("h[3]=0 by 100").first == nil)
    #expect(try part("W_z=0.1 by 0").last > 0)
  }

  @Test func `a row says where runs part, how far they ever are apart, and how far at last`() throws {
    let report = try report(try Sessions.open("gru"), "h[3]=0 by 0")
    let row = try #require(report.lines.first { $0.hasPrefix("  h ") })
    #expect(row.wholeMatch(of: #/  h {2}part at step 1 by \S+, at most \S+ \(step \d+\), last \S+/#) != nil, "\(row)")
  }

  @Test func `a run beside itself is the same to the last bit in everything`() throws {
    let report = try report(try Sessions.open("gru"), "now gru")
    #expect(report.quantities.count == 4)
    for quantity in report.quantities { #expect(quantity.isIdentical) }
    #expect(report.decays.isEmpty && report.unmatched == [[], []])
  }

  @Test func `zeros of two signs are equal, and not called the same`() throws {
    var session = try Sessions.typed(
      """
      input x
      h = 0 ⊙ x
      example x: 1; 2
      """)
    _ = try session.say("h = 0 ⊙ (-x)")
    let report = try report(session, "")
    #expect(report.lines.last == "  h  equal at every step, but for the sign of a zero")
    #expect(report.sides == ["typed (h = 0 ⊙ (-x))", "the untouched run (h = 0 ⊙ x)"])
  }

  @Test func `a number beside none is infinitely far apart`() throws {
    var session = try Sessions.typed("input x\nh = log(x)\nexample x: 1; -1")
    _ = try session.say("h = x")
    let h = try #require(try report(session, "").quantities.first)
    #expect(h.most.difference == .infinity && h.most.step == 2)
  }

  @Test func `what is worked out once is set beside what moves`() throws {
    let report = try report(try Sessions.open("gru"), lines: ["pin z = 0.5"], "")
    let z = try #require(report.quantities.first { $0.name == "z" })
    #expect(z.first?.step == 1 && z.most.step > 1)
  }

  // MARK: what is asked

  @Test(arguments: [
    ("", [".now", ".before"]), ("z=0", [".now", ".now z=0"]), ("lstm", [".now", "lstm"]),
    ("now z = 0 before", [".now z=0", ".before"]), ("a μ=1 μ=2 H=3 b", ["a μ=1", "a μ=2 H=3", "b"]),
    ("./m.eqn n.eqn H=2 by 0.5", ["./m.eqn", "n.eqn H=2"]), ("h~=1 x", [".now h̃=1", "x"]),
  ])
  func `runs are read one after the other`(text: String, sides: [String]) throws {
    let request = try ComparisonRequest(text)
    let told = request.sides.map { side in
      let origin: String =
        switch side.origin {
        case .now: ".now"
        case .before: ".before"
        case .sheet(let name): name
        }
      return ([origin] + side.changes.map { "\($0.name)=\($0.value)" }).joined(separator: " ")
    }
    #expect(told == sides)
  }

  @Test(arguments: [
    ("rnn with W = W_q", "W = W_q: rnn needs a parameter or quantity W, and gru one of its kind called W_q"),
    ("rnn with W = U_h", "W is 16×8 (H×D), U_h is 16×16 (H×H): they cannot be set beside each other"),
    ("rnn with W", "with needs pairs such as W = W_h, their name and ours, not W"),
    ("rnn by much", "by needs a bound from 0, not much"),
    (
      "g2p-encoder",
      "g2p-encoder takes x: 29 (V), gru takes x: 8 (D), y: 16 (H): they cannot run on one input; list beside g2p-encoder "
        + "lays their equations beside each other"
    ),
    ("b_z=x", "b_z=x: only a quantity can be held to an expression, else say a number"),
    ("Q=1", "gru: the sheet has no dimension or constant Q to set"),
    ("a b c d e f g h i", "8 runs can be compared at once"),
  ])
  func `what cannot be compared says why`(text: String, message: String) throws {
    let session = try Sessions.open("gru")
    do throws(CommandError) {
      _ = try wrapped { try report(session, text) }
      Issue.record("\(text) was compared")
    } catch {
      #expect(error.description == message)
    }
  }

  @Test(arguments: [
    (
      "slstm", "gru", "gru takes x: 8 (D), y: 16 (H), slstm takes x: 5 (M), B: 5×10 (M×N), y: 10 (N)"
    ),
    (
      "laplacian-slide", "spectral",
      "spectral takes A: 8×8 (N×N), x: 8 (N), θ: 8 (N), laplacian-slide takes W: 5×5 (N×N)"
    ),
    // How a tree is built is no input that another sheet could run on.
    (
      "tree-words", "tree",
      "tree takes x: 4 (D), left: a scalar, right: a scalar, y: 4 (D), tree-words takes w: 12 (V), left: a scalar, "
        + "right: a scalar"
    ),
  ])
  func `sheets that take other things say what each takes`(_ open: String, _ other: String, _ words: String) throws {
    try expectApart(try Sessions.open(open), other, words)
  }

  @Test func `so do sheets of which one takes at each step what the other takes once`() throws {
    let session = try Sessions.typed("dims D = 8\ninput x: D once\ny = x\nexample x: noise 1")
    try expectApart(
      session, "gru", "gru takes x: 8 (D) at each step, y: 16 (H) at each step, typed takes x: 8 (D) once")
  }

  private func expectApart(_ session: Session, _ other: String, _ words: String) throws {
    do throws(CommandError) {
      _ = try wrapped { try report(session, "now \(other)") }
      Issue.record("\(other) ran on the input of \(session.material.sheet.name)")
    } catch {
      let said = " they cannot run on one input; list beside \(other) lays their equations beside each other"
      #expect(error.description == "\(words):\(said)")
    }
  }

  private func wrapped(_ work: () throws -> ComparisonReport) throws(CommandError) -> ComparisonReport {
    do {
      return try work()
    } catch {
      throw error as? CommandError ?? .message("\(error)")
    }
  }

  @Test func `without a change there is nothing to set beside`() throws {
    var session = try Sessions.open("gru")
    #expect(
      session.complaint("compare")
        == "nothing is changed to compare with; compare MODEL sets another model beside this one")
  }

  @Test func `more than two runs have their numbers in a table, step by step`() throws {
    var session = try Sessions.open("ista")
    let lines = try session.say("compare now τ=0.1 τ=0.05 τ=0.02")
    let place = try #require(lines.firstIndex(of: "objective at step"))
    let rows = lines[(place + 2)...].prefix(6).map { $0.split(separator: " ").compactMap { Double($0) } }
    #expect(rows.map(\.first) == [1, 2, 4, 8, 16, 30])
    // Shorter steps come less far.
    let last = Array(rows[5].dropFirst())
    #expect(last.count == 3 && last.sorted() == last)
  }

  @Test func `a number of several runs is a line of a chart each, where all are above zero`() throws {
    var session = try Sessions.open("ista")
    _ = try session.say("keep as it is", "set τ = 0.05")
    let objective = try #require(session.model.quantity(named: "objective"))
    let code = try #require(session.model.quantity(named: "s"))
    let curves = try #require(session.runCurves(of: objective))
    #expect(curves.lines.count == 2)
    #expect(curves.lines.allSatisfy { $0.lengths.count == 30 })
    #expect(session.runCurves(of: code) == nil)
  }

  @Test(arguments: ["fista, adaptive-momentum", "now, fista"])
  func `sheets that are named run on what the present one is fed, where they have such inputs`(words: String) throws {
    let report = try report(try Sessions.open("ista"), lines: ["feed x 0 0 0 0 0"], words)
    #expect(report.quantities.first { $0.name == "objective" }?.isIdentical == true)
  }

  @Test func `an input that the first run has none like is told to be an example`() throws {
    let session = try Sessions.typed(
      """
      dims M = 5, N = 10, K = 30
      input B: M×N
      input b: M
      state s: N
      over k in 1..K:
        s = s[k-1] + 0.1 Bᵀ b
      example B: noise 1 0.5
      example b: constant 1 0
      """)
    let told = try report(session, "ista")
    #expect(told.strangers == [[], ["x"]])
    #expect(
      told.lines.contains(
        "  note: x of ista is its own example, for the first run has no x of that shape; with x = NAME feeds it what the first "
          + "is fed as NAME"))
    #expect(try report(session, "ista with x = b").strangers == [[], []])
  }
}
