// Where the gradient by a node of a tree came from: from the one parent that it has, told by its address.

import Equations
import Evaluation
import Testing

@testable import Debugger

@Suite struct `Explanations on the way back` {
  private func open(_ form: String) throws -> Session {
    var session = try Sessions.open("tree-words")
    _ = try session.say("feed a dog sat on the cat the mat", "tree \(form)", "backward")
    return session
  }

  private func labels(_ line: String, _ session: inout Session) throws -> (root: Explanation, labels: [String]) {
    guard case .explanation(let explanation)? = try session.reply(to: [line]).reports.first else {
      throw CommandError.message("no explanation of \(line)")
    }
    func labels(_ node: Explanation) -> [String] { [node.label] + node.parts.flatMap(labels) }
    return (explanation, labels(explanation))
  }

  @Test(arguments: ["balanced", "chain", "clustered"])
  func `a node and a leaf hear from their parent alone, on the side that they stand on`(form: String) throws {
    var session = try open(form)
    let tree = try #require(session.trace.tree)
    #expect(tree.leafCount == 8)
    for node in 0..<tree.root {
      let (name, step) = node < tree.leafCount ? ("p_leaf", node) : ("p", node - tree.leafCount)
      let side = tree.parent(of: node, as: .left) != nil ? StepReference.Side.left : .right
      let parent = try #require(tree.parent(of: node, as: side))
      let (root, labels) = try labels("explain d/\(name)[2]@\(step + 1)", &session)
      #expect(labels == ["d/\(name)[2]@\(step + 1)", "d/p[\(side.rawValue)][2]@\(parent + 1)"])
      #expect(root.parts.first?.value == root.value && root.value != 0)
    }
  }

  @Test(arguments: ["balanced", "chain"])
  func `the root hears from what is made of it, and what a parent says goes on to be explained`(form: String) throws {
    var session = try open(form)
    let line = try #require(try session.say("explain d/p[2]@7").first)
    #expect(line.hasPrefix("d/p[2]@7 = d/p[end][2] = "))
    let said = try session.say("explain d/p[left][2]@7")
    #expect(said[0].contains("W[2,2]·d/p[2]·(1 - p[2]^2)"), "\(said)")
    #expect(!said.contains { $0.contains("part ") || $0.contains("inside") })
  }

  @Test func `what is heard at no step is nothing, and says so`() throws {
    var session = try Sessions.open("tree-words")
    _ = try session.say("backward of sum(p)@1")
    #expect(try session.say("explain d/sum(p)@1") == ["d/sum(p)@1 = 1: it is what is differentiated"])
    #expect(try session.say("explain d/sum(p)@2") == ["d/sum(p)@2 = 0: nothing flows back to it"])
  }

  @Test func `the share of a node in the gradient by a parameter is spelled by what stands in the sheet`() throws {
    var session = try open("balanced")
    let lines = try session.say("explain d/W[1,2]")
    #expect(lines.contains { $0.contains("node 7: ") && $0.contains("[p[left]; p[right]]") })
    #expect(!lines.contains { $0.contains("part ") })
  }

  @Test func `in time, too, nothing comes from behind the last step`() throws {
    var session = try Sessions.open("rnn")
    _ = try session.say("backward of norm(h[end])")
    #expect(try labels("explain d/h[2]@24", &session).labels == ["d/h[2]@24", "d/h[end][2]"])
    #expect(try labels("explain d/h[2]@3", &session).labels == ["d/h[2]@3", "d/h[t-1][2]@4"])
  }
}
