// unroll grad: the numbers that it writes, what it refuses, and what check says of gradients.

import Formats
import TestSupport
import Testing

@Suite struct GradTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func grad(_ arguments: [String]) throws -> TensorFile {
    let result = try Program.run(["grad"] + arguments + ["-o", "out.safetensors"], in: place.folder)
    try #require(result.status == .exited(0), "\(result.errorText)")
    #expect(result.output == [])
    return try place.read("out.safetensors")
  }

  @Test(arguments: ["rnn", "leaky-learned", "lstm-peephole", "rnn-bidirectional", "rnn-stacked"])
  func `a sheet with its golden file gives the golden gradients`(name: String) throws {
    let path = Checkout.fixture("golden/\(name).safetensors", of: "EvaluationTests")
    let golden = try TensorFile(path: path)
    let expected = golden.names.filter { $0.hasPrefix("grad/") }
    #expect(expected.count > 1)
    for (option, tolerance) in [([], 1e-4), (["--double"], 1e-9)] {
      let found = try grad([name, "--weights", path, "--input", path] + option)
      for goldenName in expected {
        let (one, other) = (
          try found.tensor(named: String(goldenName.dropFirst("grad/".count))), try golden.tensor(named: goldenName)
        )
        #expect(one.shape == other.shape)
        let (numbers, wanted) = (one.asDoubles(), other.asDoubles())
        let largest = wanted.reduce(0) { max($0, abs($1)) }
        #expect(zip(numbers, wanted).allSatisfy { abs($0 - $1) < tolerance * largest }, "\(goldenName) \(option)")
      }
      #expect(found.entries.allSatisfy { $0.dtype == (option == [] ? .float32 : .float64) })
    }
  }

  @Test func `any number can be differentiated, at one step or over all, and pins stop what flows`() throws {
    let all = try grad(["g2p-encoder", "--of", "norm(h)"])
    #expect(try all.tensor(named: "E").shape == all.tensor(named: "d/e").shape.dropFirst() + [29])
    #expect(try all.tensor(named: "d/h").asDoubles().allSatisfy { $0.isFinite })
    let early = try grad(["g2p-encoder", "--of", "norm(h)@3"])
    let states = try early.tensor(named: "d/h")
    #expect(states.asDoubles().dropFirst(3 * 256).allSatisfy { $0 == 0 })
    #expect(states.asDoubles()[2 * 256..<3 * 256].contains { $0 != 0 })
    let pinned = try grad(["g2p-encoder", "--of", "norm(h)@8", "--pin", "h = 0 from 5 to 5"])
    #expect(try pinned.tensor(named: "d/h").asDoubles().prefix(4 * 256).allSatisfy { $0 == 0 })
  }

  @Test(arguments: [
    (
      ["lstm", "--weights", "none"],
      "the input y is missing: feed it, or give a file that holds it; or say --of 'norm(h)', which needs no target"
    ),
    (["lstm", "--weights", "none", "--of", "h"], "h is 16 (H): a gradient is that of one number, as sum(h) is"),
    (["lstm", "--of", "norm(h)@99"], "there is no step 99: steps go from 1 to 31"),
    (["g2p-encoder"], "the model has no loss: say what to differentiate, one number at each step or once: norm(h)"),
    (["lstm", "--of", "norm(h@3)"], "the step that counts stands behind the whole, as in norm(h)@7: norm(h@3)"),
  ])
  func `what cannot be differentiated is told, and nothing is written`(arguments: [String], message: String) throws {
    let result = try Program.run(["grad"] + arguments + ["-o", "out"], in: place.folder)
    #expect(result.status == .exited(1))
    #expect(result.complaints == [message])
    #expect(try place.names == [])
  }

  @Test func `check tells where gradients stop`() throws {
    try place.write("stops.eqn", "input x: 3\nparam W: 3×3\nh = floor(W x)\nloss = sum(h)\n")
    let result = try Program.run(["check", "stops.eqn"], in: place.folder)
    #expect(result.status == .exited(0))
    #expect(result.outputText.contains("h: floor(W x) has no derivative, it is flat: gradients stop here"))
    let smooth = try Program.run(["check", "lstm"], in: place.folder)
    #expect(!smooth.outputText.contains("no derivative"))
  }
}
