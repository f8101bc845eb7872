// Numbers that are read one by one are those that are read all at once.

import Debugger
import Equations
import Testing

@testable import Views

@Suite struct `Single numbers through a lens` {
  @Test(arguments: Lens.allCases)
  func `are those of the whole tensor, of quantities, inputs, parameters and constants`(lens: Lens) throws {
    var session = try Sessions.typed(
      """
      dims H = 3
      input x: H
      input A: H×H
      param U: H×H
      const μ = 0.5
      state h: H = 2
      B = A A
      h = μ h[t-1] + U x
      s = norm(B h)
      example x: noise 5 1
      example A: edges 1 2; 2 3
      """)
    try session.say("pin h[2] = 1 from 2", "set U[1,:] = 2")
    let values = LensedValues(session, lens)
    let model = session.model
    let tensors =
      (model.quantities + model.inputs.compactMap { session.inputQuantity(named: $0.name) }).map { ShownTensor($0) }
      + model.parameters.map { ShownTensor($0) }
      + model.constants.map { ShownTensor($0) }
    for tensor in tensors {
      let entries = LensedEntries(tensor, values)
      for step in 0..<5 {
        let all = values.values(tensor, at: step)
        #expect(all.count == tensor.shape.count)
        #expect(all.indices.map { entries.value($0, at: step) } == all.map(Optional.some), "\(tensor.name)")
        #expect(entries.value(all.count, at: step) == nil)
      }
    }
  }

  @Test func `tell what many queries come to, from some of them, once they have looked`() throws {
    var session = try Sessions.typed(
      "dims D = 4\ninput x: D\nα = softmax(x[:]ᵀ x)\nh = x[:] α\nexample x: noise 700 1\n")
    let head = try #require(session.model.quantity(named: "α"))
    let attention = try #require(session.attention(of: head))
    func mean() -> Float? {
      AttentionValues(values: LensedValues(session, .now), attention: attention, showsEnergies: false)
        .meanEntropy(AttentionPicture(head: head.id))
    }
    try session.say("goto α@1")
    let first = try #require(mean())
    let exact = try session.number("entropy(α)")
    #expect(first == mean() && abs(Double(first) - exact) < 1e-3)
    try session.say("goto α@700")
    let last = try #require(mean())
    #expect(last != first && last > 0 && last < 6.56)
  }
}

extension Session {
  /// Runs lines as a script does, and gives what the last one said.
  @discardableResult
  fileprivate mutating func say(_ lines: String...) throws -> [String] {
    var interpreter = Interpreter(takesPrefixes: false)
    var reply = Reply.silent
    for line in lines { reply = try interpreter.run(line, on: &self) }
    return reply.reports.flatMap(\.lines)
  }

  /// What `p` says of an expression that is one number.
  fileprivate mutating func number(_ text: String) throws -> Double {
    let said = try say("p \(text)").first ?? ""
    return try #require(said.split(separator: " ").last.flatMap { Double($0) })
  }
}
