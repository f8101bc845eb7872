// Graphs and trees on the command line: which tree, which edges, and what is wrong with them.

import Formats
import TestSupport
import Testing

@Suite struct GraphAndTreeTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func traced(_ arguments: [String]) throws -> ProgramResult {
    try Program.run(["trace"] + arguments + ["-o", "out.safetensors"], in: place.folder)
  }

  // MARK: trees

  /// How high each inner node is.
  private func heights(_ arguments: [String]) throws -> [Double] {
    let result = try traced(["tree"] + arguments)
    try #require(result.status == .exited(0), "\(result.errorText)")
    return try place.read("out.safetensors").tensor(named: "height").asDoubles()
  }

  @Test func `a tree is balanced, as given, or of what is alike`() throws {
    let feed = ["--feed", "(((0 0 0 0; 1 0 0 0) (2 0 0 0)) (9 0 0 0))"]
    #expect(try heights(feed) == [1, 2, 3])
    #expect(try heights(feed + ["--tree", "given"]) == [1, 2, 3])
    #expect(try heights(feed + ["--tree", "balanced"]) == [1, 1, 2])
    #expect(try heights(feed + ["--tree", "chain"]) == [1, 2, 3])
    #expect(try heights(["--feed", "0 0 0 0; 9 0 0 0; 1 0 0 0; 3 0 0 0", "--tree", "clustered"]) == [1, 2, 3])
  }

  @Test func `gradients flow through the tree that was chosen`() throws {
    for choice in ["balanced", "clustered"] {
      let result = try Program.run(
        ["grad", "tree", "--of", "norm(p[end])", "--tree", choice, "-o", "\(choice).safetensors"], in: place.folder)
      #expect(result.status == .exited(0), "\(result.errorText)")
    }
    let (one, other) = (try place.read("balanced.safetensors"), try place.read("clustered.safetensors"))
    #expect(try one.tensor(named: "W").asDoubles() != other.tensor(named: "W").asDoubles())
  }

  @Test func `the prompt takes another tree, keeps it for what is fed next, and takes it back`() throws {
    let result = try Program.run(
      [
        "run", "tree-words", "-c",
        "tree clustered; finish; height; feed \"the cat the mat the\"; finish; height; undo; undo; finish; height",
      ])
    #expect(result.status == .exited(0), "\(result.errorText)")
    #expect(result.outputLines.contains("walking over a clustered tree"))
    // The same words join first: the three "the", then each of the others.
    #expect(result.outputLines.filter { $0.hasPrefix("height@") }.last == "height@3 = 2")
  }

  @Test func `a model over other leaves has no tree in common`() throws {
    let result = try Program.run(["run", "tree-words", "-c", "compare tree"])
    #expect(result.status == .exited(1))
    #expect(result.errorText.contains("tree takes x: 4 (D), left: a scalar"), "\(result.errorText)")
    #expect(result.errorText.contains("they cannot run on one input"))
  }

  @Test(arguments: [
    (["tree", "--tree", "given"], "no tree is given: brackets in what is fed make one"),
    (["gru", "--tree", "clustered"], "the sheet walks over no tree"),
  ])
  func `a tree that cannot be had is told`(arguments: [String], message: String) throws {
    let result = try traced(arguments)
    #expect(result.status == .exited(1))
    #expect(result.complaints.first?.hasPrefix(message) == true, "\(result.errorText)")
  }

  @Test func `a choice that is none is a mistake of the command line`() throws {
    let result = try traced(["tree", "--tree", "binary"])
    #expect(result.status == .exited(64))
    #expect(result.errorText.contains("--tree must be balanced, given, clustered or chain, not 'binary'"))
  }

  // MARK: graphs

  @Test(arguments: [
    ("", [], "graph.csv: the graph is empty: it has no edges"),
    ("from,to\n", [], "graph.csv: the graph is empty: it has no edges"),
    (
      "anna,bert\nbert,claire\n", ["--set", "N=2"], "graph.csv: an edge leads to node claire, and the sheet has 2 nodes"
    ),
    ("1,2\n2,7\n", ["--set", "N=5"], "graph.csv: an edge leads to node 7, and the sheet has 5 nodes"),
    ("1,2\n2,3,-1\n", [], "graph.csv: A is to be nonnegative: A[2,3] is -1 (2 and 3)"),
    ("1,2,3\n2,1,4\n", [], "graph.csv: A is to be symmetric: A[1,2] is 3, and A[2,1] is 4 (1 and 2)"),
  ])
  func `a graph that does not fit is told by its file`(edges: String, settings: [String], message: String) throws {
    try place.write("graph.csv", edges)
    let result = try traced(["gcn-nodes", "--input", "graph.csv"] + settings)
    #expect(result.status == .exited(1))
    #expect(result.complaints == [message])
  }

  @Test func `a graph in parts, and equal eigenvalues, are noted and keep nothing from running`() throws {
    try place.write("graph.csv", "1,2\n3,4\n")
    let result = try traced(["laplacian-slide", "--input", "graph.csv", "--set", "N=5"])
    #expect(result.status == .exited(0))
    #expect(
      result.errorText.split(separator: "\n").map(String.init) == [
        "note: the node 5 of W has no ties: D^-½ is taken as 0 there",
        "note: the graph W falls into 3 parts that no tie joins",
        "note: λ[1] to λ[3], λ[4] and λ[5] are equal up to 1e-6: their vectors in U are not unique, nor is what is worked "
          + "out from single ones",
      ])
  }

  @Test func `a gradient that goes back through vectors of equal eigenvalues says what it leaves out`() throws {
    try place.write(
      "ring.eqn",
      """
      dims N = 4
      input A: N×N symmetric
      param w: N = 1
      B = diag(w) A diag(w)
      U = eigvecs(B)
      loss = sum(U ⊙ U ⊙ U)
      example A: edges 1 2; 2 3; 3 4; 4 1
      """)
    let result = try Program.run(["grad", "ring.eqn", "-o", "g.safetensors"], in: place.folder)
    #expect(result.status == .exited(0))
    #expect(
      result.errorText.split(separator: "\n").map(String.init) == [
        "note: the eigenvalues 2 and 3 are equal up to 1e-6: their vectors in U are not unique, nor is what is worked out "
          + "from single ones; gradients through them leave out how they turn into one another"
      ])
  }

  @Test func `commands that are given again are more of them`() throws {
    let lines = try Program.run(["run", "ista", "-c", "goto 2", "-c", "p 1 + 1; p 2 + 2"], in: place.folder).outputLines
    #expect(lines.suffix(2) == ["1 + 1 = 2", "2 + 2 = 4"])
  }

  @Test func `a graph of fewer nodes than are kept is filled up with rows of zeros`() throws {
    try place.write("pair.csv", "1,2\n")
    let result = try Program.run(
      ["run", "pooling", "--set", "K=3", "--input", "pair.csv", "-c", "p norm(rows(sort_pool, 3, 3))"],
      in: place.folder)
    #expect(result.outputLines.last == "norm(rows(sort_pool, 3, 3)) = 0")
  }

  @Test func `beside a graph of another size noise stands for what was for the old one, unless that is fed too`() throws
  {
    try place.write("ring.csv", "1,2\n2,3\n3,4\n4,1\n")
    let result = try traced(["spectral", "--input", "ring.csv"])
    try #require(result.status == .exited(0), "\(result.errorText)")
    #expect(
      result.errorText.contains("note: the example of θ is for another size than 4 (N): noise is shown in its place"))
    #expect(try place.read("out.safetensors").entry(named: "y")?.shape == [4])
    let whole = try traced(["spectral", "--input", "ring.csv", "--feed", "x: 1 0 0 0", "--feed", "θ: 1 1 1 1"])
    try #require(whole.status == .exited(0), "\(whole.errorText)")
    #expect(
      try place.read("out.safetensors").tensor(named: "y").asDoubles().map { ($0 * 1e4).rounded() } == [1e4, 0, 0, 0])
  }

  @Test func `nodes carry the names of the list`() throws {
    try place.write("friends.csv", "alice,bob\nbob,carol\n")
    let result = try Program.run(
      ["run", "gcn-nodes", "--input", "friends.csv", "-c", "layout graph P; export view seen.txt"], in: place.folder)
    try #require(result.status == .exited(0), "\(result.errorText)")
    let seen = try runProgram("cat", [place.path("seen.txt")]).outputText
    for name in ["alice", "bob", "carol"] { #expect(seen.contains(name), "\(seen)") }
  }

  @Test(arguments: ["gcn-nodes", "gae"])
  func `weights that hold a number for each node give way to a graph of other nodes`(sheet: String) throws {
    try place.write("friends.csv", "Ann,Bob\nBob,Cleo\nCleo,Dan\n")
    let typed = ["run", sheet, "-c", "feed A Ann-Bob Bob-Cleo Cleo-Dan; p norm(rowsum(A))"]
    let loaded = ["run", sheet, "-c", "load input friends.csv; p norm(rowsum(A))"]
    for arguments in [["run", sheet, "--input", "friends.csv", "-c", "p norm(rowsum(A))"], typed, loaded] {
      let result = try Program.run(arguments, in: place.folder)
      #expect(result.status == .exited(0))
      #expect(result.outputLines.last == "norm(rowsum(A)) = 3.162")
      let told = result.outputLines + result.errorText.split(separator: "\n").map(String.init)
      #expect(told.contains { $0.hasPrefix("note: \(sheet).safetensors is for N = ") }, "\(arguments): \(told)")
      #expect(!told.contains { $0.contains("no ties") })
    }
  }

  @Test func `weights that were asked for keep their nodes, and a graph of fewer is filled up`() throws {
    try place.write("friends.csv", "1,2\n2,3\n")
    let weights = "\(Checkout.root)/Resources/weights/gae.safetensors"
    let result = try Program.run(
      ["run", "gae", "--weights", weights, "--input", "friends.csv", "-c", "p sum(rowsum(A) == 0)"], in: place.folder)
    #expect(result.outputLines.last == "sum(rowsum(A) == 0) = 5")
  }
}
