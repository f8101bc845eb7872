// grad, triangle, shares and gamma at the prompt.

import Debugger
import Evaluation
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
  ])
  func `what cannot be had is told`(line: String, message: String) throws {
    var session = try Sessions.open("lstm")
    #expect(session.complaint(line) == message)
  }
}
