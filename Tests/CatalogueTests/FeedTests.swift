// What someone types: texts by an alphabet, rows of numbers.

import Catalogue
import Equations
import Testing

@Suite struct FeedTests {
  private func fed(_ text: String, _ alphabet: Alphabet) throws -> [Int32] {
    try TextFeed(alphabet, of: "x").tokens(for: text)
  }

  private let letters = Alphabet(symbols: ["<pad>", "<unk>", "</s>", "a", "b", "c", "é"], unknown: 1, end: 2)

  @Test(
    arguments: [
      ("abc", [3, 4, 5, 2]), ("", [2]), ("aXb", [3, 1, 4, 2]), ("a b", [3, 1, 4, 2]), ("ABC", [3, 4, 5, 2]),
      ("<pad>a", [0, 3, 2]), ("e\u{301}é", [6, 6, 2]), ("É", [6, 2]), ("👩‍👩‍👧a", [1, 3, 2]),
    ] as [(String, [Int32])])
  func `letters are their numbers, then comes the end`(text: String, tokens: [Int32]) throws {
    #expect(try fed(text, letters) == tokens)
  }

  @Test(
    arguments: [
      ("K AA1 L", [0, 2, 3, 5]), ("KAA1L", [0, 2, 3, 5]), (" AA  A\nK ", [0, 4, 1, 2]),
    ] as [(String, [Int32])])
  func `the longest symbol is taken, and white space divides symbols of several letters`(
    text: String, tokens: [Int32]
  ) throws {
    #expect(try fed(text, Alphabet(symbols: ["<s>", "A", "K", "AA1", "AA", "L"], start: 0)) == tokens)
  }

  @Test func `a space that is a symbol stays one`() throws {
    #expect(try fed("a b", Alphabet(symbols: ["a", "b", " ", "abc"])) == [0, 2, 1])
  }

  @Test func `marks that join a letter are symbols where the alphabet has them`() throws {
    #expect(try fed("កាក", Alphabet(symbols: ["ក", "ា"])) == [0, 1, 0])
  }

  @Test func `a letter that is no symbol is told with its place and the alphabet`() {
    #expect(
      complaint { _ = try fed("ab!a", Alphabet(symbols: ["a", "b"])) }
        == #""!" (letter 3) is not in the alphabet of x: a, b"#)
    #expect(
      complaint { _ = try fed("a\u{1B}", Alphabet(symbols: ["a", "b"])) }
        == #""\u{1b}" (letter 2) is not in the alphabet of x: a, b"#)
  }

  @Test func `letters that are read in lower case are told, each once, and no others`() throws {
    let feed = TextFeed(letters, of: "x")
    #expect(try feed.folded(in: "abc é X").isEmpty)
    let folded = try feed.folded(in: "ABAÉa")
    #expect(folded.map(\.typed) == ["A", "B", "É"] && folded.map(\.symbol) == ["a", "b", "é"])
  }

  private let words = ["the", "a", "cat", "sat", "?"]

  @Test(
    arguments: [
      ("the bird sat", [0, 4, 3]), ("bird", [4]), ("The  atom cat", [0, 4, 2]), ("the cat.", [0, 2, 4]),
      ("ab the", [4, 0]), ("thecat sat", [0, 2, 3]),
    ] as [(String, [Int32])])
  func `an unknown word among words is one unknown symbol`(text: String, tokens: [Int32]) throws {
    #expect(try fed(text, Alphabet(symbols: words, unknown: 4)) == tokens)
  }

  @Test func `an unknown word is told whole, with what it may have meant`() throws {
    #expect(
      complaint { _ = try fed("the cot sat", Alphabet(symbols: words)) }
        == #""cot" (letter 5) is not in the alphabet of x: the, a, cat, sat, ?; did you mean cat?"#)
    let folded = try TextFeed(Alphabet(symbols: words, unknown: 4), of: "x").folded(in: "The bird the bird")
    #expect(folded.map(\.typed) == ["The", "bird"] && folded.map(\.symbol) == ["the", "?"])
  }

  @Test func `a text goes to the token input`() throws {
    let model = try model("input v: 2\ninput x: token(2)\nalphabet x: \"a\" \"b\"\nh = x + v\ng = x")
    #expect(complaint { _ = try LoadedInputs(model, .text("ab"), seed: 1).values } == nil)
    #expect(try LoadedInputs(model, .text("ab"), seed: 1).values[1]?.tokens == [0, 1])
  }

  @Test(arguments: ["1 2; 3 -4", "1,2\n3,−4\n", "1 2;\n\n;3\t-4"])
  func `rows of numbers are steps`(text: String) throws {
    let model = try model("input x: 2\ninput y: 2\nh = x + x\nloss = sum(h - y)")
    let inputs = try LoadedInputs(model, .text(text), seed: 1)
    #expect(inputs.values[0]?.doubles == [1, 2, 3, -4])
    #expect(inputs.steps == [2])
  }

  @Test func `numbers for a scalar are steps, however they are divided`() throws {
    #expect(try LoadedInputs(try model("input x\nh = x"), .text("1 2; 3"), seed: 1).values[0]?.doubles == [1, 2, 3])
  }

  @Test func `a matrix that is given once has its rows`() throws {
    let sheet = try model("input A: 2×3\nh = A")
    #expect(try LoadedInputs(sheet, .text("1 2 3; 4 5 6"), seed: 1).values[0]?.doubles == [1, 2, 3, 4, 5, 6])
    #expect(
      complaint { _ = try LoadedInputs(sheet, .text("1 2; 3 4; 5 6"), seed: 1) }
        == "A needs 2 rows of 3, found 3 rows, 6 numbers")
  }

  @Test(arguments: [
    ("1 2; 3", "x needs 2 numbers for each step, found 1 for step 2"),
    ("1 two", #""two" in row 1 for x is no number"#),
    (" ; ", "x has no steps; a sequence needs one or more"),
  ])
  func `numbers that do not fit are told`(text: String, message: String) throws {
    let model = try model("input x: 2\nh = x")
    #expect(complaint { _ = try LoadedInputs(model, .text(text), seed: 1) } == message)
  }

  @Test func `a text without an alphabet is told`() throws {
    #expect(
      complaint { _ = try LoadedInputs(try model("input x: token(2)\nh = x"), .text("a"), seed: 1) }
        == "x has no alphabet to read a text by; add a line 'alphabet x: …' to the sheet")
  }
}
