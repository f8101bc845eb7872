// A sheet's equations beside those of another: what corresponds, how it is marked, and what is refused.

import Equations
import Testing

@testable import Debugger

/// What plays one part in two sheets of the catalogue, ours first.
private struct Kinship: CustomTestStringConvertible {
  var ours: String
  var theirs: String
  var key: String

  var testDescription: String { "\(ours) beside \(theirs)" }

  static let all = [
    Kinship(
      ours: "slstm", theirs: "gru",
      key: "1 c̃ as h̃, 2 c and s as h, 3 x, 4 i as 1 - z, 5 f as z, 6 loss, 7 y"),
    Kinship(
      ours: "gru", theirs: "slstm",
      key: "1 z as f, 2 x, 3 h as c and s, 4 h̃ as c̃, 5 1 - z as i, 6 loss, 7 y"),
    Kinship(ours: "lstm", theirs: "gru", key: "1 i as 1 - z, 2 x, 3 f as z, 4 c̃ as h̃, 5 c as h, 6 loss, 7 y"),
    Kinship(ours: "lstm-coupled", theirs: "gru", key: "1 f as z, 2 x, 3 i as 1 - z, 4 c̃ as h̃, 5 c as h, 6 loss, 7 y"),
    Kinship(ours: "leaky", theirs: "gru", key: "1 g as h̃, 2 x, 3 h, 4 μ as z, 5 loss, 6 y"),
    Kinship(ours: "ista", theirs: "rnn", key: "1 s as h, 2 x"),
    Kinship(ours: "ista", theirs: "fista", key: "1 s, 2 τ, 3 B, 4 x, 5 λ, 6 objective, 7 active, 8 support"),
  ]
}

@Suite struct `Equations beside others` {
  @Test(arguments: Kinship.all)
  fileprivate func `find what plays one part by what is said or by how it is built`(_ kinship: Kinship) throws {
    let session = try Sessions.open(kinship.ours)
    let pairs = try session.equationPairs(BesideRequest(kinship.theirs))
    #expect(pairs.key == kinship.key)
  }

  @Test(arguments: Sessions.names)
  func `are all there, once each, whatever stands beside them`(_ name: String) throws {
    let session = try Sessions.open(name)
    for other in ["gru", "ista", "tree", name] {
      let sheet = try #require(session.sheetsBeside[other])
      let rows = try session.equationPairs(BesideRequest(other)).rows
      #expect(rows.compactMap(\.ours?.text) == session.model.sheet.equations.map(\.text))
      let theirs = sheet.equations.map(\.text)
      #expect(rows.compactMap(\.theirs?.text).filter(theirs.contains).sorted() == theirs.sorted())
    }
  }

  @Test(arguments: Sessions.names)
  func `beside themselves correspond name by name`(_ name: String) throws {
    let session = try Sessions.open(name)
    let pairs = try session.equationPairs(BesideRequest(name))
    #expect(pairs.keys.allSatisfy { $0.ours == $0.theirs })
    #expect(pairs.rows.allSatisfy { $0.ours == $0.theirs })
  }

  @Test func `are marked by one number in both, under the whole term`() throws {
    var session = try Sessions.open("leaky")
    let lines = try session.say("list beside gru")
    let place = try #require(lines.firstIndex { $0.hasPrefix("  h = ") })
    #expect(lines[place] == "  h = μ ⊙ h[t-1] + (1 - μ) ⊙ g      │ h = z ⊙ h[t-1] + (1 - z) ⊙ h̃")
    #expect(lines[place + 1] == "  3   4   3─────        4    1      │ 3   4   3─────        4    1")
  }

  @Test func `correspond as one says, theirs first`() throws {
    var session = try Sessions.open("rnn")
    #expect(try session.say("list beside gru with h̃ = h").last == "1 x, 2 h as h̃, 3 loss, 4 y")
  }

  @Test func `are a pane, which the sheet may ask for`() throws {
    var session = try Sessions.open("slstm")
    #expect(session.panes.map(\.text).first == "equations beside gru with h̃ = c̃, 1 - z = i, z = f, h = c, h = s")
    _ = try session.say("layout equations beside lstm | lines s")
    #expect(session.panes.map(\.text) == ["equations beside lstm", "lines s"])
  }

  @Test func `wait for a sheet that is not at hand`() throws {
    var session = try Sessions.open("rnn")
    session.sheetsBeside = [:]
    #expect(try session.reply(to: ["list beside gru"]).effects == [.bring(["gru"], then: "list beside gru")])
    #expect(
      try session.reply(to: ["view new equations beside gru"]).effects
        == [.bring(["gru"], then: "view new equations beside gru")])
    #expect(
      try session.reply(to: ["layout equations beside gru | units"]).effects
        == [.bring(["gru"], then: "layout equations beside gru | units")])
  }

  @Test func `show a changed equation beside the one that it replaced`() throws {
    var session = try Sessions.open("rnn")
    session.sheetsBeside = [:]
    let lines = try session.say("h = σ(z)", "list beside rnn")
    #expect(lines.contains { $0.hasPrefix("  h = σ(z)") && $0.hasSuffix("│ h = tanh(z)") })
  }

  @Test(arguments: [
    ("list gru", "list takes [beside SHEET [with THEIRS = OURS, …]], not gru"),
    ("list beside gru and rnn", "beside needs SHEET [with THEIRS = OURS, …], not gru and rnn"),
    ("list beside gru with", "beside needs SHEET [with THEIRS = OURS, …], not gru with"),
    ("list beside gru with z", "with needs pairs such as 1 - z = i, their term and ours, not z"),
    ("list beside gru with z = f = g", "with needs pairs such as 1 - z = i, their term and ours, not z = f = g"),
    ("list beside gru with zz = h", "gru has no zz: did you mean z? (pairs go theirs = ours)"),
    ("list beside gru with z = hh", "rnn has no hh: did you mean H? (pairs go theirs = ours)"),
  ])
  func `say what is wrong with what one says`(_ line: String, _ complaint: String) throws {
    var session = try Sessions.open("rnn")
    #expect(session.complaint(line) == complaint)
  }
}
