// Graphs from lists of edges.

import Catalogue
import Equations
import Formats
import Testing

@Suite struct EdgeListTests {
  private func graph(_ text: String, sheet: String = "gcn") throws -> [Double] {
    let scratch = Scratch()
    let list = try EdgeList(path: scratch.file("graph.csv", text))
    let sheet = try Catalogue(checkout).sheet(sheet)
    let name = try #require(sheet.graphInput)
    let size = list.names.count
    let model = try Model(sheet, Bindings(inputShapes: [name: [size, size]]))
    let input = try #require(model.input(named: name))
    #expect(input.shape.axes == [size, size])
    return try LoadedInputs(model, .graph(list), seed: 1).values[input.id]?.doubles ?? []
  }

  @Test(arguments: [
    "1,2\n2,3\n", "from,to\n1,2\n2,3", "0,1\n1,2", "anna\tbert\nbert\tclaire", "from,to,weight\n1,2,1\n2,3,1",
    "1 2\n# a remark\n\n3 2\n", "1,2\n2,1\n2,3", "source;target\r\na;b\r\nb;c\r\n",
    "\u{FEFF}from,to\r\n1,2\r\n\r\n2,3\r\n", "\"anna\",\"bert\"\n\"bert\", \"claire\"", "1,2 # friends\n2,3",
    "% Zachary\n1 2\n2 3", "\"a, b\",c\nc,\"d \"\"e\"\"\"", "\"1\",\"2\"\n\"2\",\"3\"",
    "who,whom,how much\na,b,1\nb,c,1",
  ])
  func `ties are read by number or name, with a header or without, and go both ways`(text: String) throws {
    #expect(try graph(text) == [0, 1, 0, 1, 0, 1, 0, 1, 0])
  }

  @Test(
    arguments: [
      ("a,b,2\nb,a,3\nb,c,0.5", [0, 2, 0, 3, 0, 0.5, 0, 0, 0]), ("from,to\na,b\nb,c", [0, 1, 0, 0, 0, 1, 0, 0, 0]),
      ("source,target,weight\n1,2,2\n2,3,1", [0, 2, 0, 0, 0, 1, 0, 0, 0]), ("a,b\nb,c", [0, 1, 0, 1, 0, 1, 0, 1, 0]),
      ("one,other\n1,2\n2,3", [0, 1, 0, 1, 0, 1, 0, 1, 0]), ("1,2,2\n2,1,2\n2,3,1", [0, 2, 0, 2, 0, 1, 0, 1, 0]),
    ] as [(String, [Double])])
  func `ties of a matrix that need not be symmetric go one way where the list says so`(
    text: String, numbers: [Double]
  ) throws {
    #expect(try graph(text, sheet: "gnn") == numbers)
  }

  @Test(arguments: [
    ("", "the graph is empty"), ("from,to\n1\n", "line 2: expected from,to or from,to,weight"),
    ("1,2,1\n2,3,x", "line 2: the weight x is no number"),
    ("1,2,1\n1,2,2", "line 2: 1 and 2 are tied already, by 1.0"), ("-1,2", "node -1"),
    ("1,1000000000", "at most 8192 nodes fit"), ("1,2,3,4", "expected from,to"),
    ("\n# nothing\n", "the graph is empty"),
    ("from,to\n", "the graph is empty"), ("1,2,x\n2,3,1", "line 1: the weight x is no number"),
    ("1,2,nan", "the weight nan is no number"), ("1,2,1e999", "the weight 1e999 is no number"),
    ("1,,2", "expected from,to"),
    ("1,2\n2,3x", "line 2: the node 3x is no number, as those before it are"), ("1,2\n2\n", "line 2: expected from,to"),
  ])
  func `a list that is no graph is told`(text: String, reason: String) {
    let told = complaint { _ = try graph(text) }
    #expect(told?.contains(reason) == true, "\(told ?? "nothing")")
  }

  @Test func `a graph of two thousand nodes and ten thousand edges is loaded in a moment`() throws {
    let text = (0..<10_000).map { "\($0 % 2000),\(($0 * 7 + $0 / 2000 + 1) % 2000)" }.joined(separator: "\n")
    let start = ContinuousClock.now
    let numbers = try graph(text)
    #expect(numbers.count == 4_000_000 && numbers.contains(1))
    #expect(ContinuousClock.now - start < .seconds(20))
  }
}
