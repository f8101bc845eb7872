// What counts as attention is found in the equations of a sheet.

import Catalogue
import Debugger
import Equations
import TestSupport
import Testing

@Suite struct `Attention in sheets` {
  private static func session(_ name: String) throws -> Session {
    let catalogue = try Catalogue(.at("\(Checkout.root)/Resources"))
    let sheet = try catalogue.sheet(name)
    return try Session(Material(sheet: sheet, weights: try catalogue.weights(for: sheet), feed: .example))
  }

  private static func typed(_ text: String) throws -> Session {
    try Session(Material(sheet: try SheetParser.parse(text, name: "typed"), weights: nil, feed: .example))
  }

  @Test(arguments: [
    ("self-attention", [["A"]]), ("multi-head", [["A[1]", "A[2]", "A[3]", "A[4]"]]),
    ("transformer-encoder", [["A[1]", "A[2]", "A[3]", "A[4]"]]), ("seq2seq-attention", [["α"]]), ("netra", [["α"]]),
    ("attention-slide", [["w", "w_scaled"]]), ("memory-network", [["w"]]), ("ntm", [["w_w", "w_r"]]), ("gat", [["α"]]),
    ("gru", []), ("lstm", []), ("gcn", []), ("g2p", []),
    (
      "transformer-decoder",
      [
        ["α_x[1,1]", "α_x[1,2]", "α_x[2,1]", "α_x[2,2]"], ["α[1,1]", "α[1,2]", "α[2,1]", "α[2,2]"],
        ["α_c[1,1]", "α_c[1,2]", "α_c[2,1]", "α_c[2,2]"],
      ]
    ),
  ])
  func `is found in sheets of the catalogue, head beside head`(_ sheet: String, _ heads: [[String]]) throws {
    #expect(try Self.session(sheet).attentions.map { $0.heads.map(\.name) } == heads)
  }

  @Test func `is no choice among what was learned`() throws {
    let session = try Self.typed(
      """
      dims    V = 4, H = 3
      input   x: H
      param   W: V×H
      param   E: H×V
      p = softmax(W x)
      y = E p
      """)
    #expect(session.attentions.isEmpty)
  }

  @Test func `is no choice of a symbol that is fed: it holds nothing to look into`() throws {
    let session = try Self.typed(
      """
      dims     V = 4, H = 3
      input    x: H
      input    y: token(V)
      param    W: V×H
      alphabet y: "a".."d"
      example  x: noise 3
      example  y: "abc"
      p = softmax(W x)
      loss = -log(yᵀ p)
      """)
    #expect(session.attentions.isEmpty)
  }

  @Test(arguments: [
    ("p = softmax(x)", 3), ("p = x / sum(x)", 3), ("p = softmax(X)", 3), ("p = softmax(X)ᵀ", 3),
    ("p = exp(X) / sum(exp(X))", 6), ("p = onehot(1, 3)", nil), ("p = σ(x)", nil),
  ])
  func `or any weights have so many entries that sum to one together`(_ equation: String, _ count: Int?) throws {
    let session = try Self.typed(
      "dims N = 3, M = 2\ninput x: N\ninput X: N×M once\nexample x: noise 2\nexample X: noise 1\n\(equation)\ny = x")
    #expect(Session.spread(of: try #require(session.model.quantity(named: "p"))) == count)
  }

  @Test func `is also what sums to one by its form without a softmax`() throws {
    let session = try Self.typed(
      """
      dims    N = 4, H = 3
      input   x: H
      input   M: H×N
      example M: noise 1
      w = exp(Mᵀ x) / sum(exp(Mᵀ x))
      y = M w
      """)
    #expect(session.attentions.map { $0.heads.map(\.name) } == [["w"]])
    #expect(session.attentions.first.flatMap { $0.heads.first }.flatMap { Attention.energies(of: $0) } == nil)
  }

  @Test func `of a matrix turned over has its queries in rows`() throws {
    let session = try Self.typed(
      """
      dims    N = 4, H = 3
      input   X: H×N
      example X: noise 1
      A = softmax(Xᵀ X)
      B = softmax(Xᵀ X)ᵀ
      """)
    #expect(session.attentions.map(\.form) == [.columns, .rows])
  }

  @Test(arguments: [
    ("multi-head", "attention A", "A[1]"), ("multi-head", "attention A[3] energies", "A[3]"),
    ("multi-head", "attention", "A[1]"), ("netra", "attention", "α"),
  ])
  func `is shown by name, by family or by itself`(_ sheet: String, _ view: String, _ head: String) throws {
    let session = try Self.session(sheet)
    let pane = try Pane.read(view, session)
    #expect(session.quantity(of: pane)?.name == head)
    #expect(try Pane.read(pane.text, session) == pane)
  }

  @Test func `is missed where there is none`() throws {
    let session = try Self.session("gru")
    #expect(throws: CommandError.self) { try Pane.read("attention", session) }
    #expect(throws: CommandError.self) { try Pane.read("attention h", session) }
  }
}
