// The words for steps where the steps are the leaves and the nodes of a tree: the same commands, and answers that mean something
// there.

import Equations
import Evaluation
import Testing

@testable import Debugger

@Suite struct `Commands on a tree` {
  /// `((the cat) (sat down))`: node 1 is "the cat", node 2 "sat down", node 3 the root.
  private func words() throws -> Session { try Sessions.open("tree-words") }

  @Test(arguments: ["goto 2", "goto p@1", "goto end"])
  func `goto end goes to the root, from the leaves as from the nodes`(first: String) throws {
    var session = try words()
    _ = try session.say(first)
    #expect(try session.say("goto end").first?.hasPrefix("node 3/3, the root ") == true)
  }

  @Test func `the way back is left at the node where one is`() throws {
    var session = try words()
    _ = try session.say("backward", "goto d/p@2")
    #expect(try session.say("forward").first?.hasPrefix("node 2/3 ") == true)
    _ = try session.say("backward", "goto d/p_leaf@4")
    #expect(try session.say("forward").first?.hasPrefix("leaf 4/4 down ") == true)
  }

  @Test func `an equation of the way back says that it hears from the parent`() throws {
    var session = try words()
    _ = try session.say("backward")
    let lines = try session.say("list")
    #expect(lines.contains { $0.contains("d/p[left][parent] + d/p[right][parent]") }, "\(lines)")
  }

  @Test func `who hears from a node on the way back is its child`() throws {
    var session = try words()
    _ = try session.say("backward")
    func reader(_ line: String) throws -> [String] {
      guard case .uses(let report)? = try session.reply(to: [line]).reports.first else { return [] }
      return report.readers.filter { !$0.effects.isEmpty }.map { "\($0.name)@\($0.step ?? 0)" }
    }
    #expect(try reader("uses d/p[left][1]@3") == ["d/p@1"])
    #expect(try reader("uses d/p[right][1]@3") == ["d/p@2"])
    #expect(try reader("uses d/p[right][1]@2") == ["d/p_leaf@4"])
  }

  @Test func `reach goes down the tree, from each node to its child`() throws {
    var session = try words()
    func table(_ line: String) throws -> LengthTable {
      guard case .table(let table)? = try session.reply(to: [line]).reports.first else {
        throw CommandError.message("no table for \(line)")
      }
      return table
    }
    let node = try table("reach p@1 of norm(p)@3")
    #expect(node.rows.map(\.number) == [3, 1] && node.title.hasSuffix("from node 3 to node 1"))
    let leaf = try table("reach p_leaf@4 of norm(p)@3")
    #expect(leaf.rows.map(\.number) == [3, 2, 4] && leaf.title.hasSuffix("from node 3 to leaf 4"))
    #expect(leaf.rows.map(\.symbol) == [nil, nil, "down"])
    let back = try session.wayBack(from: "norm(p)@3")
    let (p, ends) = (
      try #require(session.model.quantity(named: "p")), try #require(session.model.quantity(named: "p_leaf"))
    )
    #expect(leaf.rows.map { $0.values[0] } == [back.norms(of: p)[2], back.norms(of: p)[1], back.norms(of: ends)[3]])
    #expect(
      session.complaint("reach p@2 of norm(p)@1")
        == "p@2 is not below node 1: nothing of norm(p)@1 comes to it from there")
  }

  @Test func `what describes the tree says which node is whose child`() throws {
    var session = try words()
    #expect(try session.say("explain left@3") == ["left@3 = 4, the left child of node 3 is node 1"])
    #expect(try session.say("uses right@1") == ["right@1 = 1, the right child of node 1 is leaf 2"])
    #expect(try session.say("info").contains { $0.contains("((the cat) (sat down))") && !$0.contains("noise") })
  }

  @Test(arguments: [
    ("p[left][2]@3", "p[2]@1"), ("p[right][right][2]@3", "p_leaf[2]@4"), ("size[left]@2", "size_leaf@3"),
  ])
  func `a child is explained by its name as by its own address`(child: String, address: String) throws {
    var session = try words()
    for command in ["explain", "uses"] {
      #expect(try session.say("\(command) \(child)") == session.say("\(command) \(address)"))
    }
    _ = try session.say("goto p@3")
    #expect(try session.say("explain p[left][2]") == session.say("explain p[2]@1"))
  }

  @Test func `what remains of nodes is told of those below, and has no half-life`() throws {
    var session = try words()
    _ = try session.say("feed a dog sat on the cat the mat", "tree balanced")
    guard case .decay(let report)? = try session.reply(to: ["decay p@6"]).reports.first else {
      Issue.record("nothing of decay")
      return
    }
    let tree = try #require(session.trace.tree)
    let below = [tree.left[5], tree.right[5]].map { $0 - tree.leafCount + 1 }
    #expect(report.rows.map(\.step) == [6] + below.sorted(by: >))
    #expect(report.halfLife == nil && report.lines.dropFirst(2).allSatisfy { $0.hasPrefix("  node ") })
  }

  @Test(arguments: [
    ("ledger p[1]", "p is made of its children, and has no past that a ledger could be kept of; explain tells them"),
    ("gamma p", "p reads its children, and no last value of its own: grad p tells its levels"),
    ("view graph", "the sheet is fed no graph: a matrix with a row and a column for each node"),
    ("break p@2", "p@2 is no equation to stop at; break on p if n == 2 stops there"),
    ("explain p[left][1]", "this is no node: say which one's child is meant, as in p[left][1]@3"),
    ("uses p[left][left][left][1]@3", "a leaf has no children: p[left][left][left][1]@3"),
    ("explain height[left]@1", "height[left]@1 is of leaf 1, where height is what it starts from"),
    ("pin p@2 = 0", "a pin's steps stand behind its value: pin p = 0 from 2 to 2"),
  ])
  func `what has no meaning there is refused with a reason`(line: String, reason: String) throws {
    var session = try words()
    #expect(session.complaint(line) == reason)
  }

  @Test func `a tree is drawn where there is one`() throws {
    var session = try Sessions.open("rnn")
    #expect(session.complaint("view tree") == "the sheet walks over no tree")
    session = try words()
    #expect(session.complaint("view tree") == nil)
  }

  @Test func `a gradient that is nothing because nothing depends on it says so`() throws {
    var session = try words()
    #expect(try session.say("grad height") == ["loss does not depend on height: ∂loss/∂height is 0 at every step"])
    #expect(try session.say("grad p of height").first?.hasPrefix("height does not depend on p") == true)
  }

  @Test func `of a large tree a triangle tells some of the nodes, evenly, and the last`() throws {
    var session = try Sessions.open("tree")
    _ = try session.say("feed " + (0..<600).map { "\($0 % 7) 1 0 -1" }.joined(separator: "; "))
    guard case .triangle(let report)? = try session.reply(to: ["triangle p of norm(p)"]).reports.first else {
      Issue.record("no triangle")
      return
    }
    #expect(report.steps == 599 && report.rows.count == 60 && report.rows.last == 598)
    #expect(report.lengths.count == 60 && report.lengths.allSatisfy { $0.count == 599 })
    let lines = report.lines
    #expect(lines.count == 62 && lines[60].hasPrefix("  t 599 ") && lines[60].count == 8 + 120)
    #expect(lines[61].contains("steps k from 1 to 599 across, the largest of neighbours"))
  }
}
