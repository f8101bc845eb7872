// Some inputs fed, and what becomes of the others.

import Catalogue
import Equations
import Formats
import Testing

@Suite struct `Feeding some inputs of several` {
  private let translator = """
    dims V = 4, W = 3
    input x: token(V)
    input u: token(W)
    input y: token(W)
    alphabet x: "a".."d"
    alphabet u, y: "p".."r"
    over t in x:
      e = sum(x)
    over t in u, y:
      s = sum(u) + e[end]
      loss = s yᵀ y
    example x: "abc"
    example u: "pqr"
    example y: "qrp"
    """
  private let graph = """
    dims N = 4, D = 2
    input X: D×N
    input A: N×N
    H = X A
    example X: noise 1
    example A: edges 1 2; 2 3; 3 4
    """

  private func loaded(_ text: String, _ parts: Feed.Part...) throws -> LoadedInputs {
    try loaded(text, Feed(parts))
  }

  private func loaded(_ text: String, _ feed: Feed) throws -> LoadedInputs {
    let sheet = try SheetParser.parse(text, name: "test")
    var bindings = try Bindings(for: sheet, inputs: feed.files)
    bindings.isFed = true
    bindings.inputShapes = try feed.shapes(for: try Model(sheet, bindings), settled: [])
    return try LoadedInputs(try Model(sheet, bindings), feed, seed: 1)
  }

  @Test func `the others stay as the sheet shows them where they fit`() throws {
    let inputs = try loaded(translator, .typed("dd", to: nil))
    #expect(inputs.values.map(\.?.tokens) == [[3, 3], [0, 1, 2], [1, 2, 0]])
    #expect(inputs.notes.map(\.text) == ["u, y stay as the sheet shows them"])
  }

  @Test func `one is fed by its name, and what is of another length beside it is left out`() throws {
    let inputs = try loaded(translator, .typed("pq", to: "u"))
    #expect(inputs.values.map(\.?.tokens) == [[0, 1, 2], [0, 1], nil])
    #expect(
      inputs.notes.map(\.text) == [
        "y is left out: it has 3 steps, and u has 2; without it there is no loss", "x stays as the sheet shows it",
      ])
  }

  @Test func `what was fed before stays, and the newest of one input wins`() throws {
    var feed = Feed([.typed("pp", to: "u"), .typed("qq", to: "y")])
    feed.give([.typed("dd", to: nil)])
    feed.give([.typed("d", to: nil)])
    let inputs = try loaded(translator, feed)
    #expect(inputs.values.map(\.?.tokens) == [[3], [0, 0], [1, 1]])
    #expect(inputs.notes.map(\.text) == ["u, y stay as they were fed"])
    #expect(feed.givings.count == 2)
  }

  @Test func `what cannot stay and is needed is asked for`() {
    #expect(
      complaint { _ = try loaded(translator, .typed("pq", to: "y")) }
        == "u does not go with what is fed: it has 3 steps, and y has 2, and nothing runs without it; give u too, by "
        + "feed u … at the prompt or --feed 'u: …' before")
    #expect(
      complaint { _ = try loaded(translator, .typed("pq", to: "w")) } == "the sheet has no input w")
  }

  @Test func `a signal goes on as long as it is wanted, and noise stands in for what nothing is known of`() throws {
    let text = "input x: 2\ninput v: 2\ninput w\nh = x + v + w\nexample v: constant 9 0.5\nexample x: noise 9"
    let inputs = try loaded(text, .typed("1 2; 3 4; 5 6", to: "x"))
    #expect(inputs.values[1]?.doubles == Array(repeating: 0.5, count: 6) && inputs.values[2]?.doubles.count == 3)
    #expect(inputs.notes.map(\.text) == ["v stays as the sheet shows it", "w is noise: nothing is fed to it"])
  }

  @Test(
    arguments: [
      ("1-2 2-3:0.5", [0, 1, 0, 1, 0, 0.5, 0, 0.5, 0]), ("1->2, 2->3", [0, 1, 0, 0, 0, 1, 0, 0, 0]),
      ("a-b; b-c a-b", [0, 1, 0, 1, 0, 1, 0, 1, 0]), ("1→3", [0, 0, 1, 0, 0, 0, 0, 0, 0]),
    ] as [(String, [Double])])
  func `ties are typed, and the number of nodes follows from them`(text: String, numbers: [Double]) throws {
    let inputs = try loaded(graph, .typed(text, to: "A"))
    #expect(inputs.values[1]?.doubles == numbers && inputs.values[0]?.doubles.count == 6)
  }

  @Test func `nodes that something else has are there without ties`() throws {
    let inputs = try loaded(graph, .typed("1 2 3; 4 5 6", to: "X"), .typed("1-2", to: "A"))
    #expect(inputs.values[1]?.doubles == [0, 1, 0, 1, 0, 0, 0, 0, 0])
  }

  @Test func `whether ties go one way is said where the sheet leaves it open`() throws {
    #expect(
      try loaded(graph, .typed("1->2 2-3", to: "A")).notes.first?.text == "the ties of A go one way: 1->2 says so")
    #expect(
      try loaded(graph, .typed("1-2 2-3", to: "A")).notes.first?.text.hasPrefix("the ties of A go both ways;") == true)
    let symmetric = graph.replacing("A: N×N", with: "A: N×N symmetric")
    let inputs = try loaded(symmetric, .typed("1->2 2-3", to: "A"))
    #expect(inputs.notes.map(\.text) == ["X stays as the sheet shows it"])
    #expect(inputs.values[1]?.doubles == [0, 1, 0, 1, 0, 1, 0, 1, 0])
  }

  @Test(arguments: [
    ("1-2 3", "A: tie 2: expected two nodes, as 1-2 or 1-2:0.5, found 3"),
    ("1-2:x", "A: tie 1: the weight x is no number"), ("0-1 -1-2", "A: tie 2: expected two nodes"),
  ])
  func `what is no tie is told`(text: String, message: String) {
    let told = complaint { _ = try loaded(graph, .typed(text, to: "A")) }
    #expect(told?.hasPrefix(message) == true, "\(told ?? "nothing")")
  }

  @Test func `a dimension follows rows that are typed where no parameter has it`() throws {
    let inputs = try loaded(graph, .typed("0 1; 1 0", to: "A"))
    #expect(inputs.values.map { $0?.doubles.count } == [4, 4])
    let learned = graph.replacing("H = X A", with: "param W: N×N\nH = X A W")
    #expect(
      complaint { _ = try loaded(learned, .typed("0 1; 1 0", to: "A")) }
        == "A needs 4 rows of 4, found 2 rows, 4 numbers")
  }

  @Test func `a row that is too long or too short is no other size where another input shows numbers`() throws {
    let attention =
      "dims D = 3, N = 2\ninput K: D×N once\ninput q: D once\ne = Kᵀ q\nexample K: 1 2; 3 4; 5 6\nexample q: 1 2 3"
    #expect(complaint { _ = try loaded(attention, .typed("1 0", to: "q")) } == "q needs 3 numbers, found 2")
    let both = try loaded(attention, .typed("1 0", to: "q"), .typed("1; 2", to: "K"))
    #expect(both.values.map { $0?.doubles } == [[1, 2], [1, 0]])
    #expect(try loaded(attention, .typed("1; 2; 3", to: "K")).values[0]?.doubles == [1, 2, 3])
  }

  @Test func `what is left out for one reason is told together`() throws {
    let text = """
      input x
      input y
      input c
      h = x
      loss = c (h - y)^2
      example x: noise 3
      example y: 1; 2; 3
      example c: 1; 1; 0
      """
    let notes = try loaded(text, .typed("1 2", to: "x")).notes
    #expect(
      notes.map(\.text) == [
        "y, c are left out: they have 3 steps, and x has 2; without them there is no loss"
      ])
    #expect(notes.map(\.leftOut) == [["y", "c"]])
  }

  @Test func `two inputs of one file that tell a dimension must agree`() throws {
    let scratch = Scratch()
    let file = try scratch.tensors(
      "s.safetensors",
      [("x", [2, 5], Array(repeating: 0, count: 10)), ("u", [2, 3], Array(repeating: 0, count: 6))])
    let text = "dims D = 8\ninput x: D\ninput u: D\nh = x + u"
    #expect(
      complaint(about: file) { _ = try loaded(text, .tensors(file)) }
        == "u is [2, 3] and x is [2, 5]: both tell D, and must agree"
        || complaint(about: file) { _ = try loaded(text, .tensors(file)) }
          == "x is [2, 5] and u is [2, 3]: both tell D, and must agree"
    )
  }

  @Test func `names of nodes are those of the list, unless it counts them`() throws {
    let scratch = Scratch()
    func names(_ text: String) throws -> [String]? {
      let list = try EdgeList(path: scratch.file("graph.csv", text))
      return Feed.graph(list).nodeNames(for: try model(graph))?.names
    }
    #expect(try names("alice,bob\nbob,carol") == ["alice", "bob", "carol", "4"])
    #expect(try names("1,2\n2,3") == nil)
    #expect(try names("0,1\n1,2") == ["0", "1", "2", "4"])
  }

  @Test(
    arguments: [
      ("u: pq", "u", "pq"), ("u:pq", "u", "pq"), ("w: pq", nil, "w: pq"), ("a:b", nil, "a:b"),
    ] as [(String, String?, String)])
  func `an option names an input before a colon`(option: String, name: String?, text: String) throws {
    let sheet = try SheetParser.parse(translator, name: "test")
    guard case .typed(let typed, let input) = Feed.Part(option: option, of: sheet) else { return }
    #expect(typed == text && input == name)
  }
}
