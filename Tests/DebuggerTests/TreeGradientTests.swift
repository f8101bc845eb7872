// What the depth of a tree does to gradients: levels in the place of steps back, one model on trees of several forms.

import Equations
import Evaluation
import Testing

@testable import Debugger

@Suite struct `Gradients on trees` {
  @Test func `race sets trees of two forms over the same leaves beside each other, by levels`() throws {
    var session = try Sessions.open("tree")
    _ = try session.say("feed " + (1...8).map { "\($0) 1 0 -1" }.joined(separator: "; "))
    let lines = try session.say("race balanced, chain")
    #expect(lines.first == "‖∂L/∂state‖ by levels down, of the last state at the last step")
    let race = try #require(session.race)
    #expect(race.runners.map(\.lengths.count) == [4, 8])
    #expect(race.runners.allSatisfy { $0.lengths[0] == 1 })
    let words = race.runners.compactMap(\.depthWords)
    try #require(words.count == 2)
    #expect(words[0].hasPrefix("balanced p: 8 leaves, the farthest 3 levels down"))
    #expect(words[1].hasPrefix("chain p: 8 leaves, the farthest 7 levels down"))
    #expect(race.curves.axis == "levels down")
  }

  @Test(arguments: ["balanced", "chain", "clustered"])
  func `a level has the mean of its nodes, leaves too`(form: String) throws {
    var session = try Sessions.open("tree")
    _ = try session.say("tree \(form)", "race now")
    let lengths = try #require(session.race?.runners.first).lengths
    let tree = try #require(session.trace.tree)
    let back = try session.wayBack(from: "norm(p)@\(tree.left.count)")
    let (nodes, leaves) = (
      try #require(session.model.quantity(named: "p")), try #require(session.model.quantity(named: "p_leaf"))
    )
    let (inner, outer) = (back.norms(of: nodes), back.norms(of: leaves))
    for level in lengths.indices {
      let here = tree.depths.indices.filter { tree.depths[$0] == level }
      let norms = here.map { $0 < tree.leafCount ? outer[$0] : inner[$0 - tree.leafCount] }
      let mean = norms.reduce(0, +) / Double(norms.count) / inner[tree.left.count - 1]
      #expect(abs(lengths[level] - mean) <= 1e-6 * mean)
    }
  }

  @Test func `grad tells the mean on each level too`() throws {
    var session = try Sessions.open("tree-words")
    let lines = try session.say("grad p")
    let place = try #require(lines.firstIndex { $0.hasPrefix("its mean on each level, from the root down") })
    let levels = lines[(place + 1)...].map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
    #expect(levels == ["level 0", "level 1", "level 2"])
  }

  @Test func `the gradient by the leaves is what a gradient has at the leaves`() throws {
    var session = try Sessions.open("tree-words")
    _ = try session.say("backward")
    let gradient = try #require(session.model.quantity(named: "d/p"))
    let tree = try #require(session.treeQuantity(of: gradient))
    let leaves = try #require(tree.leaves)
    #expect(leaves.name == "d/p_leaf")
    #expect(session.treeQuantity(of: leaves)?.nodes.name == "d/p")
  }

  @Test func `a tree beside a sequence has levels where that has steps back`() throws {
    var session = try Sessions.open("tree")
    let lines = try session.say("race now", "race chain, balanced of norm(p)")
    #expect(lines.first == "‖∂L/∂state‖ by levels down, of norm(p) at the last step")
    var sequence = try Sessions.open("rnn")
    #expect(try sequence.say("race now of norm(h)").first == "‖∂L/∂state‖ by steps back, of norm(h) at the last step")
    #expect(sequence.complaint("race chain")?.hasPrefix("the sheet walks over no tree") == true)
  }

  @Test func `shares are told by node and by level of a small tree, by level alone of a large one`() throws {
    var session = try Sessions.open("tree")
    let small = try session.say("shares W of norm(p[end])")
    #expect(small.count { $0.hasPrefix("∂") } == 2)
    #expect(small.contains { $0.hasPrefix("∂norm(p[end])/∂W: what each node adds") })
    #expect(small.contains { $0.hasPrefix("∂norm(p[end])/∂W: what all nodes of a level add, from the root down") })
    #expect(small.count { $0.hasPrefix("  node ") } == 7 && small.count { $0.hasPrefix("  level ") } == 3)
    _ = try session.say("feed " + (1...64).map { "\($0) 1 0 -1" }.joined(separator: "; "))
    let large = try session.say("shares W of norm(p[end])")
    #expect(large.count { $0.hasPrefix("  node ") } == 0 && large.count { $0.hasPrefix("  level ") } == 6)
  }

  @Test func `the picture of a gradient has levels for steps, as the table has`() throws {
    var session = try Sessions.open("tree-words")
    let curves = try session.gradientCurves([], of: "norm(p[end])")
    guard case .lengths(let levels)? = try session.reply(to: ["grad p of norm(p[end])"]).reports.last else {
      Issue.record("no levels are told")
      return
    }
    #expect(curves.axis == "levels down" && curves.lines.map(\.name) == ["p"])
    #expect(curves.lines[0].lengths.count == 3 && curves.placeOfStep == [1, 1, 0])
    for (one, other) in zip(curves.lines[0].lengths, levels.rows.map(\.length)) { #expect(abs(one - other) < 1e-6) }
  }

  @Test func `leaves have the words that they are, and levels of their own`() throws {
    var session = try Sessions.open("tree-words")
    let lines = try session.say("shares E")
    #expect(
      lines.filter { $0.hasPrefix("  leaf ") }.map { $0.split(separator: " ")[2] } == ["the", "cat", "sat", "down"])
    #expect(lines.count { $0.hasPrefix("  level ") } == 3)
  }

  @Test func `stepping says whether it is at the leaves or at the nodes, and at the root`() throws {
    var session = try Sessions.open("tree-words")
    #expect(try session.say("finish").first == "leaf 4/4 down  equation 2/2  scan 1/2, the leaves")
    #expect(try session.say("next").first == "node 1/3  equation 3/3  scan 2/2, from the leaves up")
    #expect(try session.say("finish").first == "node 3/3, the root  equation 3/3  scan 2/2, from the leaves up")
    #expect(try session.say("backward", "next").first?.hasSuffix("from the root down") == true)
  }
}
