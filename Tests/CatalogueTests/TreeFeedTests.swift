// Trees as they are typed, and those that are made where none is given.

import Catalogue
import Equations
import Formats
import Testing

@Suite struct TreeFeedTests {
  private func children(_ sheet: String, feeding text: String) throws -> (left: [Double], right: [Double], leaves: Int)
  {
    let model = try Model(try Catalogue(checkout).sheet(sheet))
    let loaded = try LoadedInputs(model, .text(text), seed: 1)
    let tree = try #require(model.treeInputs)
    let leaves = try #require(loaded.values[tree.leaves[0]])
    return (
      loaded.values[tree.left]?.doubles ?? [], loaded.values[tree.right]?.doubles ?? [],
      leaves.tokens?.count ?? leaves.doubles.count / 4
    )
  }

  @Test(
    arguments: [
      ("((the cat) (sat down))", [0, 2, 4], [1, 3, 5]), ("the (cat (sat down))", [2, 1, 0], [3, 4, 5]),
      ("(((the cat) sat) down)", [0, 4, 5], [1, 2, 3]), ("(the cat) ((sat) (down))", [0, 2, 4], [1, 3, 5]),
      // Without brackets neighbours are joined, level by level.
      ("the cat sat", [0, 3], [1, 2]), ("the cat sat down on", [0, 2, 5, 7], [1, 3, 6, 4]),
    ] as [(String, [Double], [Double])])
  func `brackets join words and phrases in pairs`(text: String, left: [Double], right: [Double]) throws {
    let tree = try children("tree-words", feeding: text)
    #expect(tree.left == left && tree.right == right && tree.leaves == left.count + 1)
  }

  @Test(arguments: [
    ("the zebra sat down", ["the", "?", "sat", "down"]), ("The Cats sat", ["the", "?", "sat"]),
    ("thecatsat", ["the", "cat", "sat"]), ("don’t, a dog", ["?", "?", "a", "dog"]),
  ])
  func `a word that is unknown is one leaf, whatever words begin like it or end like it`(
    text: String, words: [String]
  ) throws {
    let model = try Model(try Catalogue(checkout).sheet("tree-words"))
    let alphabet = try #require(
      model.input(named: "w").flatMap { input in
        if case .token(let alphabet) = input.kind { alphabet } else { nil }
      })
    #expect(try TextFeed(alphabet, of: "w").tokens(for: text).map { alphabet.symbols[Int($0)] } == words)
  }

  @Test func `brackets stand around unknown words as around known ones`() throws {
    let tree = try children("tree-words", feeding: "((the zebra) (sat down))")
    #expect(tree.left == [0, 2, 4] && tree.right == [1, 3, 5] && tree.leaves == 4)
  }

  @Test func `where single letters are most of the symbols, an unknown letter is one of its own`() throws {
    let alphabet = Alphabet(symbols: ["C", "N", "O", "c", "Cl", "?"], unknown: 5)
    #expect(try TextFeed(alphabet, of: "k").tokens(for: "CxCl") == [0, 5, 4])
  }

  @Test func `rows of numbers stand at leaves as words do`() throws {
    let tree = try children("tree", feeding: "(1 0 0 0; 0 1 0 0) (0 0 1 0)")
    #expect(tree.left == [0, 3] && tree.right == [1, 2] && tree.leaves == 3)
  }

  @Test(arguments: [
    ("((the cat) sat", "the '(' at letter 1 is not closed"),
    ("(the cat)) sat", "the ')' at letter 10 closes nothing"),
    ("(the ()) cat", "the brackets at letter 6 hold nothing"),
    ("(the cat sat)", "has 3 parts, and a node has two"),
    ("(the)", "a tree needs two leaves or more"),
  ])
  func `brackets that make no tree are told`(text: String, reason: String) {
    let told = complaint { _ = try children("tree-words", feeding: text) }
    #expect(told?.contains(reason) == true, "\(told ?? "nothing")")
  }

  @Test func `a chain of thousands of brackets is read`() throws {
    let count = 10_000
    let text = String(repeating: "(", count: count - 1) + "the" + String(repeating: " cat)", count: count - 1)
    #expect(try children("tree-words", feeding: text).leaves == count)
  }
}
