// What remains of the past, and who wrote what is there.

import Debugger
import Equations
import Evaluation
import Formats
import Testing

@Suite struct `Memory` {
  private func decay(_ session: inout Session, _ lines: String...) throws -> DecayReport {
    guard case .decay(let report)? = try session.reply(to: lines).reports.first else { throw Missing() }
    return report
  }

  private func ledger(_ session: inout Session, _ lines: String...) throws -> LedgerReport {
    guard case .ledger(let report)? = try session.reply(to: lines).reports.first else { throw Missing() }
    return report
  }

  private struct Missing: Error {}

  // MARK: - Decay

  @Test(arguments: [0.5, 0.9, 0.99])
  func `a leaky unit keeps μ to the power of the steps`(rate: Double) throws {
    var session = try Sessions.open("leaky")
    let report = try decay(&session, "set μ = \(rate)", "goto 12", "decay h")
    #expect(report.rows.count == 12 && !report.isInAll)
    for (back, row) in report.rows.enumerated() { #expect(abs(row.mean - power(rate, back)) < 1e-6) }
    if rate == 0.5 { #expect(report.halfLife == 1) }
    if rate == 0.9 { #expect(abs((report.halfLife ?? 0) - 6.5788) < 1e-3) }
  }

  @Test(arguments: [0.5, 0.9])
  func `through all equations too, where nothing else leads from the past`(rate: Double) throws {
    var session = try Sessions.open("leaky")
    let report = try decay(&session, "set U = 0", "set μ = \(rate)", "goto 12", "decay h in all")
    #expect(report.rows.count == 12 && report.isInAll)
    for (back, row) in report.rows.enumerated() { #expect(abs(row.mean - power(rate, back)) < 1e-6) }
  }

  @Test(arguments: [("lstm", "c", "f"), ("lstm-coupled", "c", "f"), ("gru", "h", "z"), ("g2p-encoder", "h", "z")])
  func `a gated state keeps the product of its gate`(sheet: String, state: String, gate: String) throws {
    var session = try Sessions.open(sheet)
    let report = try decay(&session, "goto 6", "decay \(state)[3]")
    var product = 1.0
    for row in report.rows {
      #expect(abs(row.mean - product) < 1e-6)
      let reply = try session.reply(to: ["print \(gate)[3]@\(row.step)"])
      guard case .value(let value)? = reply.reports.first, let number = value.numbers.first else { throw Missing() }
      product *= Double(number)
    }
    #expect(report.rows.count == 6)
  }

  @Test func `a state that is squeezed keeps what the chain rule says`() throws {
    var session = try Sessions.on("input x\nstate h\nh = tanh(0.5 h[t-1] + x)\n", feeding: "0.3 -0.2 0.4 0.1")
    let report = try decay(&session, "goto 4", "decay h")
    #expect(report.isInAll && report.rows.map(\.step) == [4, 3, 2, 1])
    var share = 1.0
    for row in report.rows {
      #expect(abs(row.mean - share) < 1e-5)
      let reply = try session.reply(to: ["print 0.5 (1 - h@\(row.step)^2)"])
      guard case .value(let value)? = reply.reports.first else { throw Missing() }
      share *= Double(value.numbers[0])
    }
  }

  @Test func `a scan that runs backwards remembers what lies ahead`() throws {
    var session = try Sessions.open("rnn-bidirectional")
    #expect(try decay(&session, "decay b@20").rows.map(\.step) == [20, 21, 22, 23, 24])
    #expect(try decay(&session, "decay f@3").rows.map(\.step) == [3, 2, 1])
    #expect(session.complaint("decay h") == "nothing of h remains at another step: no equation hands it on")
  }

  @Test func `what looks two steps back has half its life in steps, not in rows`() throws {
    var session = try Sessions.on("input x\nstate h\nh = 0.5 h[t-2] + x\n", feeding: "1 1 1 1 1")
    let report = try decay(&session, "goto 5", "decay h")
    #expect(report.rows.map(\.step) == [5, 3, 1] && report.halfLife == 2)
  }

  @Test func `what is too far back to be worked out is counted, in JSON too`() throws {
    let sheet = "input x\nexample x: constant 100000 1\nstate h\nh = 0.5 h[t-1] + x\n"
    var session = try Sessions.typed(sheet)
    let report = try decay(&session, "goto end", "decay h")
    #expect(report.rows.count + report.leftOut == 100_000 && report.leftOut > 0)
    #expect(report.lines.last == "  and 99976 steps further back")
    #expect(Report.decay(report).json.text.contains("\"leftOut\":\(report.leftOut)"))
    #expect(try decay(&session, "goto 30", "decay h").lines.last == "  and 6 steps further back")
    let inAll = try decay(&session, "goto 1000", "decay h in all")
    #expect(inAll.rows.count + inAll.leftOut == 1000)
  }

  // MARK: - Ledgers

  @Test(arguments: Sessions.names)
  func `every ledger of the catalogue sums to its state`(sheet: String) throws {
    var session = try Sessions.open(sheet)
    for quantity in session.trace.model.quantities where session.trace.has(quantity) && LinearPast(quantity) != nil {
      let entry =
        switch quantity.shape.axes.count {
        case 0: ""
        case 1: "[2]"
        default: "[2,1]"
        }
      for step in Set([1, (session.trace.stepCount(of: quantity) + 1) / 2, session.trace.stepCount(of: quantity)]) {
        let report = try ledger(&session, "ledger \(quantity.name)\(entry)@\(step)")
        #expect(abs(report.total - report.value) <= 1e-12 * max(1, abs(report.value)), "\(report.name)")
        #expect(!report.rows.isEmpty)
      }
    }
  }

  @Test func `each step of a cell wrote i times the candidate, and the forget gates kept their product of it`() throws {
    var session = try Sessions.open("lstm")
    let report = try ledger(&session, "ledger c[3]@7")
    #expect(report.rows.map(\.step) == (1...7).reversed())
    for row in report.rows {
      let kept = row.step == 7 ? "1" : (row.step + 1...7).map { "f[3]@\($0)" }.joined(separator: " ⊙ ")
      let reply = try session.reply(to: ["print [i[3]@\(row.step) ⊙ c̃[3]@\(row.step); \(kept)]"])
      guard case .value(let value)? = reply.reports.first else { throw Missing() }
      #expect(abs((row.written ?? .nan) - Double(value.numbers[0])) < 1e-6)
      #expect(abs((row.kept ?? .nan) - Double(value.numbers[1])) < 1e-6)
    }
  }

  @Test(arguments: ["h[1]", "h[3]", "k[2]"])
  func `a step's part in a linear system is what the system would be if that step alone were fed`(
    address: String
  ) throws {
    let sheet = """
      dims D = 2, H = 3
      input x: D
      param A: H×H
      param B: H×D
      state h, k: H
      h = A h[t-1] + B x
      k = 0.5 k[t-1] - 0.3 k[t-2] + B x
      """
    let rows = ["1 0", "0 1", "1 1", "2 1"]
    var session = try Sessions.on(sheet, feeding: rows.joined(separator: ";"))
    let report = try ledger(&session, "ledger \(address)@4")
    for row in report.rows {
      let alone = rows.indices.map { $0 == row.step - 1 ? rows[$0] : "0 0" }.joined(separator: ";")
      var other = try Sessions.on(sheet, feeding: alone)
      guard case .value(let value)? = try other.reply(to: ["print \(address)@4"]).reports.first else { throw Missing() }
      #expect(abs(row.contribution - Double(value.numbers[0])) < 1e-5, "step \(row.step)")
    }
    #expect(abs(report.total - report.value) < 1e-12)
  }

  @Test func `what a state started from is in its ledger`() throws {
    var session = try Sessions.on("input x\nstate h = 8\nh = 0.5 h[t-1] + x\n", feeding: "1 2 3")
    #expect(
      try session.say("ledger h@3") == [
        "h@3 = 5.25", "  step 1  wrote 1             kept 0.25          = 0.25",
        "  step 2  wrote 2             kept 0.5           = 1", "  step 3  wrote 3             kept 1             = 3",
        "  from the start  = 1",
      ])
  }

  @Test func `a state that is not linear in its past has no ledger, and those that have one are named`() throws {
    var session = try Sessions.open("lstm")
    #expect(
      session.complaint("ledger h[1]")
        == "h is not linear in its own past (h = o ⊙ tanh(c)): nobody's part in it can be told apart; those of c can")
    #expect(session.complaint("ledger x[1]") == "x is no equation of the sheet: nothing is carried on in it")
  }

  // MARK: - Pins

  @Test func `a cell with its forget gate open and its input closed copies itself`() throws {
    var session = try Sessions.open("lstm")
    _ = try session.say("goto 5", "pin f = 1 from 6", "pin i = 0 from 6", "goto 20")
    #expect(try session.say("max(abs(c - c@5))") == ["max(abs(c - c@5))@20 = 0"])
    let report = try decay(&session, "decay c")
    #expect(report.rows.prefix(16).allSatisfy { $0.least == 1 && $0.most == 1 })
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { power, _ in power * base }
  }
}
