// Where a number came from, and where it went.

import Debugger
import Equations
import Evaluation
import Testing

@Suite struct `Explanations` {
  private func explanation(_ session: inout Session, _ line: String) throws -> Explanation {
    guard case .explanation(let explanation)? = try session.reply(to: [line]).reports.first else { throw Missing() }
    return explanation
  }

  private struct Missing: Error {}

  /// Checks every node: sums and products come to their value, and where nothing is hidden the rest is rounding.
  private func check(_ node: Explanation, _ place: String) {
    let size = node.parts.reduce(abs(node.value)) { $0 + abs($1.value) }
    switch node.relation {
    case .given: break
    case .sum:
      let sum = node.parts.reduce(node.rest?.value ?? 0) { $0 + $1.value }
      #expect(abs(sum - node.value) <= 1e-12 * max(1, size), "\(place): \(node.label)")
      if node.rest.map({ $0.count == 0 }) ?? true {
        #expect(abs(node.rest?.value ?? 0) <= 1e-5 * max(1, size), "\(place): \(node.label)")
      }
    case .product:
      let product = node.parts.reduce(1) { $0 * $1.value }
      #expect(abs(product - node.value) <= 1e-5 * max(1, size), "\(place): \(node.label)")
    case .function("tanh"): #expect(node.parts.count == 1 && abs(node.value) <= 1)
    case .function("-"): #expect(node.value == -(node.parts.first?.value ?? .nan))
    case .because(let words): #expect(!words.isEmpty)
    case .function: break
    }
    for part in node.parts { check(part, place) }
  }

  @Test(arguments: Sessions.names)
  func `of every quantity of the catalogue sum exactly to its value`(sheet: String) throws {
    let session = try Sessions.open(sheet)
    let trace = session.trace
    // All products are shown, so that a rest is nothing but rounding.
    let explainer = Explainer(trace, products: .max)
    for quantity in trace.model.quantities where trace.has(quantity) {
      let columns = quantity.shape.columns.count
      let (lastIndex, lastStep) = (quantity.shape.count - 1, trace.stepCount(of: quantity) - 1)
      for (index, step) in [(0, 0), ((lastIndex + 1) / 2, (lastStep + 1) / 2), (lastIndex, lastStep)] {
        let entry = Entry(index / columns, index % columns)
        let explanation = explainer.explain(quantity, entry, at: step)
        #expect(explanation.value == Double(trace.value(of: quantity, index, at: step)))
        check(explanation, "\(quantity.text), entry \(index + 1), step \(step + 1)")
      }
    }
  }

  @Test(arguments: [
    ("lstm", "c[3]@7"), ("gru", "z[2]@20"), ("rnn-bidirectional", "h[1]@3"), ("g2p-encoder", "n[12]@8"),
  ])
  func `go on into their causes, and still sum`(sheet: String, address: String) throws {
    var session = try Sessions.open(sheet)
    let explanation = try explanation(&session, "explain \(address) deep 3")
    check(explanation, address)
    let shallow = try self.explanation(&session, "explain \(address)")
    #expect(explanation.value == shallow.value && count(explanation) > count(shallow))
  }

  @Test func `open each number once, and no more than can be read`() throws {
    var session = try Sessions.open("gru")
    let explanation = try explanation(&session, "explain h[1]@24 deep 12")
    var opened: [String] = []
    func visit(_ node: Explanation) {
      if let address = node.address, !node.parts.isEmpty { opened.append("\(address)") }
      for part in node.parts { visit(part) }
    }
    visit(explanation)
    #expect(Set(opened).count == opened.count && opened.count == 200)
    #expect(
      try session.say("explain h[1]@24 deep 12").last
        == "200 numbers are opened, and no more: explain one of them to go on from there")
  }

  @Test func `reach the inputs and the parameters, and tell where those come from`() throws {
    var session = try Sessions.on("input x\nparam w = 2\nconst a = 3\nstate h\nh = h[t-1] + w x + a\n", feeding: "1 4")
    let lines = try session.say("explain h@2 deep 9")
    #expect(lines.first == "h@2 = h@1 + w·x + a = 5 + 2·4 + 3 = 16")
    #expect(lines.contains { $0.trimmingPrefix(while: { $0 == " " }).hasPrefix("w·x  = 2·1 = 2") })
    #expect(try session.say("explain x@2") == ["x@2 = 4, fed"])
    #expect(try session.say("explain w") == ["w = 2, a parameter, started at random"])
    #expect(try session.say("set w = 1", "explain w") == ["w = 1, set"])
    #expect(try session.say("explain a") == ["a = 3, a constant"])
  }

  @Test(arguments: [
    ("(1 + x) ⊙ x", "y[2]@1 = (1 + x[2])·x[2] = 3·2 = 6"), ("3 (x + 1)", "y[2]@1 = 3·(x[2] + 1) = 3·3 = 9"),
    ("x / (x ⊙ x)", "y[2]@1 = x[2]/(x[2]·x[2]) = 2/4 = 0.5"), ("(x - 1)^2", "y[2]@1 = (x[2] - 1)^2 = 1^2 = 1"),
    ("x - (x - 3)", "y[2]@1 = x[2] - x[2] + 3 = 2 - 2 + 3 = 3"), ("(-x)^2", "y[2]@1 = (-x[2])^2 = (-2)^2 = 4"),
    ("x ((x - 1)ᵀ x)", "y[2]@1 = x[2]·((x - 1)ᵀ x) = 2·22 = 44"),
  ])
  func `keep the brackets of the sheet`(equation: String, line: String) throws {
    let sheet = "dims H = 3\ninput x: H\ny = \(equation)\n"
    var session = try Sessions.on(sheet, feeding: "1 2 5")
    #expect(try session.say("explain y[2]").first == line)
  }

  @Test func `open sums, means, extremes and picked entries`() throws {
    let sheet = "dims H = 3\ninput x: H\ns = sum(x)\nm = mean(x)\nl = max(x) - min(x)\ne = x[2] + 1\n"
    var session = try Sessions.on(sheet, feeding: "1 5 3")
    #expect(try session.say("explain s").first == "s@1 = x[2] + x[3] + x[1] = 5 + 3 + 1 = 9")
    #expect(try session.say("explain m").first == "m@1 = x[2]/3 + x[3]/3 + x[1]/3 = 1.667 + 1 + 0.3333 = 3")
    #expect(try session.say("explain l").first == "l@1 = x[2] - x[1] = 5 - 1 = 4")
    #expect(try session.say("explain e").first == "e@1 = x[2] + 1 = 5 + 1 = 6")
  }

  @Test func `say nothing twice: short sums stand in one line, and plain numbers in none`() throws {
    var session = try Sessions.on("input x\nstate h\ng = 0.25 x\nh = g h[t-1] + (1 - g) x\n", feeding: "1 2")
    #expect(
      try session.say("explain h@2") == [
        "h@2 = g·h@1 + (1 - g)·x = 0.5·0.75 + 0.5·2 = 1.375", "  g·h@1      = 0.5·0.75 = 0.375",
        "  (1 - g)·x  = 0.5·2 = 1", "    1 - g  = 1 - 0.5 = 0.5",
      ])
  }

  @Test func `keep the names of short sums that their label does not spell`() throws {
    var session = try Sessions.on("input x\nparam w = 1\ns = x + w\nd = x - w\nc = s d\n", feeding: "5")
    #expect(
      try session.say("explain c deep 2") == [
        "c@1 = s@1·d@1 = 6·4 = 24", "  s@1  = x + w = 5 + 1 = 6", "  d@1  = x - w = 5 - 1 = 4",
      ])
  }

  @Test func `say of a long sum of nothing but zeros that it is one`() throws {
    var session = try Sessions.on("dims H = 9\ninput x: H\nz = 0 x\ns = sum(z)\n", feeding: "1 2 3 4 5 6 7 8 9")
    #expect(try session.say("explain s") == ["s@1 = 0, every term of the sum is 0"])
  }

  @Test func `name an operation by what it is of, and say of a choice why it is that one`() throws {
    var session = try Sessions.on("dims H = 3\ninput x: H\nk = argmax(x)\nl = k == 2\nc = x\n", feeding: "1 5 3")
    #expect(
      try session.say("explain k") == ["k@1 = 2: x[2] is the largest of 3; the next is x[3] = 3", "  x[2]  = 5"])
    #expect(try session.say("explain l").first == "l@1 = k@1 == 2 = 2 == 2 = 1")
    #expect(try session.say("explain c[2]") == ["c[2]@1 = x[2] = 5"])
  }

  // MARK: - Uses

  @Test func `uses tell what would be without a number, at the steps that read it`() throws {
    var session = try Sessions.on("input x\nparam w = 2\nstate h\nh = h[t-1] + w x\ng = 3 h\n", feeding: "1 4 2")
    #expect(
      try session.say("uses h@2") == [
        "h@2 = 10", "  h@3  h = h[t-1] + w x", "    h = 14, would be 4 without it", "  g@2  g = 3 h",
        "    g = 30, would be 0 without it",
      ])
    #expect(
      try session.say("uses x@2") == [
        "x@2 = 4", "  h@2  h = h[t-1] + w x", "    h = 10, would be 2 without it",
      ])
    #expect(
      try session.say("goto 3", "uses w") == [
        "w = 2", "  h@3  h = h[t-1] + w x", "    h = 14, would be 10 without it",
      ])
    #expect(try session.say("uses g@1") == ["g@1 = 6, which no equation reads"])
    #expect(try session.say("uses h@3").count == 3, "there is no step behind the last")
  }

  /// A stage that starts from the end of another, reads all of it, and its own past two steps back.
  private static let stages = """
    dims H = 2
    input x: H
    param p: H = 2
    state h, b: H
    state s: H = h[end] + p
    state u: H = p
    state k = 3

    over t in x:
      h = h[t-1] + x
      b = b[t+1] + x

    over t in 1..2:
      s = s[t-1] + s[t-2]
      u = 2 u[t-1]
      k = k[t-1] + 1
      c = h[:] (h[:]ᵀ p)

    """

  @Test func `uses find the start of a state, and who reads the end or all of another stage`() throws {
    var session = try Sessions.on(Self.stages, feeding: "1 2; 3 4")
    #expect(
      try session.say("goto 1", "uses h[1]@2") == [
        "h[1]@2 = 4", "  s@0  state s = h[end] + p", "    s[1] = 6, would be 2 without it",
        "  c@1  c = h[:] (h[:]ᵀ p)", "    c[1] = 86, would be 6 without it", "    c[2] = 132, would be 84 without it",
      ])
    #expect(!(try session.say("uses h[1]@1").contains { $0.contains("s@0") }), "the end alone is read")
    #expect(
      try session.say("uses s[1]@0") == [
        "s[1]@0 = 6", "  s@1  s = s[t-1] + s[t-2]", "    s[1] = 12, would be 6 without it",
        "  s@2  s = s[t-1] + s[t-2]", "    s[1] = 18, would be 12 without it",
      ])
    var speech = try Sessions.open("g2p")
    let lines = try speech.say("uses h[12]@8")
    #expect(lines.dropFirst().first == "  s@0  state s = h[end]" && lines.dropFirst(2).first?.contains("s[12]") == true)
  }

  @Test func `explain what a state starts from, at every step outside the sequence that is read`() throws {
    var session = try Sessions.on(Self.stages, feeding: "1 2; 3 4")
    #expect(try session.say("explain s[1]@0").first == "s[1]@0 = h[1]@2 + p[1] = 4 + 2 = 6")
    #expect(try session.say("explain s[1]@-1").first == "s[1]@-1 = h[1]@2 + p[1] = 4 + 2 = 6")
    #expect(try session.say("explain u[2]@0").first == "u[2]@0 = p[2] = 2")
    #expect(try session.say("explain k@0") == ["k@0 = 3, which k starts from"])
    #expect(try session.say("explain h[1]@0") == ["h[1]@0 = 0, which h starts from"])
    #expect(try session.say("explain b[1]@3") == ["b[1]@3 = 0, which b starts from"])
    #expect(session.complaint("explain s[1]@-2") == "there is no step -2: steps go from 1 to 2")
    #expect(session.complaint("explain c[1]@0") == "there is no step 0: steps go from 1 to 2")
    #expect(
      try session.say("explain s[1]@1 deep 3") == [
        "s[1]@1 = s[1]@0 + s[1]@-1 = 6 + 6 = 12", "  s[1]@0   = 6", "    h[1]@2  = h[1]@1 + x[1] = 1 + 3 = 4",
        "    p[1]    = 2", "  s[1]@-1  = h[1]@2 + p[1] = 4 + 2 = 6",
      ])
    var speech = try Sessions.open("g2p")
    #expect(try speech.say("explain s[3]@0").first?.hasPrefix("s[3]@0 = h[3]@8 = ") == true)
  }

  @Test func `an address is of anything that has a name, and wrong ones are told`() throws {
    var session = try Sessions.open("gru")
    #expect(session.complaint("uses q[1]") == "nothing is called q[1]")
    #expect(session.complaint("uses W_z[1,1]@3") == "W_z is the same at every step: write it without the step")
    #expect(session.complaint("explain W_z[1]") == "W_z is 16×8 (H×D): say which entry, as in W_z[1,1]")
    #expect(session.complaint("explain x[9]") == "x has no entry 9: they go from 1 to 8")
    #expect(session.complaint("explain y[1]") == "the input y is missing: feed it, or give a file that holds it")
  }

  private func count(_ node: Explanation) -> Int { node.parts.reduce(1) { $0 + count($1) } }
}
