// grad, triangle, shares and gamma at the prompt.

import Catalogue
import Debugger
import Equations
import Evaluation
import Formats
import Glibc
import Learning
import TestSupport
import Testing

@Suite struct GradientCommandTests {
  private func report(_ line: String, on session: inout Session) throws -> Report {
    var interpreter = Interpreter(takesPrefixes: false)
    return try #require(try interpreter.run(line, on: &session).reports.first)
  }

  private func lengths(_ line: String, on session: inout Session) throws -> [Double] {
    guard case .lengths(let report) = try report(line, on: &session) else { return [] }
    return report.rows.map(\.length)
  }

  @Test func `a curve has the length of each step's gradient`() throws {
    var session = try Sessions.open("g2p-encoder")
    let all = try lengths("grad h of norm(h)@8", on: &session)
    #expect(all.count == 8)
    guard case .value(let value) = try report("grad h@3 of norm(h)@8", on: &session) else {
      Issue.record("no entries were told")
      return
    }
    let length = value.numbers.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(abs(length - all[2]) < 1e-5 * length)
    // The gradient by the last state is its direction.
    #expect(abs(all[7] - 1) < 1e-5)
  }

  @Test func `the matrix between two steps acts as the gradient does`() throws {
    var session = try Sessions.open("rnn")
    guard case .value(let matrix) = try report("grad h@3 of h@5", on: &session),
      case .value(let sum) = try report("grad h@3 of sum(h)@5", on: &session)
    else {
      Issue.record("no entries were told")
      return
    }
    for column in 0..<16 {
      let total = (0..<16).reduce(Float(0)) { $0 + matrix.numbers[$1 * 16 + column] }
      #expect(abs(total - sum.numbers[column]) < 1e-5)
    }
  }

  @Test func `a triangle has a curve for each step`() throws {
    var session = try Sessions.open("gru")
    guard case .triangle(let triangle) = try report("triangle h of norm(h)", on: &session) else {
      Issue.record("no triangle was told")
      return
    }
    let curve = try lengths("grad h of norm(h)@9", on: &session)
    for (one, other) in zip(triangle.lengths[8], curve) { #expect(abs(one - other) <= 1e-6 * abs(other)) }
    #expect(triangle.lengths[8].dropFirst(9).allSatisfy { $0 == 0 })
  }

  @Test(arguments: [0.5, 1.5])
  func `a radius that is set is the radius that gamma finds`(radius: Double) throws {
    var session = try Sessions.open("rnn")
    _ = try session.say("set radius U = \(radius)")
    guard case .growth(let growth) = try report("gamma h", on: &session) else {
      Issue.record("no growth was told")
      return
    }
    #expect(abs((growth.radii.first { $0.name == "U" }?.radius ?? 0) - radius) < 1e-4)
    // A product of norms bounds the norm of the product.
    #expect(growth.rows.allSatisfy { $0.whole <= $0.product * (1 + 1e-6) })
  }

  @Test func `shares come by step and by distance`() throws {
    var session = try Sessions.open("lstm")
    var interpreter = Interpreter(takesPrefixes: false)
    let reply = try interpreter.run("shares U_f of norm(h)", on: &session)
    #expect(reply.reports.count == 2)
    for case .lengths(let report) in reply.reports { #expect(report.rows.count == 24) }
  }

  @Test(arguments: [
    (
      "grad U_f of norm(h)",
      "U_f is a parameter, and grad takes what an equation defines: shares U_f, or unroll grad, "
        + "gives the gradient by a parameter"
    ),
    ("grad x of norm(h)", "x is no equation of the sheet: grad takes only what an equation defines"),
    ("grad h", "the input y is missing: feed it, or give a file that holds it"),
    ("grad h@99 of norm(h)", "there is no step 99: steps go from 1 to 24"),
    ("grad h of h@3", "h@3 is 16 (H): a gradient is that of one number, as sum(h) is"),
    ("grad h@2 of h", "say which step of h: grad … of h@7"),
    ("set radius b_f = 1", "b_f is 16 (H): a radius is that of a square matrix of up to 512 rows"),
    ("shares b_q of norm(h)", "no command and nothing of the model is called b_q: did you mean b_f?"),
    ("triangle h@3 of norm(h)", "a triangle shows all steps: name none"),
    (
      "triangle h of norm(h[end])",
      "a triangle needs a number for each step, and norm(h[end]) is one for the whole run: grad h of norm(h[end]) tells what it says to each step"
    ),
  ])
  func `what cannot be had is told`(line: String, message: String) throws {
    var session = try Sessions.open("lstm")
    #expect(session.complaint(line) == message)
  }
}

@Suite struct `Ways, races and clipping` {
  @Test(arguments: [("gru", "h"), ("lstm", "c"), ("skip", "h"), ("leaky", "h"), ("lstm-peephole", "c")])
  func `the shares of all ways sum to 1 at each step, and entry by entry the ways to the gradient`(
    sheet: String, state: String
  ) throws {
    var session = try Sessions.open(sheet)
    guard case .table(let table)? = try session.reply(to: ["flow \(state) of norm(h)"]).reports.first else {
      Issue.record("no table was told")
      return
    }
    for row in table.rows {
      let shares = row.values.dropFirst().compactMap { $0 }
      #expect(abs(shares.reduce(0, +) - 1) < 1e-5)
    }
    guard case .explanation(let entry)? = try session.reply(to: ["flow \(state)[2]@7 of norm(h)"]).reports.first
    else {
      Issue.record("no entry was told")
      return
    }
    #expect(entry.parts.reduce(entry.rest?.value ?? 0) { $0 + $1.value } == entry.value)
    guard case .value(let gradient)? = try session.reply(to: ["backward of norm(h)", "d/\(state)[2]@7"]).reports.first
    else {
      Issue.record("no gradient was told")
      return
    }
    #expect(gradient.numbers == [Float(entry.value)])
  }

  @Test func `a gate that is shut lets nothing through, and a way through a skip is told by what it reads`() throws {
    var session = try Sessions.open("lstm")
    _ = try session.say("pin f = 0")
    let ways = try session.ways(to: "c", of: "norm(h)")
    let kept = try #require(ways.ways.first { $0.name == "via c" })
    #expect(kept.parts.allSatisfy { $0.allSatisfy { $0 == 0 } })
    let skip = try Sessions.open("skip").ways(to: "h", of: "norm(h)")
    #expect(skip.ways.map(\.name) == ["from norm(h)", "via h[t-1] in h", "via h[t-3] in h"])
  }

  @Test func `the factors on a gradient's way multiply to its length`() throws {
    var session = try Sessions.open("gru")
    guard case .table(let table)? = try session.reply(to: ["reach h@3 of norm(h)@9"]).reports.first else {
      Issue.record("no way was told")
      return
    }
    #expect(table.rows.map(\.number) == [9, 8, 7, 6, 5, 4, 3])
    let lengths = table.rows.compactMap { $0.values[0] }
    let product = table.rows.compactMap { $0.values[1] }.reduce(1, *)
    #expect(abs(product - lengths[6] / lengths[0]) < 1e-9)
    guard case .lengths(let curve)? = try session.reply(to: ["grad h of norm(h)@9"]).reports.first else { return }
    for (one, other) in zip(lengths, curve.rows[2...8].reversed()) { #expect(abs(one - other.length) < 1e-6) }
  }

  @Test func `a race tells each model's gradient from 1 at the last step, that of all its states together`() throws {
    var session = try Sessions.open("rnn")
    let names = ["skip", "leaky", "gru", "lstm"]
    var sheets: [String: Material] = [:]
    for name in names { sheets[name] = try Sessions.open(name).material }
    guard case .race(let request)? = try session.reply(to: ["race rnn, skip leaky, gru, lstm"]).effects.first else {
      Issue.record("no race was asked for")
      return
    }
    #expect(request.sheets == ["rnn"] + names)
    _ = try session.race(request, sheets: sheets)
    let race = try #require(session.race)
    #expect(race.runners.map(\.name) == ["rnn h", "skip h", "leaky h", "gru h", "lstm [c; h]"])
    #expect(race.runners.allSatisfy { $0.lengths.count == 24 && $0.lengths[0] == 1 })
    // Of one state alone it is the curve of grad.
    guard case .lengths(let curve)? = try session.reply(to: ["grad h of norm(h)@24"]).reports.first else { return }
    for (one, other) in zip(race.runners[0].lengths.reversed(), curve.rows) {
      #expect(abs(one - other.length) < 1e-5)
    }
  }

  @Test(arguments: [(Clipping.norm(1), "by_norm"), (.value(1), "by_value")])
  func `clipping is told as the golden file has it: both norms, the entries cut, the angle`(
    clipping: Clipping, kind: String
  ) throws {
    let file = try TensorFile(path: Checkout.fixture("clipping.safetensors", of: "LearningTests"))
    func numbers(_ place: String) throws -> [Double] {
      try ["g_1", "g_2"].flatMap { try file.tensor(named: "\(place)/\($0)").asDoubles() }
    }
    let (before, after) = (try numbers("input"), try numbers("trace/\(kind)"))
    func length(_ list: [Double]) -> Double { list.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let report = ClippingReport(clipping, before.map { Float($0) }, of: "loss")
    #expect(abs(report.before - length(before)) < 1e-6 * length(before))
    #expect(abs(report.after - length(after)) < 1e-6 * length(after))
    #expect(report.cut == zip(before, after).count { $0 != $1 } && report.count == before.count)
    let cosine = zip(before, after).reduce(0) { $0 + $1.0 * $1.1 } / length(before) / length(after)
    let angle = try #require(report.angle)
    if case .norm = clipping {
      #expect(angle == 0)
    } else {
      #expect(angle > 1 && abs(cos(angle * .pi / 180) - cosine) < 1e-6)
    }
  }

  @Test(arguments: ["c", "α", "s"])
  func `gamma of what a decoder works out is that of the decoder's own steps`(name: String) throws {
    var session = try Sessions.open("seq2seq-attention")
    guard case .growth(let growth)? = try session.reply(to: ["gamma \(name)"]).reports.first else {
      Issue.record("no growth")
      return
    }
    #expect(growth.name == (name == "s" ? "s" : "[\(name); s]"))
    #expect(growth.rows.count == session.trace.stepCount(of: try #require(session.model.quantity(named: name))))
  }

  @Test func `gamma of a state that another carries on is that of both together`() throws {
    var session = try Sessions.open("lstm")
    guard case .growth(let growth)? = try session.reply(to: ["gamma h"]).reports.first else {
      Issue.record("no growth was told")
      return
    }
    #expect(growth.name == "[h; c]")
    #expect(growth.rows.allSatisfy { $0.whole <= $0.product * (1 + 1e-6) })
    #expect(try session.say("gamma c")[1].contains("‖∂[c; h]ₜ/∂[c; h]ₜ₋₁‖"))
    // One alone says so.
    var plain = try Sessions.open("rnn")
    #expect(try plain.say("gamma")[1].contains("‖∂hₜ/∂hₜ₋₁‖"))
  }

  @Test(arguments: [
    ("flow x of norm(h)", "x is no equation of the sheet: flow takes only what an equation defines"),
    ("flow c", "the input y is missing: feed it, or give a file that holds it"),
    ("reach h@3 of norm(h)", "say from which step: reach h@3 of norm(h)@7"),
    ("reach h of norm(h)@3", "reach needs QUANTITY@STEP of EXPRESSION@STEP, not h of norm(h)@3"),
    ("race", "race needs SHEET, SHEET, … [of EXPRESSION]"),
    ("race 1 2 3 4 5 6 7 8 9", "8 models can be set side by side at once"),
    ("clip norm 0", "clip needs norm BOUND or value BOUND [of EXPRESSION], not norm 0"),
    ("clip length 1", "clip needs norm BOUND or value BOUND [of EXPRESSION], not length 1"),
  ])
  func `what cannot be told says why`(line: String, message: String) throws {
    var session = try Sessions.open("lstm")
    #expect(session.complaint(line) == message)
  }

  @Test func `what is worked out once has no steps to tell of`() throws {
    var session = try Sessions.open("gat")
    guard case .value(let value)? = try session.reply(to: ["grad α of H[1,1]"]).reports.first else {
      Issue.record("grad α gives no value")
      return
    }
    #expect(value.step == nil && value.shape.count == 36 && value.numbers.count { $0 != 0 } == 6)
    #expect(session.complaint("shares W_0 of sum(H)")?.contains("where nothing has steps there are no shares") == true)
    let said = try session.say("pin α = 0", "compare")
    #expect(said.contains("  G  the same to the last bit") && said.contains { $0.hasPrefix("  H  apart by 0.") })
  }

  @Test(arguments: [("gnn", "∂Hₗ/∂Hₗ₋₁"), ("ista", "∂sₖ/∂sₖ₋₁"), ("gru", "∂hₜ/∂hₜ₋₁")])
  func `gamma calls steps as the sheet does`(_ sheet: String, _ words: String) throws {
    var session = try Sessions.open(sheet)
    #expect(try session.say("gamma")[1].contains("‖\(words)‖"))
  }

  @Test func `the way back turns nothing over twice`() throws {
    for sheet in ["gat", "gcn", "self-attention"] {
      var session = try Sessions.open(sheet)
      let said = try session.say("backward of sum(H_2)".replacing("H_2", with: sheet == "gcn" ? "H_2" : "H"), "list")
      #expect(said.contains { $0.contains("ᵀ") } && !said.contains { $0.contains("ᵀᵀ") }, "\(sheet)")
    }
  }

  @Test(arguments: [("ista", "norm(s)"), ("spectral", "norm(y_ring)"), ("tree", "norm(p)")])
  func `what may be differentiated instead of a loss is something that the sheet has`(
    name: String, number: String
  ) throws {
    var session = try Sessions.open(name)
    let told = session.complaint("backward") ?? ""
    #expect(told.contains(number), "\(told)")
    let refusal = session.complaint("backward of \(number)")
    #expect(refusal == nil)
  }
}
