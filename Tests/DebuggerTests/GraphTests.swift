// Graphs that models are fed: which input is one, and where its nodes are drawn.

import Catalogue
import Debugger
import Equations
import TestSupport
import Testing

@Suite struct `A graph` {
  private static func distance(_ layout: GraphLayout, _ one: Int, _ other: Int) -> Float {
    let (dx, dy) = (layout.x[one] - layout.x[other], layout.y[one] - layout.y[other])
    return (dx * dx + dy * dy).squareRoot()
  }

  private static func ring(_ count: Int) -> [NodeGraph.Edge] {
    (0..<count).map { NodeGraph.Edge(min($0, ($0 + 1) % count), max($0, ($0 + 1) % count)) }
  }

  @Test(arguments: [2, 3, 7, 40, 300])
  func `is drawn within its part, and every time the same`(_ count: Int) {
    let layout = GraphLayout(count: count, edges: Self.ring(count))
    #expect((layout.x + layout.y).allSatisfy { $0 >= 0 && $0 <= 1 })
    #expect(layout == GraphLayout(count: count, edges: Self.ring(count)))
  }

  @Test(arguments: [8, 24, 60])
  func `has neighbours on a ring near each other and opposite nodes far apart`(_ count: Int) {
    let layout = GraphLayout(count: count, edges: Self.ring(count))
    for node in 0..<count {
      let near = Self.distance(layout, node, (node + 1) % count)
      #expect(near * 2 < Self.distance(layout, node, (node + count / 2) % count))
    }
  }

  @Test func `has those of two groups that one tie joins on two sides`() {
    var edges = [NodeGraph.Edge(0, 10)]
    for group in [0, 10] {
      for one in 0..<10 { for other in one + 1..<10 { edges.append(NodeGraph.Edge(group + one, group + other)) } }
    }
    let layout = GraphLayout(count: 20, edges: edges)
    #expect((0..<10).allSatisfy { layout.x[$0] < 0.5 } && (10..<20).allSatisfy { layout.x[$0] > 0.5 })
  }

  @Test(arguments: [[], [NodeGraph.Edge(0, 1)], [NodeGraph.Edge(0, 1), NodeGraph.Edge(2, 3)]])
  func `in parts, or with nodes that nothing ties, has a place for each of them`(_ edges: [NodeGraph.Edge]) {
    for count in [5, 250] {
      let layout = GraphLayout(count: count, edges: edges)
      #expect((layout.x + layout.y).allSatisfy { $0 >= 0 && $0 <= 1 })
      #expect(Set(zip(layout.x, layout.y).map { "\($0) \($1)" }).count == count)
    }
  }

  @Test func `of nothing and of one node is no trouble`() {
    #expect(GraphLayout(count: 0, edges: []).x.isEmpty)
    #expect(GraphLayout(count: 1, edges: []).x == [0.5])
  }

  @Test func `is the square matrix among the inputs, its ties in either direction, without loops`() throws {
    let session = try Sessions.typed(
      """
      dims    N = 4, D = 2
      input   X: D×N
      input   A: N×N
      example X: noise 1
      example A: 1 0 2 0; 0 0 0 0; 0 0 5 -1; 0 0 0 0
      H = X A
      s = sum(H)
      """)
    let graph = try #require(session.graph)
    #expect(graph.name == "A")
    #expect(graph.edges == [NodeGraph.Edge(0, 2, weight: 1), NodeGraph.Edge(2, 3, weight: 0.5)])
    #expect(graph.degrees == [1, 0, 2, 1])
    let (h, s) = (try #require(session.model.quantity(named: "H")), try #require(session.model.quantity(named: "s")))
    #expect(session.nodeAxis(of: h) == .columns && session.nodeAxis(of: s) == nil)
  }

  @Test(arguments: ["gnn", "gat", "spectral", "pooling", "diffpool", "gae", "gcn-gru", "gcn-graphs", "laplacian-slide"])
  func `of another size is fed alone, and the sheet shows the rest`(_ name: String) throws {
    let catalogue = try Catalogue(ResourceFolder.at("\(Checkout.root)/Resources"))
    let sheet = try catalogue.sheet(name)
    let list = try EdgeList("anna,bert\nbert,claire\nclaire,dora\n", path: "friends.csv")
    let session = try Session(Material(sheet: sheet, weights: nil, feed: .graph(list)))
    let graph = try #require(session.graph)
    #expect(graph.nodes.count == 4 && graph.edges.count == 3)
    #expect(session.alphabet(of: graph.nodes)?.symbols == ["anna", "bert", "claire", "dora"])
    let others = session.model.inputs.filter { $0.name != graph.name && $0.name.lowercased() != "y" }
    #expect(others.allSatisfy { input in session.warningTexts.contains { $0.contains(input.name) } })
    #expect(session.missingNames.isDisjoint(with: others.map(\.name)))
  }

  @Test func `is shown beside the equations, in the color of what is turned to if that has nodes`() throws {
    var session = try Sessions.open("gcn")
    #expect(session.panes.map(\.text) == ["equations", "units", "graph"])
    session.focus = session.model.quantity(named: "H_1")?.id
    #expect(session.quantity(of: session.panes[2])?.name == "H_1")
    #expect(try Sessions.open("gru").panes.allSatisfy { $0.view != .graph })
  }

  @Test func `keeps its nodes in place while ties are cut, and is whole in the untouched run`() throws {
    var session = try Sessions.open("gcn")
    let before = try #require(session.graph)
    _ = try session.say("set A[1,3] = 0", "set A[4,5] = 0")
    for _ in 0..<2 {
      let (now, old) = (try #require(session.graph), try #require(session.graph(through: .before)))
      #expect(now.layout == before.layout && old.layout == before.layout)
      #expect(now.edges.count == before.edges.count - 2 && old.edges == before.edges)
    }
    _ = try session.say("baseline here")
    #expect(session.graph?.layout != before.layout)
  }

  @Test func `has nothing of nodes that were sorted, until they are put back`() throws {
    let session = try Sessions.typed(
      """
      dims    N = 4, D = 2
      input   X: D×N
      input   A: N×N
      example X: noise 1
      example A: edges 1 2; 2 3; 3 4
      key = (onehot(1, D)ᵀ X)ᵀ
      S = sortby(Xᵀ, 0 Xᵀ + key)
      T = tanh(S)ᵀ
      B = unsort(S, 0 Xᵀ + key)
      m = sort(key)
      """)
    func axis(_ name: String) throws -> NodeAxis? {
      session.nodeAxis(of: try #require(session.model.quantity(named: name)))
    }
    #expect(try [axis("key"), axis("S"), axis("T"), axis("B"), axis("m")] == [.rows, nil, nil, .rows, nil])
    #expect(session.quantity(of: session.panes[2])?.name == "B")
  }

  @Test(arguments: [("graph H_1[2]", "graph H_1[2]"), ("graph H_1", "graph H_1"), ("graph", "graph")])
  func `is asked for by quantity and unit`(_ text: String, _ read: String) throws {
    #expect(try Pane.read(text, try Sessions.open("gcn")).text == read)
  }

  @Test(arguments: ["graph H_1[7]", "graph H_1[0]", "graph loss"])
  func `is refused of what no node has`(_ text: String) throws {
    let session = try Sessions.open("gcn")
    #expect(throws: CommandError.self) { try Pane.read(text, session) }
  }
}

extension Session {
  /// The inputs that nothing was fed to.
  fileprivate var missingNames: Set<String> { Set(values.missingInputs.map { model.inputs[$0].name }) }
}
