import Debugger
import Evaluation
import Testing

@Suite struct MemoryTests {
  @Test(arguments: [0.5, 0.9, 0.99])
  func `a leaky unit keeps μ to the power of the steps`(rate: Double) throws {
    var session = try Sessions.open("leaky")
    _ = try session.say("set μ = \(rate)", "goto 12")
    var interpreter = Interpreter(takesPrefixes: false)
    let reply = try interpreter.run("decay h", on: &session)
    guard case .decay(let report)? = reply.reports.first else {
      Issue.record("no decay was told")
      return
    }
    #expect(report.rows.count == 12)
    var expected = 1.0
    for row in report.rows {
      #expect(abs(row.mean - expected) < 1e-6)
      expected *= rate
    }
  }

  @Test(arguments: [("lstm", "c[3]@7"), ("gru", "h[2]@20"), ("leaky", "h[1]@6"), ("g2p-encoder", "h[12]@8")])
  func `a ledger sums to its cell`(sheet: String, address: String) throws {
    var session = try Sessions.open(sheet)
    var interpreter = Interpreter(takesPrefixes: false)
    let reply = try interpreter.run("ledger \(address)", on: &session)
    guard case .ledger(let report)? = reply.reports.first else {
      Issue.record("no ledger was told")
      return
    }
    #expect(abs(report.total - report.value) < 1e-12)
  }

  @Test(arguments: [
    ("lstm", "c[3]@7"), ("gru", "z[2]@20"), ("rnn-bidirectional", "h[1]@3"), ("g2p-encoder", "n[12]@8"),
  ])
  func `the terms of an explanation and its rest sum exactly`(sheet: String, address: String) throws {
    var session = try Sessions.open(sheet)
    var interpreter = Interpreter(takesPrefixes: false)
    let reply = try interpreter.run("explain \(address) deep 3", on: &session)
    guard case .explanation(let explanation)? = reply.reports.first else {
      Issue.record("nothing was explained")
      return
    }
    func check(_ node: Explanation) {
      if node.relation == .sum {
        let sum = node.parts.reduce(node.rest?.value ?? 0) { $0 + $1.value }
        #expect(abs(sum - node.value) <= 1e-12 * max(1, abs(node.value)))
      }
      for part in node.parts { check(part) }
    }
    check(explanation)
    #expect(!explanation.parts.isEmpty)
  }

  @Test func `a cell with its forget gate open and its input closed copies itself`() throws {
    var session = try Sessions.open("lstm")
    _ = try session.say("goto 5", "pin f = 1 from 6", "pin i = 0 from 6", "goto 20")
    #expect(try session.say("max(abs(c - c@5))") == ["max(abs(c - c@5))@20 = 0"])
  }
}
