// Weights that come with a sheet: they open it with what they were trained on, and give way to other sizes.

import Catalogue
import Debugger
import Equations
import Evaluation
import Learning
import TestSupport
import Testing

@Suite struct `Weights that come with a sheet` {
  private static let note = "note: lstm.safetensors is for D = 3, H = 8: the parameters start at random instead, seed 1"

  @Test func `open it on a sequence of their task, its symbols by name, with what reads the answer`() throws {
    var session = try Sessions.trained("lstm")
    let said = try session.say("info")
    #expect(said.contains { $0.hasPrefix("run") && $0.contains(#""(.())(..)(())().()(.)(()((())))""#) })
    #expect(said.contains { $0.hasPrefix("params") && $0.hasSuffix("lstm.safetensors") })
    _ = try session.say("feed \"(((.))\"")
    let depth = try #require(session.model.quantity(named: "output"))
    let read = (0..<6).map { session.trace.value(of: depth, 0, at: $0).rounded() }
    #expect(read == [1, 2, 3, 3, 2, 1])
  }

  @Test(arguments: ["set D = 8", "feed 1 0 0 0 0 0 0 0; 0 1 0 0 0 0 0 0"])
  func `give way to other sizes, say so, and come back with undo`(line: String) throws {
    var session = try Sessions.trained("lstm")
    let before = session
    #expect(try session.say(line).contains(Self.note))
    #expect(session.model.dims.map(\.count) == [8, 16])
    #expect(session.weightsDescription == "random start, seed 1")
    #expect(session.model.quantity(named: "output") == nil)
    // Said once: what is set later has nothing to give way.
    #expect(try !session.say("set H = 5").contains { $0.hasPrefix("note") })
    _ = try session.say("undo", "undo")
    #expect(session.model == before.model && session.values == before.values)
  }

  @Test func `stay where the size is theirs, or the sheet has no such size without them either`() throws {
    var session = try Sessions.trained("lstm")
    let before = session.values
    #expect(try !session.say("set H = 8").contains(Self.note))
    #expect(session.values == before)
    #expect(session.complaint("set D = 0")?.contains("D must be 1 or more") == true)
    #expect(session.complaint("feed 1 0") != nil)
    #expect(session.values == before)
  }

  @Test func `do not give way where someone asked for them`() throws {
    let catalogue = try Catalogue(ResourceFolder.at("\(Checkout.root)/Resources"))
    let sheet = try catalogue.sheet("lstm")
    var session = try Session(Material(sheet: sheet, weights: try catalogue.weights(for: sheet), feed: .example))
    #expect(session.complaint("set H = 9")?.contains("W_i is 8×3, but the parameter W_i needs 9×3") == true)
  }

  @Test(arguments: [("skip", 8), ("leaky-learned", 8), ("rnn", 8)])
  func `run beside a sheet without them, which reads their symbols as vectors`(other: String, units: Int) throws {
    var session = try Sessions.trained("lstm")
    let catalogue = try Catalogue(ResourceFolder.at("\(Checkout.root)/Resources"))
    let sheet = try catalogue.sheet(other)
    let material = Material(sheet: sheet, weights: try catalogue.weights(for: sheet), feed: .example)
    let report = try session.compare(ComparisonRequest(other), sheets: [other: material])
    #expect(report.sides == ["lstm", other])
    let state = try #require(report.quantities.first { $0.name == "h" })
    #expect(!state.isIdentical && state.first?.step == 1)
  }

  @Test func `learn another task without the readout of their own`() throws {
    let session = try Sessions.trained("rnn")
    for (line, isTheirs) in [("train brackets for 1 batch 1", true), ("train parity for 1 batch 1", false)] {
      var copy = session
      guard case .train(let request)? = try copy.reply(to: [line]).effects.first, let task = request.task else {
        Issue.record("\(line) asks for no training")
        continue
      }
      let training = try PromptTraining(request, task, from: session)
      #expect(training.fresh == (isTheirs ? [] : ["W", "V_out", "c_out"]))
      #expect(training.fitting.model.quantities.count { $0.name.hasPrefix("output") } == 1)
    }
  }
}
