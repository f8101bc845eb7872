// Alphabets and examples: what a sheet says about what it is fed.

import Equations
import Testing

@Suite struct FeedingTests {
  private func input(_ text: String, _ bindings: Bindings = Bindings()) throws -> Input {
    try #require(try Model(SheetParser.parse(text, name: "sheet"), bindings).inputs.first)
  }

  @Test(
    arguments: [
      ("\"a\"..\"c\"", ["a", "b", "c"], nil, nil, nil),
      ("\"a\", \"b\" \"</s>\" end \"</s>\"", ["a", "b", "</s>"], nil, nil, 2),
      ("\"?\" \"α\"..\"β\" unknown \"?\" start \"α\" end \"β\"", ["?", "α", "β"], 0, 1, 2),
      ("\"\\n\" \"\\t\" \"\\\"\"", ["\n", "\t", "\""], nil, nil, nil),
      ("\"ា\" \"្\" \"ក\"", ["ា", "្", "ក"], nil, nil, nil),
      ("\"\" \" \" \"#\"", ["", " ", "#"], nil, nil, nil),
      ("\"x\"..\"x\" \"y\"…\"z\"", ["x", "y", "z"], nil, nil, nil),
    ] as [(String, [String], Int?, Int?, Int?)])
  func `an alphabet is its symbols in order`(
    text: String, symbols: [String], unknown: Int?, start: Int?, end: Int?
  ) throws {
    let input = try input("dims V = 3\ninput k: token(V)\nalphabet k: \(text)\ny = k\n")
    #expect(input.kind == .token(Alphabet(symbols: symbols, unknown: unknown, start: start, end: end)))
    #expect(input.shape.described == "3 (V)")
  }

  @Test func `an alphabet that came with the weights wins over the sheet's`() throws {
    let given = Alphabet(symbols: ["x", "y", "z"])
    let input = try input(
      "dims V = 2\ninput k: token(V)\nalphabet k: \"a\" \"b\"\ny = k\n", Bindings(alphabets: ["k": given]))
    #expect(input.kind == .token(given))
    #expect(input.shape.count == 3)
  }

  @Test(
    arguments: [
      ("\"through\"", .text("through"), []), ("\"a\\\"b\\\\\"", .text("a\"b\\"), []),
    ] as [(String, ExampleInput, [Double])])
  func `a token input is fed a text`(text: String, example: ExampleInput, numbers: [Double]) throws {
    let input = try input("input k: token(3)\nexample k: \(text)\ny = k\n")
    #expect(input.example == example)
    #expect(input.exampleNumbers == numbers)
  }

  @Test(
    arguments: [
      ("noise 24 2", .noise, [24, 2]), ("sine 4H 12 -0.5", .sine, [16, 12, -0.5]),
      ("pulse (H+1) H/8", .pulse, [5, 0.5]),
      ("constant 10 -1 μ", .constant, [10, -1, 0.25]),
    ] as [(String, ExampleInput.Signal, [Double])])
  func `a signal has numbers that are worked out`(text: String, signal: ExampleInput.Signal, numbers: [Double]) throws {
    let input = try input("dims H = 4\nconst μ = 1/4\ninput x: H\nexample x: \(text)\ny = x\n")
    guard case .signal(signal, _) = input.example else { return #expect(Bool(false), "no \(signal)") }
    #expect(input.exampleNumbers == numbers)
  }

  @Test func `rows are steps of a stream, and rows of a matrix`() throws {
    let rows: [[Double]] = [[1, -2], [0.5, 1e3]]
    #expect(try input("input x: 2\nexample x: 1 -2; .5 1e3\ny = x\n").example == .rows(rows))
    #expect(try input("input A: 2×2\nexample A: 1 -2; .5 1e3\ny = A\n").example == .rows(rows))
    #expect(try input("input s\nexample s: 1; 2; 3\ny = s\n").example == .rows([[1], [2], [3]]))
  }
}
